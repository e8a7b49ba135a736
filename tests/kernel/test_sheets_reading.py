"""Spreadsheets as people really send them: renamed, cut off, locked, exploding, in three encodings."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets import Caps, match_columns, open_sheet
from gongzhi.kernel.sheets.text import SURELY_UTF8

TABLE = "编号,诉求内容,反映时间\n1,路灯不亮,2026-01-02\n2,井盖松动，夜里有响声,2026-01-03\n"
LONG = "编号,内容\n" + "".join(f"{n},这条路晚上没有灯，走路的老人很多，请尽快看一看\n" for n in range(50))


def sheet(data: bytes, caps: Caps | None = None):
    return open_sheet(io.BytesIO(data), caps)


def refused(data: bytes, caps: Caps | None = None) -> str:
    """The code of the refusal, whether it comes on opening or while rows are read."""
    with pytest.raises(Refused) as refusal:
        list(sheet(data, caps).rows())
    assert len(str(refusal.value)) > 5 and "{" not in str(refusal.value)
    return refusal.value.code


def workbook(*rows: list[object], change: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


# --- what is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_in_every_usual_dress(encoding: str, delimiter: str, newline: str) -> None:
    data = TABLE.replace(",", delimiter).replace("\n", newline).encode(encoding)
    for packed in (data, gzip.compress(data)):
        found = sheet(packed)
        assert found.headings == ("编号", "诉求内容", "反映时间")
        assert list(found.rows()) == [
            (2, ("1", "路灯不亮", "2026-01-02")),
            (3, ("2", "井盖松动，夜里有响声", "2026-01-03")),
        ]
        assert found.done == found.size == len(packed)
        assert list(found.rows()) == found.preview(9)  # may be read again


def test_the_name_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(gzip.compress(TABLE.encode("gb18030")))
    with open_sheet(path) as found:
        assert (found.kind, found.encoding, len(found.preview())) == ("csv.gz", "gb18030", 2)


def test_a_title_line_blank_lines_and_the_rows_own_numbers() -> None:
    data = "粤海街道来件汇总,,\n\n编号,内容,\n\n7,灯,\n,,\n8,盖,\n".encode()
    found = sheet(data)
    assert (found.heading_row, found.headings) == (3, ("编号", "内容"))
    assert [number for number, _ in found.rows()] == [5, 7]


def test_a_single_column_is_a_table_too() -> None:
    found = sheet("内容\n灯，不亮\n盖\n".encode())
    assert (found.headings, [cells for _, cells in found.rows()]) == (("内容",), [("灯，不亮",), ("盖",)])


def test_cells_with_line_breaks_quotes_and_control_characters() -> None:
    data = '编号,内容\n1,"第一行\r\n第二行 ""引号"""\n2,"\x01\ufeff灯\x0b亮\u3000"\n'.encode()
    assert [cells for _, cells in sheet(data).rows()] == [("1", '第一行\n第二行 "引号"'), ("2", "灯亮")]


def test_the_hint_for_excel_is_no_row() -> None:
    found = sheet("sep=;\n编号;内容\n1;a,b\n".encode())
    assert (found.delimiter, found.headings, list(found.rows())) == (";", ("编号", "内容"), [(3, ("1", "a,b"))])


def test_short_rows_are_filled_and_long_ones_set_aside() -> None:
    found = sheet("编号,内容\n1\n2,灯\n3,灯,多出来的\n4,盖,\n".encode())
    records = list(found.records({"code": 0, "text": 1}))
    assert records == [
        (2, {"code": "1", "text": ""}),
        (3, {"code": "2", "text": "灯"}),
        (5, {"code": "4", "text": "盖"}),
    ]
    assert [(m.number, m.cells) for m in found.misfits] == [(4, ("3", "灯", "多出来的"))]
    assert "多出" in str(found.misfits[0].reason)
    list(found.records({"code": 0}))
    assert len(found.misfits) == 1  # a second pass does not count them twice


def test_a_workbook_with_every_type() -> None:
    data = workbook(
        ["粤海街道"],
        ["编号", "数", "时间", "日期", "是", "式"],
        [440305007.0, 1.5, datetime(2026, 1, 2, 3, 4, 5), date(2026, 1, 2), True, "=1+1"],
        [],
        ["007", None, None, None, None, None],
    )
    found = sheet(data)
    assert (found.kind, found.heading_row) == ("xlsx", 2)
    assert list(found.rows()) == [
        (3, ("440305007", "1.5", "2026-01-02 03:04:05", "2026-01-02", "TRUE", "")),
        (5, ("007", "", "", "", "", "")),
    ]
    assert 0 < found.done <= found.size == len(data)


def test_the_first_visible_filled_sheet_is_read() -> None:
    def hide(book: Workbook) -> None:
        book.active.sheet_state = "hidden"
        book.create_sheet("空")
        book.create_sheet("正文").append(["编号", "内容"])

    assert sheet(workbook(["秘", "密"], change=hide)).headings == ("编号", "内容")


