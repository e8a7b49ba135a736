"""Open a file whatever its name says: measure it, cap it, and tell by its first bytes what it is."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _

MIB = 1024 * 1024
HEAD = 4096
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OLE_SECTOR = 512
OLE_DIRECTORY_AT = 48
PICTURES_AND_OTHERS = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"Rar!", b"7z\xbc\xaf", b"PK\x05\x06", b"\xfd7zXZ",
    b"\x7fELF", b"SQLite format 3",
)  # fmt: skip
PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<div", b"mime-version:")
SAVE_AS = "请用 Excel 或 WPS 打开它，另存为“Excel 工作簿 (.xlsx)”后再导入。"


@dataclass(frozen=True)
class Caps:
    """How much one file may ask of the machine: bytes as stored, bytes when unpacked, rows and columns."""

    file_bytes: int = 200 * MIB
    text_bytes: int = 1024 * MIB
    workbook_bytes: int = 400 * MIB
    rows: int = 2_000_000
    columns: int = 300


class Metered(io.RawIOBase):
    """A file that counts the bytes read from it, for a progress bar; closing it leaves the file open."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.count = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes: uploads and files on disk both are."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer and count."""
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; the count stays."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where the file stands."""
        return self._file.tell()


class Capped(io.RawIOBase):
    """A stream that is refused once it has given more than `most` bytes, or when its packing turns out broken."""

    def __init__(self, stream: io.BufferedIOBase | io.RawIOBase, most: int) -> None:
        super().__init__()
        self._stream = stream
        self._left = most

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; Refused("sheet_too_large") beyond the cap, Refused("sheet_broken") when unpacking stops."""
        try:
            data = self._stream.read(len(buffer)) or b""
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise broken() from error
        self._left -= len(data)
        if self._left < 0:
            raise too_large()
        buffer[: len(data)] = data
        return len(data)


def broken() -> Refused:
    """The file is damaged or was cut off on its way."""
    return Refused(_("文件不完整或已损坏。请从原来的系统重新导出，或重新下载后再试。"), code="sheet_broken")


def too_large() -> Refused:
    """The file, or what it unpacks to, is larger than the cap."""
    return Refused(_("文件太大。请按月份或按社区分成几份，分别导入。"), code="sheet_too_large")


def opened(source: Path | str | BinaryIO) -> tuple[BinaryIO, bool]:
    """The file as a binary stream, and whether closing it is ours; Refused when there is none to read."""
    if not isinstance(source, Path | str):
        return source, False
    try:
        return Path(source).open("rb"), True
    except OSError as error:
        raise Refused(_("打不开这个文件。请检查路径是否正确、文件是否存在。"), code="sheet_absent") from error


def measured(file: BinaryIO, caps: Caps) -> int:
    """The file's size in bytes; Refused when it is empty or over the cap."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size == 0:
        raise Refused(_("文件是空的。请检查导出是否完成，再重新选择文件。"), code="sheet_empty")
    if size > caps.file_bytes:
        raise too_large()
    return size


def sniffed(file: BinaryIO) -> str:
    """ "csv", "csv.gz" or "xlsx" by content; Refused, with what to do, for everything else that people send."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(GZIP):
        file.seek(0)
        refuse_other(Capped(gzip.GzipFile(fileobj=file), HEAD + 1).read(HEAD) or b"", packed=True)
        return "csv.gz"
    if head.startswith(ZIP):
        return "xlsx"
    if head.startswith(OLE):
        raise _old_or_locked(file, head)
    refuse_other(head)
    return "csv"


def refuse_other(head: bytes, packed: bool = False) -> None:
    """Nothing for text; Refused for pictures, archives, web pages and other programs' files."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if packed and head.startswith((GZIP, ZIP, OLE)):
        raise Refused(_("压缩包里还有压缩包。请先解压，再导入里面的表格。"), code="sheet_archive")
    if start.startswith(PAGES):
        raise Refused(_("这个文件其实是网页或 XML，不是表格。{what}", what=_(SAVE_AS)), code="sheet_page")
    if start.startswith((b'{"', b'[{"', b"{\n", b"[\n")):
        raise Refused(_("这个文件是 JSON 数据，不是表格。请导出为 CSV 或 Excel 后再导入。"), code="sheet_other")
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if head.startswith(PICTURES_AND_OTHERS) or (b"\0" in head and not utf16):
        raise Refused(_("这个文件不是表格。请选择 CSV 或 Excel (.xlsx) 文件。"), code="sheet_other")


def _old_or_locked(file: BinaryIO, head: bytes) -> Refused:
    """An encrypted workbook hides in the same container as a workbook from before 2007: look at its directory."""
    sector = int.from_bytes(head[OLE_DIRECTORY_AT : OLE_DIRECTORY_AT + 4], "little")
    file.seek((sector + 1) * OLE_SECTOR)
    if "EncryptedPackage".encode("utf-16-le") in file.read(HEAD):
        return locked()
    return Refused(_("这是旧版 Excel (.xls) 或其他旧版文档。{what}", what=_(SAVE_AS)), code="sheet_old")


def locked() -> Refused:
    """The file has a password."""
    return Refused(_("文件有密码。请打开后去掉密码保存，再导入。"), code="sheet_locked")
