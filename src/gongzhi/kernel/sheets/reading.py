"""One face for every kind of spreadsheet: headings, a preview, and rows as they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets.source import Caps, measured, opened, sniffed
from gongzhi.kernel.sheets.text import TextRows
from gongzhi.kernel.sheets.workbook import WorkbookRows

LOOK_FOR_HEADINGS = 20


@dataclass(frozen=True)
class Misfit:
    """A row that cannot be taken: its number, its cells, and why, in words for a person."""

    number: int
    cells: tuple[str, ...]
    reason: Said | str


class Sheet:
    """An open spreadsheet. Use it in `with`; `rows` and `records` may be called again, one at a time.

    kind: "csv", "csv.gz" or "xlsx". headings: the first row with two filled cells (a title line above is passed over),
    or the first filled row. size, done: bytes of the stored file, and how many of them this pass has read. misfits: the
    rows that `records` left out in its last pass.
    """

    def __init__(self, file: BinaryIO, ours: bool, caps: Caps) -> None:
        self._file = file
        self._ours = ours
        self.size = measured(file, caps)
        self.kind = sniffed(file)
        self._inner: TextRows | WorkbookRows
        if self.kind == "xlsx":
            self._inner = WorkbookRows(file, self.size, caps)
        else:
            self._inner = TextRows(file, self.kind == "csv.gz", caps)
        self.heading_row, self.headings = self._found_headings()
        self.misfits: list[Misfit] = []

    @property
    def encoding(self) -> str:
        """The text's encoding; empty for a workbook."""
        return self._inner.encoding

    @property
    def delimiter(self) -> str:
        """What separates cells; empty for a workbook."""
        return self._inner.delimiter

    @property
    def done(self) -> int:
        """Bytes read so far, never more than `size`."""
        return min(self.size, self._inner.done)

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Every filled row under the headings with its number in the file, padded to the headings' width."""
        width = len(self.headings)
        for number, cells in self._inner.rows():
            if number > self.heading_row and any(cells):
                more = cells[width:] if any(cells[width:]) else []
                yield number, (*cells[:width], *[""] * (width - len(cells)), *more)

    def records(self, columns: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
        """(row number, field → text) for every row that fits under the headings; the others go to `misfits`."""
        self.misfits = []
        width = len(self.headings)
        for number, cells in self.rows():
            if any(cells[width:]):
                reason = _("这一行比表头多出几格，可能是少了引号或多了分隔符")
                self.misfits.append(Misfit(number, cells, reason))
            else:
                yield number, {field: cells[at] for field, at in columns.items()}

    def preview(self, count: int = 5) -> list[tuple[int, tuple[str, ...]]]:
        """The first rows, as `rows` gives them."""
        return list(islice(self.rows(), count))

    def close(self) -> None:
        """Let go of the file, and close it if this sheet opened it."""
        self._inner.close()
        if self._ours:
            self._file.close()

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _found_headings(self) -> tuple[int, tuple[str, ...]]:
        filled = ((number, cells) for number, cells in self._inner.rows() if any(cells))
        seen = list(islice(filled, LOOK_FOR_HEADINGS))
        if not seen:
            raise Refused(_("表格里没有内容。请检查导出是否完成。"), code="sheet_empty")
        number, cells = next((row for row in seen if sum(map(bool, row[1])) > 1), seen[0])
        last = max(at for at, cell in enumerate(cells, 1) if cell)
        return number, tuple(cells[:last])


def open_sheet(source: Path | str | BinaryIO, caps: Caps | None = None) -> Sheet:
    """Open a spreadsheet from a path or a seekable upload; the name is never looked at.

    Refused with a code for tests and a sentence for the person: sheet_absent, sheet_empty, sheet_too_large,
    sheet_broken, sheet_locked, sheet_old, sheet_page, sheet_archive, sheet_other, sheet_encoding; while rows are read,
    sheet_quotes and sheet_too_large may come.
    """
    file, ours = opened(source)
    try:
        return Sheet(file, ours, caps or Caps())
    except BaseException:
        if ours:
            file.close()
        raise
