"""Spreadsheets that open rightly in Excel and WPS, and in which nothing that somebody wrote becomes a formula."""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets.cells import FORMULA, as_text, guarded
from gongzhi.kernel.sheets.reading import Misfit

KINDS = ("csv", "csv.gz", "xlsx")
EXCEL_ROWS = 1_048_576


def write_rows(
    target: Path | str | BinaryIO, headings: Sequence[object], rows: Iterable[Sequence[object]], kind: str = "csv"
) -> int:
    """Write a spreadsheet and tell how many rows it has under the headings.

    A path is replaced only when the whole file is written. CSV has a byte-order mark, so that Excel reads Chinese, and
    an apostrophe before text that would be a formula (`open_sheet` takes it away again); in XLSX such text is marked as
    text. Moments are written in China time. XLSX cuts a cell at the 32,767 characters that Excel can hold.
    Refused("sheet_too_large") when XLSX cannot hold the rows; ValueError for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"a spreadsheet is one of {', '.join(KINDS)}, not {kind!r}")
    if not isinstance(target, Path | str):
        return _written(target, headings, rows, kind)
    with _replacing(Path(target)) as file:
        return _written(file, headings, rows, kind)


def write_refused(target: Path | str | BinaryIO, headings: Sequence[str], rows: Iterable[Misfit], kind: str) -> int:
    """Write the rows that were not taken, each with its number and the reason, ready to be corrected and sent again."""
    lines = ((m.number, str(m.reason), *m.cells) for m in rows)
    return write_rows(target, (str(_("原行号")), str(_("未导入的原因")), *headings), lines, kind)


def beside(source: Path | str, kind: str) -> Path:
    """Where the refused rows of a file go: 来件.csv.gz → 来件.refused.csv in the same folder."""
    path = Path(source)
    stem = path.name.removesuffix(".gz").rsplit(".", 1)[0] or path.name
    return path.with_name(f"{stem}.refused.{kind}")


def _written(file: BinaryIO, headings: Sequence[object], rows: Iterable[Sequence[object]], kind: str) -> int:
    if kind == "xlsx":
        return _write_workbook(file, headings, rows)
    if kind == "csv":
        return _write_text(file, headings, rows)
    with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
        return _write_text(packed, headings, rows)


def _write_text(file: Any, headings: Sequence[object], rows: Iterable[Sequence[object]]) -> int:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    count = -1
    try:
        for row in _with(headings, rows):
            writer.writerow([guarded(as_text(v)) if isinstance(v, str) else as_text(v) for v in row])
            count += 1
    finally:
        text.detach()  # the caller's file stays open
    return count


def _write_workbook(file: BinaryIO, headings: Sequence[object], rows: Iterable[Sequence[object]]) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    count = -1
    for count, row in enumerate(_with(headings, rows)):
        if count == EXCEL_ROWS:
            raise Refused(_("行数超过 Excel 的上限。请导出为 CSV。"), code="sheet_too_large")
        sheet.append([_typed(sheet, value) for value in row])
    book.save(file)
    return count


def _with(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    yield [str(h) for h in headings]
    yield from rows


def _typed(sheet: Any, value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(CHINA).replace(tzinfo=None)
    if value is None or type(value) in {int, float, bool, date, datetime}:
        return value
    text = as_text(value)
    if text[:1] not in FORMULA:
        return text
    cell: Any = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its place only when it is whole."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
