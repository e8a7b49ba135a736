"""`gongzhi import places FILE`: read the national list of divisions into the tree of places."""

from __future__ import annotations

import csv
import gzip
import io
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.places import services
from gongzhi.places.rules import text
from gongzhi.places.services import Imported

COLUMNS = ("code", "name", "level", "parent_code")
Row = tuple[str, str, str, str]


class Command(BaseCommand):
    """Imports divisions; can be run again, and goes on where a killed run stopped."""

    help = "Import divisions (code,name,level,parent_code; CSV or CSV.gz). Repeating it doubles nothing"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and the day from which its places are in force."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--since", help="first day of validity, YYYY-MM-DD (default: 1 January of the file's year)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, with a bar; the refused rows stand in a file beside the one that was read."""
        file: Path = options["file"]
        since = _since(options["since"], file)
        refused = file.with_name(f"{file.name.split('.')[0]}.refused.csv")
        started = time.monotonic()
        try:
            with _opened(file) as raw, _refusals(refused) as refusals, _bar(file) as bar:
                done = services.import_divisions(
                    _rows(raw),
                    actor=system("places.import"),
                    progress=lambda count: bar.update(bar.task_ids[0], completed=raw.tell()),
                    refuse=refusals.refuse,
                    since=since,
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_report(done, refused, time.monotonic() - started))


class _Refusals:
    """The refused rows, written only when there are any, in a form that a spreadsheet opens."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: io.TextIOWrapper | None = None

    def refuse(self, number: int, row: Row, reason: str) -> None:
        if self.file is None:
            self.file = self.path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self.file).writerow(["line", *COLUMNS, "reason"])
        csv.writer(self.file).writerow([number + 1, *(_harmless(cell) for cell in row), reason])


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@" and cell else cell


@contextmanager
def _refusals(path: Path) -> Iterator[_Refusals]:
    path.unlink(missing_ok=True)
    refusals = _Refusals(path)
    try:
        yield refusals
    finally:
        if refusals.file:
            refusals.file.close()


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    try:
        raw = file.open("rb")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    with raw:
        yield raw


def _rows(raw: BinaryIO) -> Iterator[Row]:
    """The rows of a CSV file, packed or not, UTF-8 or GB 18030; CommandError when it is something else."""
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
    try:
        lines = csv.DictReader(io.TextIOWrapper(io.BufferedReader(stream), _encoding(raw, packed), newline=""))  # type: ignore[arg-type]
        missing = [column for column in COLUMNS if column not in (lines.fieldnames or ())]
        if missing:
            raise CommandError(
                f"the first line must name the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}"
            )
        for line in lines:
            yield cast(Row, tuple(line[column] or "" for column in COLUMNS))
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"the file breaks off or is no CSV: {error}. What was read is kept; run it again") from error


def _encoding(raw: BinaryIO, packed: bool) -> str:
    head = (gzip.GzipFile(fileobj=raw) if packed else raw).read(65536)
    raw.seek(0)
    try:
        head.decode("utf-8-sig") if len(head) < 65536 else head[: head.rfind(b"\n") + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


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
def _bar(file: Path) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        bar.add_task(file.name, total=file.stat().st_size)
        yield bar


def _report(done: Imported, refused: Path, seconds: float) -> str:
    line = (
        f"{done.created} added, {done.same} unchanged, {done.renamed} renamed, {done.refused} refused, {seconds:.1f} s"
    )
    return f"{line}; the refused rows and why: {refused}" if done.refused else line