# --- what is refused, with what to do


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet_empty"),
        (b"\n\n , ,\n", "sheet_empty"),
        (gzip.compress(b""), "sheet_empty"),
        (workbook(), "sheet_empty"),
        (workbook([None, " "]), "sheet_empty"),
        (b"%PDF-1.7 ...", "sheet_other"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "sheet_other"),
        (b"\xff\xd8\xff\xe0JFIF", "sheet_other"),
        (b"name,age\n" + bytes(10), "sheet_other"),
        (b"name,age\n" + b"a,1\n" * 5000 + b"\0", "sheet_other"),
        (b'{"a": 1}', "sheet_other"),
        (b'[{"a": 1}]', "sheet_other"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "sheet_page"),
        (b"\xef\xbb\xbf\r\n<?xml version='1.0'?><Workbook/>", "sheet_page"),
        (zipped(readme_dot_txt=b"x"), "sheet_archive"),
        (zipped(word__document_dot_xml=b"<a/>"), "sheet_other"),
        (zipped(content_dot_xml=b"<a/>"), "sheet_old"),
        (zipped(xl__workbook_dot_bin=b""), "sheet_old"),
        (gzip.compress(gzip.compress(b"a,b\n1,2\n")), "sheet_archive"),
        (gzip.compress(workbook(["a", "b"])), "sheet_archive"),
        (gzip.compress(LONG.encode())[:-20], "sheet_broken"),
        (gzip.compress(LONG.encode())[:40] + b"rubbish" * 20, "sheet_broken"),
        (b"\x1f\x8bnot gzip at all", "sheet_broken"),
        (workbook(["a", "b"])[:-200], "sheet_broken"),
        (b"PK\x03\x04" + bytes(100), "sheet_broken"),
        (zipped(xl__workbook_dot_xml=b"<not xml"), "sheet_broken"),
        (LONG.encode()[:-2], "sheet_broken"),  # cut off inside a character
        (LONG.encode() + "灯,不亮\n".encode("gb18030"), "sheet_broken"),  # two encodings in one file
        ("编号,内容\n1,灯\n".encode("gb18030") + b"\xff\xff\n", "sheet_encoding"),
        (b"\xff\xfea\x00,\x00b", "sheet_encoding"),  # UTF-16 with half a character
        ('编号,内容\n1,"没有收尾\n2,灯\n'.encode(), "sheet_quotes"),
        ('编号,内容\n1,"收尾"之后\n'.encode(), "sheet_quotes"),
        (b'a,b\n1,"' + b"x" * 200_000 + b'"\n', "sheet_quotes"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes, code: str) -> None:
    assert refused(data) == code


def ole(directory: str) -> bytes:
    """The first two sectors of a container as old Office programs write it, with one name in its directory."""
    head = bytes.fromhex("d0cf11e0a1b11ae1").ljust(48, b"\0") + (0).to_bytes(4, "little")
    return head.ljust(512, b"\0") + directory.encode("utf-16-le").ljust(512, b"\0")


def test_an_old_workbook_and_a_locked_one_get_different_advice() -> None:
    assert refused(ole("Workbook")) == "sheet_old"
    assert refused(ole("EncryptedPackage")) == "sheet_locked"
    assert refused(ole("")[:30]) == "sheet_old"


def test_a_locked_zip_entry_is_refused() -> None:
    data = bytearray(workbook(["a", "b"]))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refused(bytes(data)) == "sheet_locked"


def test_the_broken_line_is_named() -> None:
    with pytest.raises(Refused, match="第 52 行"):
        sheet(LONG.encode() + b"1,\xff\n")
    with pytest.raises(Refused, match="第 3 行"):
        list(sheet(b'a,b\n1,2\n3,"x"y\n').rows())


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.csv", tmp_path):
        with pytest.raises(Refused) as refusal:
            open_sheet(path)
        assert refusal.value.code == "sheet_absent"


# --- bombs


def test_a_gzip_bomb_is_stopped_at_the_cap() -> None:
    bomb = gzip.compress(b"a,b\n" + b"0" * 20_000_000)
    assert len(bomb) < 30_000
    assert refused(bomb, Caps(text_bytes=1_000_000)) == "sheet_too_large"


def test_a_workbook_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(workbook(["a", "b"]), lambda name, data: data + b" " * 20_000_000 if "sheet1" in name else data)
    assert refused(bomb, Caps(workbook_bytes=1_000_000)) == "sheet_too_large"


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    honest = repacked(workbook(["a", "b"]), lambda name, data: data + b" " * 5_000_000 if "sheet1" in name else data)
    lie = bytearray(honest)
    at = 0
    while (at := lie.find(b"PK\x01\x02", at)) >= 0:
        if b"sheet1" in lie[at + 46 : at + 80]:
            lie[at + 24 : at + 28] = (100).to_bytes(4, "little")
        at += 4
    assert refused(bytes(lie), Caps(workbook_bytes=1_000_000)) == "sheet_broken"


def test_exploding_entities_are_refused() -> None:
    laugh = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    bomb = repacked(workbook(["a", "b"]), lambda name, data: laugh + data if "sheet1" in name else data)
    assert refused(bomb) == "sheet_broken"


