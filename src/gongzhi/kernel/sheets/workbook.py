"""Rows of an XLSX workbook, read only after its packing has been looked through for traps."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, TypeVar

from openpyxl import load_workbook

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets.cells import as_text
from gongzhi.kernel.sheets.source import SAVE_AS, Caps, Metered, broken, locked, too_large

ENTRIES = 5_000
ENCRYPTED = 0x1
LOOKED_AT = 1 << 16
END = object()
T = TypeVar("T")


class WorkbookRows:
    """The rows of a workbook's first visible sheet that has any; may be read again, one reader at a time."""

    encoding = ""
    delimiter = ""

    def __init__(self, file: BinaryIO, size: int, caps: Caps) -> None:
        self._weight = _look_through(file, caps)
        self._meter = Metered(file)
        self._size = size
        self._caps = caps
        self._book: Any = _guarded(lambda: load_workbook(self._meter, read_only=True, data_only=True, keep_links=False))
        self._sheet = self._chosen()

    @property
    def done(self) -> int:
        """How much of the file this pass has read, judged by the largest sheet in it."""
        return min(self._size, self._size * self._meter.count // self._weight)

    def close(self) -> None:
        """Let go of the archive."""
        self._book.close()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row numbers as the program shows them, with clean cells; Refused where the workbook is broken."""
        self._meter.count = 0
        return self._rows(self._sheet)

    def _rows(self, sheet: Any) -> Iterator[tuple[int, list[str]]]:
        sheet.reset_dimensions()  # what a file says of its own size is not believed
        cells = sheet.iter_rows(values_only=True, max_col=self._caps.columns + 1)
        number = 0
        row: Any
        while (row := _guarded(lambda: next(cells, END))) is not END:
            number += 1
            if number > self._caps.rows or len(row) > self._caps.columns and row[self._caps.columns] is not None:
                raise too_large()
            yield number, [as_text(cell) for cell in _filled(row)]

    def _chosen(self) -> Any:
        visible = [s for s in self._book.worksheets if s.sheet_state == "visible"]
        for sheet in visible:
            if any(any(cells) for _number, cells in self._rows(sheet)):
                return sheet
        raise Refused(_("工作簿里没有内容。请检查表格是否在可见的工作表里。"), code="sheet_empty")


def _filled(row: Sequence[Any]) -> Sequence[Any]:
    """The row without the empty cells at its end, which the library adds up to the cap."""
    last = len(row)
    while last and row[last - 1] is None:
        last -= 1
    return row[:last]


def _look_through(file: BinaryIO, caps: Caps) -> int:
    """The packed size of the largest sheet; Refused unless this is a whole, unlocked workbook of bearable size."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _is_workbook({e.filename for e in entries})
            if any(e.flag_bits & ENCRYPTED for e in entries):
                raise locked()
            if len(entries) > ENTRIES or sum(e.file_size for e in entries) > caps.workbook_bytes:
                raise too_large()
            _without_definitions(archive, entries)
            return max((e.compress_size for e in entries if e.filename.startswith("xl/worksheets/")), default=0) or 1
    except Refused:
        raise
    except Exception as error:  # a hostile archive may raise anything
        raise broken() from error


def _without_definitions(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Refused when a part defines entities, which no workbook does and which can explode when they are read."""
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                start = part.read(LOOKED_AT).replace(b"\0", b"")
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise broken()


def _is_workbook(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "word/document.xml" in names:
        raise Refused(_("这是 Word 文档，不是表格。请把表格复制到 Excel 或 WPS 表格后再导入。"), code="sheet_other")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Refused(_("暂不支持这种表格格式。{what}", what=_(SAVE_AS)), code="sheet_old")
    raise Refused(_("这是压缩包，不是表格。请先解压，再导入里面的表格。"), code="sheet_archive")


def _guarded(act: Callable[[], T]) -> T:
    """The act's result, without the library's remarks; Refused when it stumbles over the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return act()
    except Refused:
        raise
    except Exception as error:  # a parser of other people's files may raise anything
        raise broken() from error
