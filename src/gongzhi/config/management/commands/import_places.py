"""`gongzhi import places FILE`: read the national list of divisions into the tree of places."""

from __future__ import annotations

import json
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from gongzhi.config.refusals import target_for, where
from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets import Misfit, Sheet, match_columns, open_sheet, write_refused
from gongzhi.places import services
from gongzhi.places.rules import text
from gongzhi.places.services import Imported

COLUMNS = {
    "code": ("code", "代码", "区划代码", "统计用区划代码"),
    "name": ("name", "名称"),
    "level": ("level", "级别", "层级"),
    "parent_code": ("parent_code", "上级代码", "parent"),
}
Row = tuple[str, str, str, str]


class Command(BaseCommand):
    """Imports divisions; can be run again, and goes on where a killed run stopped."""

    help = "Import divisions (code, name, level, parent_code; CSV, CSV.gz or XLSX). Repeating it doubles nothing"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and the day from which its places are in force."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--since", help="first day of validity, YYYY-MM-DD (default: 1 January of the file's year)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, with a bar; the refused rows stand in a file beside the one that was read."""
        file: Path = options["file"]
        since, started = _since(options["since"], file), time.monotonic()
        target = target_for(file)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as notes:
            try:
                done = _imported(file, since, notes)
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            finally:
                refused = _write(target, notes)
        line = f"{done.created} added, {done.same} unchanged, {done.renamed} renamed, {refused} refused"
        line += f", {time.monotonic() - started:.1f} s"
        self.stdout.write(f"{line}; {where(target, file)}" if refused else line)


def _imported(file: Path, since: date, notes: IO[str]) -> Imported:
    """Read and import; what is refused goes to `notes` on disk, so that a file full of faults fills no memory."""
    with open_sheet(file) as sheet, _bar(file, sheet.size) as bar:
        columns = match_columns(sheet.headings, COLUMNS, required=tuple(COLUMNS))
        done = services.import_divisions(
            _rows(sheet, columns),
            actor=system("places.import"),
            progress=lambda count: bar.update(bar.task_ids[0], completed=sheet.done),
            refuse=lambda number, row, reason: _note(notes, number, row, reason),
            since=since,
        )
        for misfit in sheet.misfits:
            _note(notes, misfit.number, misfit.cells, str(misfit.reason))
    return done


def _rows(sheet: Sheet, columns: dict[str, int]) -> Iterator[tuple[int, Row]]:
    for number, cells in sheet.records(columns):
        yield number, (cells["code"], cells["name"], cells["level"], cells["parent_code"])


def _note(notes: IO[str], number: int, cells: tuple[str, ...], reason: str) -> None:
    notes.write(json.dumps([number, cells, reason], ensure_ascii=True) + "\n")


def _write(target: Path, notes: IO[str]) -> int:
    """The refused rows as a sheet that can be corrected and imported again; none is written when all were taken."""
    if not notes.tell():
        return 0
    notes.seek(0)
    rows = (Misfit(number, tuple(cells), reason) for number, cells, reason in map(json.loads, notes))
    return write_refused(target, list(COLUMNS), rows, "csv")


def _since(given: str | None, file: Path) -> date:
    """The day named, else 1 January of the year that the file's name carries, else of this year."""
    today = clock.today().date()
    if not given:
        return date(min(text.year_in(file.name) or today.year, today.year), 1, 1)
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise CommandError(f"--since {given}: write the day as YYYY-MM-DD") from error


@contextmanager
def _bar(file: Path, size: int) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        bar.add_task(file.name, total=size)
        yield bar