def test_a_cell_in_the_last_row_or_column_does_not_hang() -> None:
    def moved(where: bytes, row: bytes) -> bytes:
        return repacked(
            workbook(["a", "b"], ["1", "2"]),
            lambda name, data: (
                data.replace(b'r="2"', b'r="%s"' % row).replace(b'r="B2"', b'r="%s"' % where)
                if "sheet1" in name
                else data
            ),
        )

    assert refused(moved(b"B2", b"999999999"), Caps(rows=10_000)) == "sheet_too_large"
    found = sheet(moved(b"XFD2", b"2"))
    assert [cells[:1] for _, cells in found.rows()] == [("1",)]


def test_size_rows_and_columns_are_capped() -> None:
    assert refused(TABLE.encode(), Caps(file_bytes=10)) == "sheet_too_large"
    assert refused(TABLE.encode(), Caps(rows=2)) == "sheet_too_large"
    assert refused(TABLE.encode(), Caps(columns=2)) == "sheet_too_large"
    assert refused(workbook(["a", "b", "c"]), Caps(columns=2)) == "sheet_too_large"
    assert refused(workbook(["a", "b"], ["1", "2"], ["1", "2"]), Caps(rows=2)) == "sheet_too_large"


# --- whatever comes


@given(st.binary(max_size=400))
def test_no_bytes_do_anything_but_read_or_be_refused(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"\xff\xfe"):
        try:
            found = sheet(start + data)
            list(found.records({h: i for i, h in enumerate(found.headings)}))
        except Refused as refusal:
            assert refusal.code.startswith("sheet_")


WHOLE = workbook(["编号", "内容"], *([n, f"第 {n} 件"] for n in range(20)))


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_a_damaged_workbook_reads_or_is_refused(at: int, byte: int) -> None:
    hurt = WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :]
    try:
        list(sheet(hurt).rows())
    except Refused as refusal:
        assert refusal.code.startswith("sheet_")


@given(st.text(alphabet="这条路晚上没有灯走的老人很多请尽快看一下abc1，。", min_size=SURELY_UTF8, max_size=300))
def test_chinese_text_is_read_in_either_encoding(text: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        found = sheet(f"编号,内容\n1,这是一件真实的来件\n2,{text}\n".encode(encoding))
        assert [cells for _, cells in found.rows()][1] == ("2", text)


# --- which column is which

WANTED = {
    "text": ("诉求内容", "内容", "body", "description"),
    "sent_at": ("反映时间", "时间", "sent at"),
    "subject": ("主题", "标题", "subject"),
    "code": ("工单编号", "编号", "id"),
}


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["id", "subject", "sent_at", "body", "likes"], {"code": 0, "subject": 1, "sent_at": 2, "text": 3}),
        (["ID", "Sent At", " BODY*"], {"code": 0, "sent_at": 1, "text": 2}),
        (["工单编号", "市民诉求内容（必填）", "反 映 时 间"], {"code": 0, "text": 1, "sent_at": 2}),
        (["编号", "诉求内容", "内容"], {"code": 0, "text": 1}),
        (["反映时间", "回复时间"], {"sent_at": 0}),
        (["来件时间", "回复时间"], {}),  # two could be meant: it is not guessed
        (["ｂｏｄｙ"], {"text": 0}),
        (["nobody", "", "x"], {}),
    ],
)
def test_headings_are_guessed(headings: list[str], found: dict[str, int]) -> None:
    assert match_columns(headings, WANTED) == found


def test_a_named_column_goes_before_every_guess() -> None:
    headings = ["编号", "内容", "处理内容"]
    assert match_columns(headings, WANTED, {"text": "处理内容"}) == {"text": 2, "code": 0}
    assert match_columns(headings, WANTED, {"code": "内容"}) == {"code": 1, "text": 2}
    with pytest.raises(Refused, match="没有叫“正文”的列。表头是：编号、内容、处理内容") as refusal:
        match_columns(headings, WANTED, {"text": "正文"})
    assert (refusal.value.code, refusal.value.field) == ("column_unknown", "text")


def test_a_required_column_that_is_missing_is_named() -> None:
    with pytest.raises(Refused, match="找不到这些列：诉求内容、反映时间") as refusal:
        match_columns(["编号"], WANTED, required=("text", "sent_at", "code"))
    assert (refusal.value.code, refusal.value.field) == ("column_missing", "text")


def test_the_real_messages_and_divisions_are_read_whole(shared_data: Path) -> None:
    with open_sheet(shared_data / "messages" / "unlabelled_2017_2020.csv.gz") as found:
        columns = match_columns(found.headings, WANTED, required=tuple(WANTED))
        rows = sum(1 for _number, record in found.records(columns) if record["text"])
        assert (rows, found.misfits, found.done) == (4326, [], found.size)
    with open_sheet(shared_data / "places" / "china_divisions_2021.csv.gz") as found:
        assert sum(1 for _row in found.rows()) == 663_131


def test_descriptors_are_closed(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(b"%PDF")
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for _ in range(20):
        with pytest.raises(Refused):
            open_sheet(path)
    after = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    assert after - before < 5
