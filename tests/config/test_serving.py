"""What stands around the pages: static files from npm, translations, the supervisor of server and worker."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finder
from django.urls import get_resolver

from gongzhi.config import assets, serve, translations

ROOT = Path(__file__).resolve().parents[2]
NPM = "gongzhi.config.assets.NpmFinder"


def test_every_file_that_is_wanted_from_npm_is_there():
    missing = [path for path in assets.WANTED if not finders.find(path)]
    assert not missing, "run npm ci"
    assert {path for path, _ in get_finder(NPM).list([])} == set(assets.WANTED)


def test_nothing_else_of_npm_is_served():
    assert get_finder(NPM).find("vendor/bootstrap/../../package.json") is None
    assert get_finder(NPM).find("bootstrap/package.json", find_all=True) == []


def test_every_static_file_that_a_template_names_exists():
    lost = []
    for template in (ROOT / "src/gongzhi").glob("*/templates/**/*.html"):
        for name in re.findall(r"""{%\s*static\s+["']([^"']+)["']""", template.read_text(encoding="utf-8")):
            if not finders.find(name):
                lost.append(f"{template.name}: {name}")
    assert not lost


def test_addresses_are_named_once():
    """Two packages that take the same name for an address would hide each other."""
    names = [key for key in get_resolver().reverse_dict if isinstance(key, str)]
    assert len(names) == len(set(names))


def _po(folder: Path, english: str) -> Path:
    path = folder / "cases/locale/en/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    path.write_text(f'{head}msgid "回执"\nmsgstr "{english}"\n', encoding="utf-8")
    return path


def test_translations_are_compiled_when_they_changed_and_only_then(tmp_path):
    po = _po(tmp_path, "receipt")
    assert translations.compile_all(tmp_path) == 1
    assert "receipt" in po.with_suffix(".mo").read_bytes().decode("utf-8", "replace")
    assert translations.compile_all(tmp_path) == 0
    _po(tmp_path, "slip")
    os.utime(po, (time.time() + 5, time.time() + 5))
    assert translations.compile_all(tmp_path) == 1
    assert "slip" in po.with_suffix(".mo").read_bytes().decode("utf-8", "replace")
    assert not list(tmp_path.rglob("*.new"))


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < serve.free_port("127.0.0.1", port) < port + 20
        with pytest.raises(OSError, match="no free port"):
            serve.free_port("127.0.0.1", port, tries=1)


def test_the_greeting_shows_the_demonstrations_sign_ins(tmp_path):
    people = tmp_path / "sign-ins.txt"
    assert "sign-ins" not in serve.greeting(8000, people)
    people.write_text("  grid  secret  网格员\n", encoding="utf-8")
    assert "http://127.0.0.1:8000/" in serve.greeting(8000, people)
    assert "网格员" in serve.greeting(8000, people)


@pytest.fixture
def served(tmp_path):
    """The supervisor as a process of its own, on an empty installation; gives its port and itself."""
    port = serve.free_port("127.0.0.1", 18000, tries=500)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GONGZHI_")}
    clean.pop("DATABASE_URL", None)
    clean |= {"GONGZHI_VAR": str(tmp_path), "PYTHONPATH": str(ROOT / "src"), "GONGZHI_PORT": str(port)}
    clean |= {"DJANGO_SETTINGS_MODULE": "gongzhi.config.settings"}
    subprocess.run([sys.executable, "-m", "gongzhi.config.cli", "prepare"], env=clean, check=True, timeout=120)
    process = subprocess.Popen([sys.executable, "-m", "gongzhi.config.serve"], env=clean)
    try:
        yield port, process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=30)


def _children(process: subprocess.Popen[bytes]) -> list[str]:
    """The command lines of the supervisor's own children."""
    listing = subprocess.run(["ps", "-o", "args=", "--ppid", str(process.pid)], capture_output=True, text=True)
    return listing.stdout.splitlines()


def _wait_for(reached, seconds: float = 30):
    end = time.monotonic() + seconds
    while not (found := reached()):
        assert time.monotonic() < end, "this did not happen in time"
        time.sleep(0.1)
    return found


def _answer(port: int, path: str) -> tuple[int, dict[str, str]]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with opener.open(request, timeout=10) as answer:
        return answer.status, dict(answer.headers.items())


def test_server_and_worker_run_together_and_end_together(served):
    port, process = served
    assert _wait_for(lambda: serve.answers(port, time.monotonic() + 1))
    status, headers = _answer(port, "/static/vendor/bootstrap/css/bootstrap.min.css")
    headers = {name.lower(): value for name, value in headers.items()}
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert headers["x-content-type-options"] == "nosniff"
    both = _wait_for(lambda: len(c := _children(process)) == 2 and c)
    assert any("granian" in c for c in both) and any("cli worker" in c for c in both)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert not serve.answers(port, time.monotonic() + 0.5)
