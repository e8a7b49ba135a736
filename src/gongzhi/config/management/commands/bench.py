"""`gongzhi bench`: measure what the house promises at a million cases, on databases of its own, and write the table."""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LONGEST = 40 * 60  # seconds for one database; a run that hangs is ended


class Command(BaseCommand):
    """Makes a fresh database of each kind, measures in a process of its own, and leaves nothing behind."""

    help = "Measure on databases of its own: gongzhi bench --cases 1000000 --database both --out docs/benchmarks.md"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many cases, on which databases, and where the table goes."""
        parser.add_argument("--cases", type=int, default=100_000, help="how many cases to load (default: 100,000)")
        parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
        parser.add_argument("--out", type=Path, help="the Markdown file to write (default: the terminal)")
        parser.add_argument("--times", type=int, default=100, help="how often each page is asked for")
        parser.add_argument("--seconds", type=float, default=10.0, help="how long each load over HTTP lasts")
        parser.add_argument("--only", choices=("http", "process"), help="only what needs a server, or only the rest")
        parser.add_argument("--keep", type=Path, help="keep the loaded databases in this folder, or use those there")

    def handle(self, *args: Any, **options: Any) -> None:
        """One database after the other."""
        if not (settings.ROOT / "bench/run.py").exists():
            raise CommandError("the measures are part of the repository (bench/); run this from a clone")
        sys.path.insert(0, str(settings.ROOT))
        signal.signal(signal.SIGTERM, _stop)
        table = importlib.import_module("bench.table")
        asked = options["database"]
        kinds = ("sqlite", "postgresql") if asked == "both" else (asked,)
        found = {kind: self._one(kind, options) for kind in kinds}
        page = table.markdown(
            options["cases"],
            {kind: (r["version"], [table.Measure(**m) for m in r["measures"]]) for kind, r in found.items()},
        )
        if options["out"]:
            options["out"].write_text(page, encoding="utf-8")
            self.stdout.write(f"written: {options['out']}")
        else:
            self.stdout.write(page)

    def _one(self, kind: str, options: dict[str, Any]) -> dict[str, Any]:
        """The figures of one database, from a process that ends with it."""
        databases = importlib.import_module("bench.databases")
        fresh = databases.fresh(kind, options["keep"])
        with tempfile.TemporaryDirectory(prefix="gongzhi-bench-") as folder, fresh as environment:
            out = Path(folder) / "measures.json"
            command = [sys.executable, "-m", "bench.run", "--cases", str(options["cases"]), "--out", str(out)]
            command += ["--times", str(options["times"]), "--seconds", str(options["seconds"])]
            command += ["--only", options["only"]] if options["only"] else []
            path = os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "src")])
            given = {
                **os.environ,
                **environment,
                "PYTHONPATH": path,
                "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings",
            }
            process = subprocess.Popen(command, env=given)
            try:
                status = process.wait(timeout=LONGEST)
            finally:
                _end(process)
            if status:
                raise CommandError(f"measuring on {kind} ended with {status}")
            return dict(json.loads(out.read_text(encoding="utf-8")))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing that was started here goes on; the measuring process ends its own server."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
