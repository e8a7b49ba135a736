"""Sheets as files: CSV and XLSX in, CSV and XLSX out, with headings in the list's own words or in Chinese."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from gongzhi.mandates.rules.shape import COLUMNS, FURTHER, Row
from gongzhi.mandates.rules.sheet import MOST_ROWS
from gongzhi.mandates.words import COLUMNS as HEADINGS

ENCODINGS = ("utf-8-sig", "gb18030")
LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
EVERY = (*COLUMNS, *FURTHER)


class Unreadable(ValueError):
    """The file is no sheet, or one that is too large."""


def read_sheet(content: bytes, name: str) -> list[Row]:
    """The rows under the heading. The kind of file is told by its content, not by its name; Unreadable for others."""
    if not content or len(content) > LARGEST:
        raise Unreadable(name)
    table = _read_xlsx(content) if content.startswith(b"PK\x03\x04") else _read_csv(content)
    if not table:
        return []
    heading = [_column(cell) for cell in table[0]]
    return [dict(zip(heading, row, strict=False)) | {} for row in table[1 : MOST_ROWS + 2]]


def _column(cell: str) -> str:
    """The column that a heading names, in the list's words or in Chinese."""
    text = cell.strip().strip("\ufeff")
    chinese = {str(label): column for column, label in HEADINGS.items()}
    return chinese.get(text, text.lower())


def _read_csv(content: bytes) -> list[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        try:
            return list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            raise Unreadable(str(error)) from error
    raise Unreadable("no text")


def _read_xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise Unreadable("unpacks to too much")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        found = []
        for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2):
            found.append(["" if cell is None else str(cell) for cell in row])
        return found
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, SyntaxError, OSError) as error:
        raise Unreadable(type(error).__name__) from error


def write_sheet(rows: Sequence[Row], form: str) -> bytes:
    """The rows as "csv" (with a byte-order mark, for spreadsheet programs) or "xlsx"; ValueError for another form."""
    if form == "csv":
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, EVERY)
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode("utf-8-sig")
    if form != "xlsx":
        raise ValueError(f"a list is exported as csv or xlsx, not {form}")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("list")
    sheet.append(list(EVERY))
    for row in rows:
        sheet.append([row[column] for column in EVERY])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
