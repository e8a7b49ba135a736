"""Files of lawful votes through the commands: units, totals, halls, elections, and what is refused in words."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gongzhi.config.management.commands.votes_count import Command as Count
from gongzhi.config.management.commands.votes_recount import Command as Recount

UNITS = """房号,业主编号,专有面积,开发商,意见,送达,告知议题,告知后果
101,a,100,,同意,是,是,是
102,a,100,,同意,是,是,是
103,b,100,,反对,是,是,是
104,c,100,,,是,是,是
105,,50,是,同意,是,是,是
106,,50,是,同意,是,是,是
"""


@pytest.fixture
def counted(tmp_path: Path) -> Any:
    """Count a text by a rule as the command does."""

    def _counted(text: str, *options: str, name: str = "votes.csv") -> dict[str, Any]:
        file, out = tmp_path / name, StringIO()
        file.write_text(text, "utf-8")
        call_command(Count(), str(file), *options, "--json", stdout=out)
        told: dict[str, Any] = json.loads(out.getvalue())
        assert {"rule", "winners", "stages", "spent", "verdict"} <= told.keys()
        return told

    return _counted


@pytest.mark.row("B15")
def test_an_owners_sheet_is_counted_by_matter_and_day(counted: Any) -> None:
    options = ("--rule", "owners", "--matter", "4", "--total-area", "500")
    now = counted(UNITS, *options, "--on", "2024-01-01")
    assert (now["verdict"]["state"], now["winners"]) == ("passed", ["for"])
    assert now["stages"][0]["heads"] == 4  # a, b, c, and one for the developer's stock
    assert counted(UNITS, *options, "--on", "2020-12-31")["verdict"]["state"] == "no_decision"  # 2 of 4 heads
    special = ("--rule", "owners", "--matter", "raise_fund", "--on", "2024-01-01")
    assert counted(UNITS, *special)["verdict"]["state"] == "no_decision"
    follow = ("--charter", "silence=with_majority", "--charter", "ground=议事规则第十五条")
    assert counted(UNITS, *special, *follow)["verdict"]["state"] == "passed"  # 3 of 4 heads, 400 of 500
    without = UNITS.replace("104,c,100,,,是,是,是", "104,c,100,,,是,是,否")
    assert counted(without, *special, *follow)["verdict"]["state"] == "no_decision"


def test_what_makes_a_count_undetermined_is_said(counted: Any) -> None:
    options = ("--rule", "owners", "--matter", "manager", "--on", "2024-01-01")
    wrong = counted(UNITS, *options, "--total-area", "500.01")
    assert wrong["verdict"]["state"] == "undetermined"
    assert wrong["verdict"]["reasons"][0]["code"] == "area_does_not_sum"
    broken = counted(UNITS.replace("103,b,100", "103,b,约一百"), *options)
    assert broken["verdict"]["state"] == "undetermined"
    assert broken["refused"][0]["row"] == 4
    assert broken["refused"][0]["code"] == "area_unreadable"
    assumed = counted(UNITS, "--rule", "owners", "--on", "2024-01-01")
    assert "matter_assumed_ordinary" in {r["code"] for r in assumed["verdict"]["reasons"]}


def test_a_count_writes_a_certificate_that_the_other_command_recounts(counted: Any, tmp_path: Path) -> None:
    target = tmp_path / "certificate.json"
    told = counted(UNITS, "--rule", "owners", "--matter", "8", "--on", "2024-01-01", "--certificate", str(target))
    out = StringIO()
    call_command(Recount(), str(target), "--json", stdout=out)
    again = json.loads(out.getvalue())
    assert again["agrees"]
    assert again["verdict"] == told["verdict"]
    assert "101" not in [row[-1] for row in json.loads(target.read_text("utf-8"))["items"][""]["inputs"]["rows"]]


def test_published_totals_are_counted_from_a_sheet_and_from_json(counted: Any) -> None:
    rule = ("--rule", "owners", "--matter", "加装电梯", "--on", "2021-10-01")
    sheet = '选项,人数,面积\n同意,12,1200㎡\n反对,2,200\n合计,14,"1,400"\n'
    assert counted(sheet, *rule)["verdict"]["state"] == "passed"
    given = {"total": {"heads": 14, "area": "1400"}, "for": {"heads": 12, "area": "1200"}, "ballots": 13,
             "against": {"heads": 2, "area": 200.5}}  # fmt: skip
    told = counted(json.dumps(given), *rule, name="totals.json")
    assert told["verdict"]["state"] == "undetermined"
    assert {r["code"] for r in told["verdict"]["reasons"]} >= {"parts_exceed_whole", "parts_do_not_sum"}


@pytest.mark.row("B05")
def test_halls_are_counted_from_people_households_and_totals(counted: Any) -> None:
    people = "编号,出席,意见\n1,是,同意\n2,是,同意\n3,是,反对\n4,否,同意\n"
    told = counted(people, "--rule", "residents_assembly", "--on", "2026-01-01")
    assert (told["verdict"]["state"], told["stages"][1]["heads"]) == ("passed", 3)
    assert "absent_who_voted" in {r["code"] for r in told["verdict"]["reasons"]}
    homes = "户号,意见\n1,同意\n1,反对\n2,同意\n2,同意\n3,同意\n"
    told = counted(homes, "--rule", "households", "--on", "2026-01-01")
    assert (told["stages"][0]["heads"], told["stages"][2]["heads"]) == (3, 2)
    totals = "应到,实到,同意,反对,弃权\n60,40,21,15,4\n"
    assert counted(totals, "--rule", "representatives", "--on", "2026-01-01")["verdict"]["state"] == "passed"
    with pytest.raises(CommandError, match="不能下结论"):
        counted(totals, "--rule", "representatives", "--on", "2025-12-31")


def test_elections_are_counted_from_names_marks_and_printed_votes(counted: Any) -> None:
    options = ("--rule", "election", "--seats", "2", "--on", "2026-03-01")
    names = "编号,选票\n1,甲、乙\n2,甲\n3,甲、乙、丙\n4,甲、丙\n"
    told = counted(names, *options, "--charter", "voters=6")
    assert (told["winners"], told["stages"][0]["void"]) == (["甲"], 1)
    marks = "编号,甲,乙,丙\n1,√,√,\n2,√,,\n3,√,√,√\n4,√,,√\n"
    assert counted(marks, *options, "--charter", "voters=6")["winners"] == ["甲"]
    printed = "候选人,票数\n甲,90\n乙,80\n"
    found = counted(printed, *options, "--charter", "voters=100", "--charter", "returned=95")
    assert found["winners"] == ["甲", "乙"]
    with pytest.raises(CommandError, match="voters="):
        counted(printed, *options)


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        (UNITS, ("--on", "昨天"), "日期"),
        (UNITS, ("--matter", "搬家"), "哪一项"),
        (UNITS, ("--charter", "silence=yes"), "议事规则"),
        (UNITS, ("--total-area", "很多"), "总面积"),
        ("选项,人数,面积\n同意,12,1200\n", (), "分母"),
        ("选项,人数,面积\n同意,十二,1200\n合计,14,1400\n", (), "人数看不懂"),
        ("姓名,意见\n张三,同意\n", (), "找不到这些列"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(
    counted: Any, text: str, options: tuple[str, ...], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        counted(text, "--rule", "owners", *options)
