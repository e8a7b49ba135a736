"""Owners' sheets as people send them: what is read, what is refused, and what a refused row does to the verdict."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from gongzhi.kernel.errors import Refused
from gongzhi.voting import laws
from gongzhi.voting.rules.areas import BadArea, read_area, say_area
from gongzhi.voting.rules.outcome import Outcome
from gongzhi.voting.rules.owners import count
from gongzhi.voting.rules.owners_file import OwnersFile, read_owners
from gongzhi.voting.rules.owners_law import Charter
from gongzhi.voting.rules.owners_roll import Part, tally

ORDINARY = laws.owners("manager", date(2024, 6, 1))


def state(found: Outcome) -> str:
    return found.verdict.state


SHEET = """南苑小区业主大会表决
幢,单元,房号,业主,共有人,专有面积（㎡）,类型,业主意见,送达
1,1,101,张 三,,８５．２０,住宅,同意,2026-03-01
1,1,102,张三,,"1,085.5㎡",商铺,同意,是
1,1,103,李四,王五,90,住宅,反对,是
1,1,103,王五,李四,90,住宅,弃权,是
1,2,101,赵六,,60.00平方米,住宅,,否
1,2,102,开发商,,70,住宅,同意,
2,1,101,开发商,,70,住宅,同意,
2,1,102,钱七,,12.5,车位,同意么,
"""


def owners(text: str) -> OwnersFile:
    return read_owners(io.BytesIO(text.encode()))


def test_a_sheet_as_people_send_it_is_read() -> None:
    found = owners(SHEET)
    assert found.refused == ()
    counted = tally(found.units, Charter())
    assert counted.total == Part(5, 8520 + 108550 + 9000 + 6000 + 14000 + 1250)
    assert counted.parts["for"] == Part(2, 8520 + 108550 + 14000)  # Zhang San's two units, the developer's stock
    assert counted.parts["void"] == Part(2, 9000 + 1250)  # co-owners who disagree, an answer nobody can read
    assert found.units[0].scope == "1-1"
    assert {reason.code for reason in found.remarks} >= {"unit_in_several_rows", "choice_unreadable"}


@pytest.mark.parametrize(
    ("area", "code"),
    [("", "area_absent"), ("八十", "area_unreadable"), ("80.125", "area_too_fine"), ("0", "area_not_positive"),
     ("-3", "area_unreadable"), ("1,23", "area_unreadable"), ("1e3", "area_unreadable")],
)  # fmt: skip
def test_a_row_that_cannot_be_believed_takes_the_verdict_with_it(area: str, code: str) -> None:
    found = owners(f'unit,owner,area,vote\n1,a,100,yes\n2,b,"{area}",yes\n')
    assert [(row.number, row.reason.code) for row in found.refused] == [(3, code)]
    assert state(count(found.units, ORDINARY, faults=found.faults)) == "undetermined"


def test_a_unit_with_two_areas_is_refused_and_a_total_row_is_a_statement() -> None:
    found = owners("unit,owner,area,vote\n1,a,100,yes\n1,a,90,yes\n合计,,200,\n")
    assert [row.reason.code for row in found.refused] == ["unit_twice_with_other_area"]
    assert found.stated_area == 20_000
    assert len(found.units) == 1


def test_paper_and_electronic_ballots_of_one_unit_count_once() -> None:
    same = owners("unit,owner,area,vote,channel\n1,a,100,yes,paper\n1,a,100,yes,electronic\n2,b,100,no,paper\n")
    assert tally(same.units, Charter()).parts["for"] == Part(1, 10_000)
    torn = owners("unit,owner,area,vote,channel\n1,a,100,yes,paper\n1,a,100,no,electronic\n")
    assert tally(torn.units, Charter()).parts["void"] == Part(1, 10_000)


def test_a_paper_and_an_electronic_column_are_one_ballot() -> None:
    found = owners(
        "房号,业主编号,面积,纸质意见,电子意见\n1,a,10,同意,\n2,b,10,,反对\n3,c,10,同意,同意\n4,d,10,同意,反对\n5,e,10,,\n"
    )
    parts_of = tally(found.units, Charter()).parts
    assert {name: part.heads for name, part in parts_of.items() if part.heads} == {
        "for": 2, "against": 1, "void": 1, "silent": 1,
    }  # fmt: skip
    flagged = owners("unit,owner_id,area,vote,paper\n1,a,10,against,yes\n")
    assert tally(flagged.units, Charter()).parts["against"].heads == 1


def test_a_key_goes_before_a_name_that_two_people_share() -> None:
    found = owners("房号,业主,业主编号,面积,意见\n1,张伟,A1,80,同意\n2,张伟,B7,80,反对\n3,张伟,A1,80,同意\n")
    assert tally(found.units, Charter()).total.heads == 2
    assert found.remarks == ()


def test_a_workbook_is_read_like_a_text(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["unit", "area", "developer", "parking", "choice"], ["a", 80.5, "是", "", "for"],
                ["b", 20, "yes", None, "for"], ["c", 12, "否", "是", "against"]):  # fmt: skip
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "roll.xlsx")
    found = read_owners(tmp_path / "roll.xlsx")
    assert tally(found.units, Charter()).total == Part(2, 11_250)
    assert tally(found.units, Charter(parking="excluded")).total == Part(1, 10_050)


def test_a_sheet_without_areas_is_no_owners_sheet() -> None:
    with pytest.raises(Refused) as none:
        owners("房号,业主,意见\n1,a,同意\n")
    assert none.value.code == "column_missing"


@given(st.integers(1, 10**10))
@settings(max_examples=30)
def test_an_area_survives_being_written_and_read(hundredths: int) -> None:
    assert read_area(say_area(hundredths)) == hundredths
    grouped = f"{hundredths // 100:,}.{hundredths % 100:02d}㎡".replace("1", "１")
    assert read_area(grouped) == hundredths


def test_nothing_is_no_area() -> None:
    with pytest.raises(BadArea):
        read_area("㎡")
