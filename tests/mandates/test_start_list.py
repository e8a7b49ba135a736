"""The shipped starting list is complete, has one lead for every cell, and keeps a community body out of enforcement."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

import gongzhi.mandates
from gongzhi.mandates.rules import sheet
from gongzhi.mandates.rules.match import Matcher
from gongzhi.mandates.words import KINDS, LADDER, PLATFORMS, TIERS, UNITS
from gongzhi.organisations.words import BODY_KINDS

LISTS = Path(gongzhi.mandates.__file__).parent / "lists"
HEADING = (
    "code,group,group_en,name,name_en,words,kind,tier,start,urgent,"
    "rung,lead,assisting,informed,ground,limit,unit,evidence,counts,platform"
).split(",")
OF_THE_MATTER = HEADING[:10] + ["counts", "platform"]
FEWEST_MATTERS, GROUPS = 120, 12
# What a line says of itself in its ground: the community's own affair, or help to an administration.
OWN, ASSISTED = "社区履职事项", "社区协助事项"
# Words of administrative acts: a matter named after one is never the residents' committee's to lead (D10).
ADMINISTRATIVE = (
    "执法 处罚 许可 审批 登记 低保 救助 津贴 补贴 社保 保险 医保 公积金 户籍 居住证 不动产证 公租房 保障性住房 "
    "搭建 拆迁 征收 无证 无照 食品 药品 消防 违停 占道 涉黑 涉黄 诈骗 传销 污染 税 优抚 招聘 学区"
).split()
HOURS = {"hours": 1, "working_days": 24, "calendar_days": 24}


def _read(name: str) -> list[dict[str, str]]:
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return _read("start.csv")


@pytest.fixture(scope="module")
def matters(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        found[row["code"]].append(row)
    return found


@pytest.fixture(scope="module")
def negative() -> list[dict[str, str]]:
    return _read("negative.csv")


def _words() -> sheet.Words:
    return sheet.Words(rungs=LADDER, bodies=BODY_KINDS, kinds=KINDS, tiers=TIERS, units=UNITS, platforms=PLATFORMS)


def test_the_heading_is_the_agreed_one_and_no_cell_is_blank(rows: list[dict[str, str]]) -> None:
    assert list(rows[0]) == HEADING
    assert [(r["code"], column) for r in rows for column in HEADING if not (r[column] or "").strip()] == []


@pytest.mark.row("F01")
def test_the_importer_takes_the_shipped_list_whole(rows: list[dict[str, str]]) -> None:
    outcome = sheet.read(rows, _words())
    assert outcome.refusals == ()
    assert len(outcome.matters) >= FEWEST_MATTERS
    assert len({m.group for m in outcome.matters}) == GROUPS


@pytest.mark.row("F01")
def test_every_line_has_exactly_one_lead_of_a_known_kind_and_a_ground(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert row["lead"] in BODY_KINDS, row["code"]
        others = (row["assisting"] + "|" + row["informed"]).split("|")
        assert set(others) <= set(BODY_KINDS), row["code"]
        assert row["lead"] not in others and len(others) == len(set(others)), (row["code"], row["rung"])
        assert row["ground"].startswith("社区治理责任清单（初始版）"), row["code"]


@pytest.mark.row("E07")
def test_matter_by_level_has_no_empty_cell_and_no_double_lead(matters: dict[str, list[dict[str, str]]]) -> None:
    cells = Counter((code, row["rung"]) for code, lines in matters.items() for row in lines)
    assert cells == Counter({(code, rung): 1 for code in matters for rung in LADDER})


@pytest.mark.parametrize("harm", ["second lead", "lost line", "no ground"])
@pytest.mark.row("E07")
def test_the_list_is_refused_once_a_cell_is_doubled_or_emptied(rows: list[dict[str, str]], harm: str) -> None:
    harmed = [dict(row) for row in rows[:10]]
    if harm == "second lead":
        harmed.append(dict(harmed[3], lead="district_police"))
    elif harm == "lost line":
        del harmed[3]
    else:
        harmed[3]["ground"] = ""
    outcome = sheet.read(harmed, _words())
    assert outcome.refusals and outcome.matters == ()


def test_codes_and_names_are_each_used_once_and_the_matter_reads_the_same_on_its_five_lines(
    matters: dict[str, list[dict[str, str]]],
) -> None:
    for code, lines in matters.items():
        for column in OF_THE_MATTER:
            assert len({row[column] for row in lines}) == 1, (code, column)
    for column in ("name", "name_en"):
        assert len({lines[0][column] for lines in matters.values()}) == len(matters), column
    prefixes = {(lines[0]["code"][:2], lines[0]["group"], lines[0]["group_en"]) for lines in matters.values()}
    assert len(prefixes) == GROUPS


def test_the_sheet_is_sorted_by_code_and_then_from_the_building_up(rows: list[dict[str, str]]) -> None:
    keys = [(row["code"], LADDER.index(row["rung"])) for row in rows]
    assert keys == sorted(keys)


def test_limits_never_shrink_on_the_way_up_and_fit_their_tier(matters: dict[str, list[dict[str, str]]]) -> None:
    most = {"2h": 2, "24h": 24, "7d": 7 * 24, "15d": 15 * 24}
    for code, lines in matters.items():
        spans = [int(row["limit"]) * HOURS[row["unit"]] for row in lines]
        assert all(low <= high for low, high in pairwise(spans)), code
        assert spans[-1] <= most[lines[0]["tier"]], code


def test_everyday_words_are_long_enough_many_enough_and_point_somewhere(
    matters: dict[str, list[dict[str, str]]],
) -> None:
    used: Counter[str] = Counter()
    for code, lines in matters.items():
        words = lines[0]["words"].split("|")
        assert 5 <= len(words) <= 15 and len(words) == len(set(words)), code
        assert min(map(len, words)) >= 2, code
        used.update(words)
    assert max(used.values()) <= 3


def test_no_administrative_matter_is_led_by_the_residents_committee(rows: list[dict[str, str]]) -> None:
    led = [row for row in rows if row["lead"] == "residents_committee"]
    assert led
    assert {row["rung"] for row in led} == {"community"}
    for row in led:
        assert OWN in row["ground"] and ASSISTED not in row["ground"], row["code"]
        assert not [word for word in ADMINISTRATIVE if word in row["name"]], row["name"]


def test_assisted_matters_go_to_the_station_the_party_or_the_police_post(rows: list[dict[str, str]]) -> None:
    assisted = [r for r in rows if r["rung"] == "community" and ASSISTED in r["ground"]]
    assert {r["lead"] for r in assisted} == {"service_station", "community_party", "police_post"}
    station = Counter(r["lead"] for r in assisted)["service_station"]
    assert Fraction(station, len(assisted)) > Fraction(3, 4)


def test_below_the_street_nobody_is_asked_for_a_result_of_enforcement(rows: list[dict[str, str]]) -> None:
    for row in rows:
        if row["rung"] in {"building", "grid", "community"}:
            assert not row["lead"].startswith(("street_", "district_")), row["code"]
            assert "查处" not in row["evidence"] and "处罚" not in row["evidence"], row["code"]


def test_a_complaint_about_a_body_does_not_begin_with_that_body(matters: dict[str, list[dict[str, str]]]) -> None:
    accused = {
        "property_company": ("物业费收取与标准", "公共收益与账目公开", "物业停水停电催费", "物业擅自改变用途或经营"),
        "residents_committee": ("居委会工作与居务公开",),
    }
    by_name = {lines[0]["name"]: lines for lines in matters.values()}
    for body, names in accused.items():
        for name in names:
            lines = by_name[name]
            first = LADDER.index(lines[0]["start"])
            assert body not in {row["lead"] for row in lines[first:]}, name


def test_only_urgent_matters_have_the_two_hour_tier_and_each_may_begin_higher_up(
    matters: dict[str, list[dict[str, str]]],
) -> None:
    fast = [lines[0] for lines in matters.values() if lines[0]["tier"] == "2h"]
    assert len(fast) >= 8
    assert [row["name"] for row in fast if row["urgent"] != "yes"] == []


def test_laws_are_cited_with_an_article_and_other_cities_only_for_reference(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for clause in row["ground"].split("；")[1:]:
            assert "《" in clause and "条" in clause, row["ground"]
            if "北京市" in clause:
                assert clause.startswith("参照"), row["ground"]


# --- the negative list


def test_the_five_removed_functions_and_the_errands_are_on_the_negative_list(negative: list[dict[str, str]]) -> None:
    assert {r["name"] for r in negative if r["code"].startswith("QX")} == {
        "行政执法",
        "拆违控违",
        "招商引资",
        "协税护税",
        "城市管理",
    }
    spoken = {word for r in negative if r["code"].startswith("FB") for word in r["words"].split("|")}
    assert {"找猫", "代购", "跑腿"} <= spoken
    for row in negative:
        assert all((value or "").strip() for value in row.values()), row["code"]
    assert len({r["code"] for r in negative}) == len({r["name"] for r in negative}) == len(negative)


def test_a_word_of_the_negative_list_is_no_word_of_a_matter(
    negative: list[dict[str, str]], matters: dict[str, list[dict[str, str]]]
) -> None:
    ours = {word for lines in matters.values() for word in lines[0]["words"].split("|")}
    barred = {word for row in negative for word in row["words"].split("|")}
    assert ours & barred == set()


# --- what people really write


def test_most_real_messages_speak_a_word_of_the_list(rows: list[dict[str, str]], shared_data: Path) -> None:
    matcher = Matcher(sheet.read(rows, _words()).matters)
    with gzip.open(shared_data / "messages" / "unlabelled_2017_2020.csv.gz", "rt", encoding="utf-8-sig") as file:
        texts = [(row["subject"], row["body"]) for row in csv.DictReader(file)]
    by_subject = sum(bool(matcher.words_in(subject)) for subject, _ in texts)
    by_either = sum(bool(matcher.words_in(subject + "\n" + body)) for subject, body in texts)
    assert Fraction(by_either, len(texts)) >= Fraction(95, 100)
    assert Fraction(by_subject, len(texts)) >= Fraction(80, 100)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3 栋 2 单元楼道里堆满鞋柜", "楼道堆放杂物"),
        ("电梯关人半小时没人来", "电梯困人"),
        ("楼下麻将馆每天打到凌晨", "麻将馆棋牌室扰民"),
        ("工地通宵施工睡不着", "建筑工地施工噪声"),
        ("小区路灯不亮晚上很黑", "路灯不亮"),
        ("闻到煤气味，怀疑漏气", "燃气泄漏"),
        ("老板拖欠工资三个月", "拖欠工资"),
        ("有人电瓶车上楼，私拉电线", "电动车进楼与飞线充电"),
        ("业委会换届什么时候投票", "业主大会与业委会成立换届"),
        ("孩子上学的学区怎么划分", "入学与学区划分"),
    ],
)
def test_a_resident_s_own_words_lead_to_the_matter_first(rows: list[dict[str, str]], text: str, name: str) -> None:
    matters = sheet.read(rows, _words()).matters
    first = Matcher(matters).suggest(text, 1)[0]
    assert {m.code: m.name for m in matters}[first.code] == name
