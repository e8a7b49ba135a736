"""What is written opens as it was meant, and nobody's text becomes a formula."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from gongzhi.kernel import said
from gongzhi.kernel.said import Said
from gongzhi.kernel.sheets import Misfit, beside, open_sheet, write_refused, write_rows
from gongzhi.kernel.sheets.cells import FORMULA, clean, guarded, unguarded

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1", "''=1", '=HYPERLINK("http://x","y")', "-", "'"]


def written(rows: list[list[object]], kind: str, headings: tuple[str, ...] = ("甲", "乙")) -> io.BytesIO:
    out = io.BytesIO()
    assert write_rows(out, headings, rows, kind) == len(rows)
    out.seek(0)
    return out


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "xlsx"])
def test_what_is_written_is_read_back(kind: str) -> None:
    rows: list[list[object]] = [[text, "灯"] for text in DANGEROUS]
    found = open_sheet(written(rows, kind))
    assert (found.kind, found.headings) == (kind, ("甲", "乙"))
    assert [cells[0] for _, cells in found.rows()] == [clean(text) for text in DANGEROUS]


def test_no_text_in_a_csv_starts_a_formula() -> None:
    raw = written([[text, text] for text in DANGEROUS], "csv").getvalue().decode("utf-8-sig")
    for cells in list(csv.reader(io.StringIO(raw)))[1:]:
        assert all(cell[:1] not in FORMULA for cell in cells)


def test_no_text_in_a_workbook_is_a_formula() -> None:
    book = load_workbook(written([[text, "=A1"] for text in DANGEROUS], "xlsx"))
    types = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert types == {"s"} and book.active["B2"].quotePrefix


@given(st.text(max_size=40))
def test_guarding_is_undone_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in FORMULA


@given(
    st.lists(st.tuples(st.text(max_size=20), st.text(min_size=1, max_size=20)), max_size=8),
    st.sampled_from(["csv", "xlsx"]),
)
def test_any_text_survives_the_round(rows: list[tuple[str, str]], kind: str) -> None:
    expected = [(clean(a), clean(b)) for a, b in rows if clean(a) or clean(b)]
    found = open_sheet(written([list(r) for r in rows], kind))
    assert [cells for _, cells in found.rows()] == expected


def test_numbers_stay_numbers_and_codes_stay_text() -> None:
    row: list[object] = [-5, "0075"]
    assert written([row], "csv").getvalue().decode("utf-8-sig").splitlines()[1] == "-5,0075"
    book = load_workbook(written([row], "xlsx"))
    assert [cell.value for cell in book.active[2]] == [-5, "0075"]


def test_moments_are_written_in_china_time() -> None:
    row: list[object] = [datetime(2026, 1, 1, 16, 30, tzinfo=UTC), date(2026, 1, 2)]
    for kind in ("csv", "xlsx"):
        assert [c for _, c in open_sheet(written([row], kind)).rows()] == [("2026-01-02 00:30:00", "2026-01-02")]


def test_excel_finds_the_mark_and_the_zip_has_no_date() -> None:
    assert written([], "csv").getvalue().startswith(b"\xef\xbb\xbf")
    packed = written([["1", "2"]], "csv.gz").getvalue()
    assert packed == written([["1", "2"]], "csv.gz").getvalue() and gzip.decompress(packed).endswith(b"1,2\r\n")


def test_a_file_is_replaced_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", "utf-8")

    def failing():
        yield ["1", "2"]
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        write_rows(target, ("a", "b"), failing())
    assert target.read_text("utf-8") == "old" and list(tmp_path.iterdir()) == [target]
    with pytest.raises(ValueError):
        write_rows(target, ("a",), [], "ods")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_refused_rows_stand_beside_the_file_and_can_be_sent_again(tmp_path: Path, kind: str) -> None:
    source = tmp_path / "来件.csv.gz"
    target = beside(source, kind)
    assert target.name == f"来件.refused.{kind}"
    rows = [Misfit(3, ("1", "=灯", "多"), Said("第 {n} 格看不懂", n=2)), Misfit(9, ("2", "盖"), "没有地点")]
    assert write_refused(target, ("编号", "内容"), rows, kind) == 2
    with open_sheet(target) as found:
        assert found.headings == ("原行号", "未导入的原因", "编号", "内容")
        first, second = (cells for _, cells in found.rows())
    assert first[:5] == ("3", "第 2 格看不懂", "1", "=灯", "多") and second == ("9", "没有地点", "2", "盖")


@pytest.mark.parametrize(
    ("name", "other"), [("a", "a.refused.csv"), ("a.b.xlsx", "a.b.refused.csv"), (".gz", "refused")]
)
def test_names_beside(name: str, other: str) -> None:
    assert beside(Path("/x") / name, "csv").name.endswith(other) or name == ".gz"


def test_a_sentence_follows_the_reader() -> None:
    sentence = Said("第 {row} 行没有时间", row=3)
    assert str(sentence) == "第 3 行没有时间"
    before = said._translate
    said.translate_with({"第 {row} 行没有时间": "Row {row} has no time"}.__getitem__)
    try:
        assert str(sentence) == "Row 3 has no time" and "第 {row}" in repr(sentence)
    finally:
        said.translate_with(before)
