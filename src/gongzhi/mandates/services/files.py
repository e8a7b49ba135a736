"""Lists as files: which columns a sheet brings, in the list's words or in Chinese, and a list written as a sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

from django.utils import translation

from gongzhi.kernel.sheets import Caps, open_sheet, write_rows
from gongzhi.mandates.rules.shape import COLUMNS, FURTHER, Row
from gongzhi.mandates.rules.sheet import MOST_ROWS, Refusal
from gongzhi.mandates.words import COLUMNS as HEADINGS

EVERY = (*COLUMNS, *FURTHER)
FORMS = ("csv", "xlsx")
MIB = 1024 * 1024
CAPS = Caps(file_bytes=10 * MIB, text_bytes=60 * MIB, workbook_bytes=60 * MIB, rows=100_000, columns=60)


class Content(NamedTuple):
    """The rows of a sheet, their numbers in the file, and those that do not fit under the headings."""

    rows: list[Row]
    numbers: list[int]
    misfits: list[Refusal]


def read_sheet(content: bytes) -> Content:
    """What the file holds. Refused for what is no sheet.

    One row more than the most is read, so that a list that is too long is seen to be.
    """
    rows: list[Row] = []
    numbers: list[int] = []
    with open_sheet(io.BytesIO(content), CAPS) as sheet:
        for number, row in sheet.records(_columns(sheet.headings)):
            rows.append(row)
            numbers.append(number)
            if len(rows) > MOST_ROWS:
                break
        return Content(rows, numbers, [Refusal(misfit.number, "", "misfit") for misfit in sheet.misfits])


def _columns(headings: Sequence[str]) -> dict[str, int]:
    """Where each column stands; a heading is the column's own word or its Chinese name."""
    with translation.override("zh-hans"):
        known = {str(label): column for column, label in HEADINGS.items()}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        column = known.get(heading.strip(), heading.strip().lower())
        if column in EVERY:
            found.setdefault(column, place)
    return found


def write_sheet(rows: Sequence[Row], form: str) -> bytes:
    """The rows as "csv" or "xlsx"; ValueError for another form."""
    if form not in FORMS:
        raise ValueError(f"a list is exported as csv or xlsx, not {form}")
    packed = io.BytesIO()
    write_rows(packed, EVERY, [[row[column] for column in EVERY] for row in rows], form)
    return packed.getvalue()
