"""`gongzhi import cases FILE`: what another system collected enters the closed loop."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from gongzhi.config.refusals import target_for, where
from gongzhi.exchange import services
from gongzhi.exchange.rules.rows import HEADINGS, kind_of
from gongzhi.exchange.services import Counts, Intake
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets import Misfit, Sheet, beside, match_columns, open_sheet, write_refused
from gongzhi.places import selectors as places

SHOWN, WIDTH = 5, 24


class Command(BaseCommand):
    """Imports reports; can be run again, and goes on where a killed run stopped."""

    help = "Import reports (CSV, CSV.gz or XLSX) as cases. Repeating it doubles nothing"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, where its rows belong, and what its columns are called when that cannot be guessed."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--place", default="", help="code of the community or street of rows that name none")
        parser.add_argument("--column", action="append", default=[], metavar="FIELD=HEADING", help=", ".join(HEADINGS))
        parser.add_argument(
            "--kind", default="", help="consult, help, complaint, report or suggestion, for rows without"
        )
        parser.add_argument("--source", default="", help="name of the list (default: the file's name without ending)")
        parser.add_argument("--preview", action="store_true", help="show how the file is understood, import nothing")
        parser.add_argument("--yes", action="store_true", help="import without asking")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show, ask, import; the refused rows stand in a file beside the one that was read."""
        try:
            with open_sheet(options["file"]) as sheet:
                columns = match_columns(sheet.headings, HEADINGS, _named(options["column"]), required=("body",))
                self._show(sheet, columns)
                intake = _intake(options, columns)
                if not options["preview"] and self._agreed(options["yes"]):
                    self._import(options["file"], sheet, columns, intake)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _show(self, sheet: Sheet, columns: dict[str, int]) -> None:
        """Field ← heading, and the beginning of the first rows."""
        table = Table("field", "heading", *(f"row {number}" for number, _cells in sheet.preview(SHOWN)))
        for field, at in columns.items():
            cells = (_short(row[at]) for _number, row in sheet.preview(SHOWN))
            table.add_row(field, sheet.headings[at], *cells)
        console = Console()
        with console.capture() as shown:
            console.print(table)
        self.stdout.write(shown.get())

    def _agreed(self, yes: bool) -> bool:
        if yes or not sys.stdin.isatty():
            return True
        return input("Import these columns? [y/N] ").strip().lower() in ("y", "yes")

    def _import(self, file: Path, sheet: Sheet, columns: dict[str, int], intake: Intake) -> None:
        started, target = time.monotonic(), target_for(file)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as notes:
            try:
                with _bar(file, sheet.size) as bar:
                    done = services.import_cases(
                        sheet.records(columns),
                        intake,
                        refuse=lambda number, row, reason: _note(notes, number, tuple(row.values()), reason),
                        progress=lambda counts: bar.update(bar.task_ids[0], completed=sheet.done),
                    )
                for misfit in sheet.misfits:
                    _note(notes, misfit.number, misfit.cells, str(misfit.reason))
            finally:
                refused = _write(target, list(columns), notes)
        self.stdout.write(_told(done, refused, time.monotonic() - started, where(target, file)))


def _told(done: Counts, refused: int, seconds: float, where_told: str) -> str:
    line = f"{done.taken} taken in, {done.again} here before, {refused} refused, {seconds:.1f} s"
    return f"{line}; {where_told}" if refused else line


def _intake(options: dict[str, Any], columns: dict[str, int]) -> Intake:
    """Where rows without a place go; CommandError when neither the rows nor the command say."""
    if not options["place"] and "place" not in columns:
        raise CommandError("the file names no places: give --place CODE, a community or a street")
    place = places.by_code(options["place"]) if options["place"] else None
    if place is not None and place.level not in ("street", "community"):
        raise CommandError(f"--place {options['place']}: a street or a community, not {place.level}")
    kind = kind_of(options["kind"]) if options["kind"] else ""
    if kind is None:
        raise CommandError(f"--kind {options['kind']}: consult, help, complaint, report or suggestion")
    source = options["source"] or beside(options["file"], "csv").name.removesuffix(".refused.csv")
    return Intake(source[:120], place.pk if place else None, kind)


def _named(given: list[str]) -> dict[str, str]:
    """FIELD=HEADING pairs; CommandError for a field that nobody knows."""
    named = dict(pair.partition("=")[::2] for pair in given)
    unknown = set(named) - set(HEADINGS)
    if unknown or not all(named.values()):
        raise CommandError(f"--column FIELD=HEADING, where FIELD is one of: {', '.join(HEADINGS)}")
    return named


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


def _note(notes: IO[str], number: int, cells: tuple[str, ...], reason: str) -> None:
    notes.write(json.dumps([number, cells, reason], ensure_ascii=True) + "\n")


def _write(target: Path, headings: list[str], notes: IO[str]) -> int:
    """The refused rows as a sheet that can be corrected and imported again; none is written when all were taken."""
    if not notes.tell():
        return 0
    notes.seek(0)
    rows = (Misfit(number, tuple(cells), reason) for number, cells, reason in map(json.loads, notes))
    return write_refused(target, headings, rows, "csv")


@contextmanager
def _bar(file: Path, size: int) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        bar.add_task(file.name, total=size)
        yield bar
