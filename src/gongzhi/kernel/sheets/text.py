"""Rows of a CSV file: its encoding is proved over the whole file before the first row is given."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets.cells import Cleaned
from gongzhi.kernel.sheets.source import Capped, Caps, Metered, refuse_other, too_large

DELIMITERS = ",\t;|，"
CHUNK = 1 << 20
SAMPLE = 1 << 16
SAMPLE_ROWS = 30
# So many bytes of valid multi-byte UTF-8 never occur by chance in GB18030 text: what follows is damage.
SURELY_UTF8 = 32
_HINT = re.compile(r"sep=(.)\r?\n?")


class TextRows:
    """The rows of one CSV or CSV.gz file; may be read again from the start, one reader at a time."""

    def __init__(self, file: BinaryIO, packed: bool, caps: Caps) -> None:
        self._file = file
        self._packed = packed
        self._caps = caps
        self._meter = Metered(file)
        self.encoding = self._proved()
        self.delimiter, self._skip = self._guessed()

    @property
    def done(self) -> int:
        """Bytes of the stored file read so far in this pass."""
        return self._meter.count

    def close(self) -> None:
        """Nothing is held between two passes."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row numbers as a spreadsheet program shows them, with clean cells; Refused where the text is broken."""
        number, known = self._skip, Cleaned()
        reader = csv.reader(self._text(), delimiter=self.delimiter, strict=True)
        try:
            for number, cells in enumerate(reader, 1):
                if number > self._caps.rows or len(cells) > self._caps.columns:
                    raise too_large()
                if number > self._skip:
                    yield number, list(map(known.__getitem__, cells))
        except csv.Error as error:
            raise Refused(
                _("从第 {row} 行起读不下去：引号没有成对，或有一格太长。请改好这一行再导入。", row=number + 1),
                code="sheet_quotes",
            ) from error

    def _stream(self) -> Capped:
        self._file.seek(0)
        self._meter = Metered(self._file)
        plain: io.BufferedIOBase | io.RawIOBase = self._meter
        if self._packed:
            plain = gzip.GzipFile(fileobj=io.BufferedReader(self._meter, SAMPLE))
        return Capped(plain, self._caps.text_bytes)

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BufferedReader(self._stream(), SAMPLE), self.encoding, newline="")

    def _proved(self) -> str:
        with io.BufferedReader(self._stream(), CHUNK) as stream:
            head = stream.peek(SAMPLE)
        refuse_other(head)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return self._if_whole("utf-16")
        fault = self._fault("utf-8")
        if fault is None:
            return "utf-8-sig"
        if fault:
            raise Refused(
                _("第 {row} 行附近的文字损坏，或文件没有下载完整。请重新导出后再试。", row=fault), code="sheet_broken"
            )
        return self._if_whole("gb18030")

    def _if_whole(self, encoding: str) -> str:
        if self._fault(encoding) is None:
            return encoding
        raise Refused(
            _("认不出文件的文字编码。请用 Excel 或 WPS 打开，另存为“CSV UTF-8”或 .xlsx 后再导入。"),
            code="sheet_encoding",
        )

    def _fault(self, encoding: str) -> int | None:
        """None for text that is whole; the line where text surely in this encoding breaks; 0 when it is another."""
        decoder = codecs.getincrementaldecoder(encoding)()
        line, wide = 1, 0
        stream = self._stream()
        while True:
            chunk = stream.read(CHUNK) or b""
            try:
                wide += len(chunk) - len(decoder.decode(chunk, final=not chunk))
            except UnicodeDecodeError as error:
                sound = error.object[: error.start]
                wide += len(sound) - len(sound.decode(encoding, "ignore")) - (len(error.object) - len(chunk))
                surely = wide >= SURELY_UTF8 or (wide > 0 and not chunk)
                return line + sound.count(b"\n") if surely else 0
            if not chunk:
                return None
            if b"\0" in chunk and encoding != "utf-16":
                refuse_other(b"\0")
            line += chunk.count(b"\n")

    def _guessed(self) -> tuple[str, int]:
        with self._text() as text:
            sample = text.read(SAMPLE)
        hint = _HINT.match(sample)
        if hint:
            return hint[1], 1
        whole = sample if len(sample) < SAMPLE else sample[: sample.rfind("\n") + 1] or sample
        return max(DELIMITERS, key=lambda d: _fit(whole, d)), 0


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter explains a sample: rows with as many cells as most have, then how many cells that is."""
    widths: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cells):
                widths.append(len(cells))
            if len(widths) == SAMPLE_ROWS:
                break
    except csv.Error:
        return 0, 0
    common = max(widths, key=widths.count, default=1)
    return (widths.count(common), common) if common > 1 else (0, 0)
