"""One measurement of one database, in a process of its own: make the street, load the cases, measure, write down.

Run by `gongzhi bench`, which makes the database, puts its name into the environment and removes it afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from bench import fill, in_process, over_http, town  # noqa: E402
from bench.table import Measure  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: E402

from gongzhi.config import collected, translations  # noqa: E402

TIMES = 100
SECONDS = 10.0
PARTS = ("http", "process")


def options(arguments: list[str]) -> argparse.Namespace:
    """What the command asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--only", choices=PARTS)
    return parser.parse_args(arguments)


def version() -> str:
    """The database and its version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        number = str(cursor.fetchone()[0]).split()[0]
    return f"{'SQLite' if connection.vendor == 'sqlite' else 'PostgreSQL'} {number}"


def loaded(count: int, console: Console) -> tuple[town.Town, Measure]:
    """The street with this many cases, under a progress bar; a kept database is not loaded again."""
    call_command("migrate", verbosity=0, interactive=False)
    kept = Path(os.environ["GONGZHI_VAR"]) / f"town-{count}.pickle"
    if kept.exists():
        found: tuple[town.Town, Measure] = pickle.loads(kept.read_bytes())  # our own file of the last run
        return found
    made = _filled(count, console)
    kept.write_bytes(pickle.dumps(made))
    return made


def _filled(count: int, console: Console) -> tuple[town.Town, Measure]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(f"{connection.vendor}: cases", total=count)

        def say(what: str, number: int) -> None:
            bar.update(task, description=f"{connection.vendor}: {what}", advance=number)

        made = town.build()
        seconds = fill.fill(made, count, say)
    return made, Measure(f"load {count:,} cases in bulk", seconds, "s")


def measure(asked: argparse.Namespace, console: Console) -> list[Measure]:
    """Every figure of this database."""
    translations.compile_all()
    collected.collect()
    made, first = loaded(asked.cases, console)

    def say(what: str) -> None:
        console.print(f"{connection.vendor}: {what}")

    found = [first]
    pages = in_process.pages(made)
    if asked.only != "process":
        with over_http.server() as port:
            say("over HTTP: first page, pages")
            found.append(over_http.first_page(port))
            found += over_http.pages_over_http(made, port, pages, asked.seconds)
            say("over HTTP: reports")
            found += over_http.report_rate(made, port, asked.seconds)
    return found if asked.only == "http" else found + in_process.all_of(made, asked.times, say)


def main(arguments: list[str]) -> int:
    """Measure and write the file that the command reads."""
    asked, began = options(arguments), time.monotonic()
    console = Console(stderr=True)
    found = measure(asked, console)
    result: dict[str, Any] = {"version": version(), "measures": [m.as_dict() for m in found]}
    asked.out.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    console.print(f"{connection.vendor}: done in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
