"""Run the web server and the worker side by side, start the worker again when it dies, and stop both together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

HOST = os.environ.get("GONGZHI_HOST", "127.0.0.1")
EMBEDDED = not os.environ.get("DATABASE_URL", "").startswith(("postgres", "psql"))
# SQLite has one writer at a time: a second process would not write faster, it would only wait for the lock by polling.
# PostgreSQL has many, and a second process uses the second core.
WORKERS = os.environ.get("GONGZHI_WORKERS", "1" if EMBEDDED else "2")
# Threads of one process share one interpreter: beyond two, pages only wait for each other (docs/benchmarks.md).
THREADS = os.environ.get("GONGZHI_THREADS", "4" if EMBEDDED else "2")
_BACK_OFF = (0.5, 1, 2, 5, 10)


def free_port(host: str, wanted: int, tries: int = 20) -> int:
    """`wanted`, or the next port that nobody listens on; OSError when all are taken."""
    for port in range(wanted, wanted + tries):
        with socket.socket() as test:
            test.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                test.bind((host, port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port from {wanted} to {wanted + tries - 1}")


def server(port: int) -> list[str]:
    """The command that serves pages. No access log: it would keep who asked for what."""
    return [
        sys.executable, "-m", "granian", "gongzhi.config.wsgi:application",
        "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", WORKERS, "--blocking-threads", THREADS,
        "--respawn-failed-workers", "--workers-kill-timeout", "10s", "--no-access-log", "--log-level", "warning",
    ]  # fmt: skip


WORKER = [sys.executable, "-m", "gongzhi.config.cli", "worker"]


def answers(port: int, until: float) -> bool:
    """Whether the server takes connections before `until` (a monotonic instant)."""
    while time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.1)
    return False


class Children:
    """The processes that this one started; none of them outlives it."""

    def __init__(self, port: int) -> None:
        self.web = subprocess.Popen(server(port))
        self.worker = subprocess.Popen(WORKER)
        self._deaths = 0
        self._again_at = 0.0

    def watch(self) -> bool:
        """Start a dead worker again after a growing pause; False once the server itself has ended."""
        if self.worker.poll() is not None and time.monotonic() >= self._again_at:
            pause = _BACK_OFF[min(self._deaths, len(_BACK_OFF) - 1)]
            self._deaths, self._again_at = self._deaths + 1, time.monotonic() + pause
            self.worker = subprocess.Popen(WORKER)
        return self.web.poll() is None

    def stop(self) -> None:
        """Ask both to end, and insist after ten seconds."""
        both = [child for child in (self.web, self.worker) if child.poll() is None]
        for child in both:
            child.terminate()
        for child in both:
            try:
                child.wait(timeout=12)
            except subprocess.TimeoutExpired:
                child.kill()


def greeting(port: int, sign_ins: Path) -> str:
    """What the terminal says once pages are served."""
    lines = [f"\nGongzhi 共治: http://{HOST}:{port}/"]
    people = sign_ins.read_text(encoding="utf-8") if sign_ins.exists() else ""
    if people:
        lines += ["", "Demonstration sign-ins (user name, password, who):", people.rstrip("\n")]
    return "\n".join([*lines, "", "Ctrl+C stops it."])


def _stop_sign(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Serve until told to stop; the exit status is the server's."""
    signal.signal(signal.SIGTERM, _stop_sign)
    wanted = os.environ.get("GONGZHI_PORT")
    port = int(wanted) if wanted else free_port(HOST, 8000)
    children = Children(port)
    try:
        if not answers(port, time.monotonic() + 30):
            print(f"the server did not answer on {HOST}:{port}", file=sys.stderr)
            return 1
        print(greeting(port, Path(os.environ.get("GONGZHI_VAR", "var")) / "sign-ins.txt"), flush=True)
        while children.watch():
            time.sleep(0.3)
        return children.web.returncode or 1
    except KeyboardInterrupt:
        return 0
    finally:
        children.stop()


if __name__ == "__main__":
    sys.exit(main())
