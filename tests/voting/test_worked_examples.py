"""Published Chinese cases: the count ends as it did in reality, and numbers that contradict each other are told so."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gongzhi.voting import laws
from gongzhi.voting.rules.areas import read_area
from gongzhi.voting.rules.assembly import Show
from gongzhi.voting.rules.assembly import decide as assembly_decides
from gongzhi.voting.rules.election import VOTERS, Contest, decide, elect_by_group, of_age
from gongzhi.voting.rules.outcome import Outcome
from gongzhi.voting.rules.owners import count
from gongzhi.voting.rules.owners_committee import fill
from gongzhi.voting.rules.owners_law import Charter
from gongzhi.voting.rules.owners_roll import ALL_TOLD, Part, Tally, Unit, tally
from gongzhi.voting.rules.published import Published, compare, count_published
from gongzhi.voting.rules.verdicts import Procedure, examine, judged

pytestmark = pytest.mark.shared_data
CODE, OLD = date(2021, 1, 1), date(2020, 12, 31)
ELECTION = laws.election(VOTERS, date(2026, 1, 1))  # the shares of today's art. 19 on older elections
FOLLOW = Charter(silence="with_majority", ground="业主大会议事规则")
FOLLOW_ALL = Charter(silence="with_majority", abstention="with_majority", ground="业主大会议事规则")
Given = dict[str, Any]


@pytest.fixture
def case(shared_data: Path) -> Callable[[str], Given]:
    """The figures of one published case."""
    cases = {c["id"]: c for c in json.loads((shared_data / "worked_examples.json").read_text("utf-8"))}
    return lambda name: {**cases[name]["given"], "derived": cases[name].get("derived_check", {})}


def area(square_metres: float | str) -> int:
    return read_area(str(Decimal(str(square_metres)).quantize(Decimal("0.01"))))


def state(found: Outcome) -> str:
    return found.verdict.state


@pytest.mark.row("B15")
def test_a01_fifteen_units_of_one_owner_are_one_head(case: Callable[[str], Given]) -> None:
    g = case("A01")
    clear = g["yes_ballots"]
    rows = [Unit(f"y{n}", 100, f"owner{n}", "for") for n in range(clear)]
    rows += [Unit(f"n{n}", 100, f"other{n}", "against") for n in range(g["no_ballots"])]
    fifteen = g["of_which_same_owner_units"]
    as_declared = rows + [Unit(f"s{n}", 100, f"s{n}", "for") for n in range(fifteen)]
    merged = rows + [Unit(f"s{n}", 100, "one owner", "for") for n in range(fifteen)]
    assert tally(as_declared, Charter()).parts["for"].heads == g["committee_result"]["yes"]
    assert tally(merged, Charter()).parts["for"].heads == g["derived"]["yes_if_15_to_1"]
    for law in (laws.owners("manager", date(2018, 1, 1)), laws.owners("manager", CODE)):
        assert state(count(as_declared, law)) == "passed"
        assert state(count(merged, law)) != "passed"
    base = Part(g["derived"]["yes_if_15_to_1"] + g["no_ballots"], None)
    only_heads = Published(base, {"for": Part(407, None), "against": Part(414, None)})
    assert state(count_published(only_heads, laws.owners("manager", date(2018, 1, 1)))) == "no_decision"


@pytest.mark.row("B15")
def test_a02_a_manager_hired_by_both_measures(case: Callable[[str], Given]) -> None:
    g = case("A02")
    given = Published(
        Part(g["derived"]["total_heads_about"], area(g["derived"]["total_area_about"])),
        {"for": Part(g["yes_heads"], area(g["yes_area"]))},
        took_part=Part(g["participants_heads"], area(g["participants_area"])),
        shares={
            "participation.heads": str(g["participants_heads_pct"]),
            "participation.area": str(g["participants_area_pct"]),
            "approval.heads": str(g["yes_heads_pct_of_participants"]),
            "approval.area": str(g["yes_area_pct_of_participants"]),
        },
        state="passed",
    )
    found = count_published(given, laws.owners("4", CODE))
    assert (state(found), found.verdict.valid) == ("passed", True)
    assert "stated_share_differs" not in found.verdict.codes  # all four printed shares agree


@pytest.mark.row("B15")
def test_a04_silence_with_its_proofs_carries_the_charter(case: Callable[[str], Given]) -> None:
    g = case("A04")
    total = Part(g["votes_total"], area(g["area_total"]))
    each = total.area // total.heads  # type: ignore[operator]
    sizes = {"for": g["yes"], "against": g["no"], "abstain": g["abstain"], "silent_told": g["delivered_not_returned"]}
    told = Published(total, {name: Part(heads, heads * each) for name, heads in sizes.items()})
    law = laws.owners("manager", CODE)
    with_rule = count_published(told, law, FOLLOW)
    assert state(with_rule) == "passed"
    yes_of_all = 100 * (g["yes"] + g["delivered_not_returned"]) / g["votes_total"]
    assert round(yes_of_all, 2) == g["stated_yes_heads_pct"]
    assert with_rule.stages[2]["heads"] == g["yes"] + g["delivered_not_returned"]  # abstentions are not added here
    without = count_published(told, law)
    assert state(without) == "no_decision"
    assert {r.numbers["part"] for r in without.verdict.reasons if r.numbers.get("measure") == "heads"} == {
        g["derived"]["returned"]
    }
    added = count_published(told, law, FOLLOW_ALL)
    assert added.stages[2]["heads"] == g["yes"] + g["delivered_not_returned"] + g["abstain"]


def test_a06_silence_without_a_proof_of_its_effect_is_no_voice() -> None:
    rows = [Unit(f"{n}", 100, "", "for") for n in range(60)]
    missing = rows + [Unit(f"s{n}", 100, "", "silent", ALL_TOLD - 4) for n in range(40)]
    shown = rows + [Unit(f"s{n}", 100, "", "silent", ALL_TOLD) for n in range(40)]
    law = laws.owners("manager", CODE)
    assert state(count(missing, law, FOLLOW)) == "no_decision"
    assert state(count(shown, law, FOLLOW)) == "passed"
    assert "silence_with_majority" in count(shown, law, FOLLOW).verdict.codes


def test_a07_a_lift_for_one_stair_at_three_quarters(case: Callable[[str], Given]) -> None:
    g = case("A07")
    yes = g["yes_heads"]
    stair = [Unit(f"{n}", 100, "", "for" if n < yes else "against", scope="2") for n in range(g["heads_total"])]
    estate = stair + [Unit(f"x{n}", 100, "", "silent", scope="1") for n in range(100)]
    law = laws.owners("8", date(2021, 10, 1))
    assert state(count(estate, law, Charter(scope=("2",)))) == "passed"
    assert state(count(estate, law)) == "no_decision"


def test_a10_and_a15_pass_by_the_old_law_and_stop_at_participation_by_the_new(case: Callable[[str], Given]) -> None:
    g = case("A10")
    haikou = Published(
        Part(g["heads_total"], area(g["area_total_dwellings"])),
        {"for": Part(g["valid_ballots"], area(g["area_participating"]))},
        shares={"participation.heads": str(g["heads_pct"]), "participation.area": str(g["area_pct"])},
    )
    assert state(count_published(haikou, laws.owners("manager", date(2016, 3, 11)))) == "passed"
    later = count_published(haikou, laws.owners("manager", CODE))
    assert (state(later), later.verdict.valid) == ("no_decision", False)
    g = case("A15")
    each = area(g["area_total"]) // g["heads_total"]
    notice = Published(
        Part(g["heads_total"], each * g["heads_total"]),
        {"for": Part(g["valid"], each * g["valid"]), "void": Part(g["void"], each * g["void"])},
        ballots=g["voted"],
    )
    assert state(count_published(notice, laws.owners("other", OLD))) == "passed"
    later = count_published(notice, laws.owners("other", CODE))
    assert state(later) == "no_decision"
    assert later.verdict.reasons[0].numbers["least"] == g["derived"]["need_for_two_thirds"]


def test_a11_a_finding_that_its_own_numbers_deny_gets_no_verdict(case: Callable[[str], Given]) -> None:
    g = case("A11")
    given = Published(
        Part(g["heads_total"], area(g["votes_area_total"])),
        {
            "for": Part(g["yes_heads"], area(g["yes_area"])),
            "against": Part(g["no_heads_as_printed"], area(g["no_area_as_printed"])),
        },
        state="no_decision",
    )
    found = count_published(given, laws.owners("manager", date(2020, 8, 8)))
    assert state(found) == "undetermined"
    assert found.verdict.reasons[-1].numbers == {"stated": "no_decision", "computed": "rejected"}
    third = (g["heads_total"] // 3, area(g["votes_area_total"]) // 3)
    neither = Published(given.total, {"for": Part(*third), "against": Part(*third), "abstain": Part(*third)})
    assert state(count_published(neither, laws.owners("manager", date(2020, 8, 8)))) == "no_decision"


def test_a12_the_base_decides(case: Callable[[str], Given]) -> None:
    g = case("A12")
    announced, registry = area(g["area_announced"]), area(g["area_registry"])
    no_area = announced * 53 // 100
    assert round(100 * no_area / registry, 2) == g["no_share_claimed_by_owner_pct"]
    law = laws.owners("manager", date(2020, 1, 1))
    ends = {}
    for base in (announced, registry):
        sides = {"for": Part(40, base - no_area), "against": Part(60, no_area)}
        ends[base] = state(count_published(Published(Part(100, base), sides), law))
    assert ends == {announced: "rejected", registry: "no_decision"}
    claimed = Published(
        Part(100, registry), {"for": Part(40, registry - no_area), "against": Part(60, no_area)},
        shares={"refusal.area": str(g["no_share_announced_pct"])},
    )  # fmt: skip
    assert state(count_published(claimed, law)) == "undetermined"


def test_a13_what_the_matter_does_not_concern_leaves_the_base() -> None:
    rows = [Unit(f"{n}", 100, "", "for") for n in range(60)] + [Unit(f"{n}", 100, "", "against") for n in range(60, 90)]
    rows += [Unit(f"g{n}", 100, "", "silent", kind="storage") for n in range(60)]
    law = laws.owners("manager", CODE)
    assert state(count(rows, law)) == "no_decision"
    assert state(count(rows, law, Charter(left_out=("storage",)))) == "passed"


def test_a14_parts_that_do_not_sum_get_no_verdict(case: Callable[[str], Given]) -> None:
    g = case("A14")
    assert read_area(str(g["area_shops"])) + read_area(str(g["area_dwellings"])) == read_area(str(g["area_total"]))
    sides = {"for": g["valid_yes_ballots"], "against": g["no"], "abstain": g["abstain"]}
    given = Published(
        Part(g["dwelling_units"], None),
        {name: Part(heads, None) for name, heads in sides.items()},
        ballots=g["ballots"],
    )
    found = count_published(given, laws.owners("manager", date(2024, 4, 30)))
    assert state(found) == "undetermined"
    assert found.verdict.reasons[0].numbers == {"measure": "ballots", "parts": 249, "whole": g["ballots"]}
    assert g["ballots"] - 249 == g["derived"]["unexplained_ballots"]


@pytest.mark.parametrize("name", [f"A{n}" for n in range(20, 29)])
def test_the_bases_of_city_notices_give_the_least_that_must_take_part(name: str, case: Callable[[str], Given]) -> None:
    g = case(name)
    bar = laws.owners("other", date(2026, 3, 1)).participation
    assert bar.least(g["heads_total"]) == g["derived"]["min_heads_for_2/3"]
    least = bar.least(area(g["area_total"]))
    needed = Decimal(str(g["derived"]["min_area_for_2/3"])) * 100
    assert 0 <= least - needed < 1  # a whole hundredth, never less than two thirds


def test_a31_a_co_owned_unit_is_never_two_heads() -> None:
    torn = [Unit("1", 100, "husband、wife", "torn"), Unit("2", 100, "", "for")]
    agreed = [Unit("1", 100, "husband、wife", "for"), Unit("2", 100, "", "for")]
    assert tally(agreed, Charter()).total.heads == tally(torn, Charter()).total.heads == 2
    assert tally(torn, Charter()).parts["void"].heads == 1


def test_a32_the_figures_of_a_result_notice_are_all_there(case: Callable[[str], Given]) -> None:
    found = count([Unit(f"{n}", 100, "", "for") for n in range(3)], laws.owners("8", CODE))
    scope, took_part, approval = found.stages[:3]
    figures = [scope["heads"], scope["area"], took_part["heads"], took_part["area"], took_part["heads_percent"],
               took_part["area_percent"], approval["heads"], approval["area"], approval["heads_percent"],
               approval["area_percent"], approval["ground"]]  # fmt: skip
    assert len(figures) == len(case("A32")["fields"])
    assert None not in figures and "" not in figures
    assert "第二百七十八条" in approval["ground"]


# --- elections and assemblies -----------------------------------------------------------------------------------------


@pytest.mark.row("B05")
def test_b01_three_are_elected(case: Callable[[str], Given]) -> None:
    g = case("B01")
    votes = {f"member {n}": v for n, v in enumerate(g["winners_full_time"])}
    found = decide(votes, g["valid_ballots"], Contest(g["registered"], 3, tuple(votes)), ELECTION)
    assert (state(found), found.verdict.valid) == ("elected", True)
    assert set(found.winners) == set(votes)
    assert "seats_left" not in found.verdict.codes
    assert [row[2] for row in sorted(found.stages[1]["votes"])] == ["86.40", "88.39", "85.86"]


def test_b02_a_printed_rate_that_is_wrong_is_told_and_decides_nothing(case: Callable[[str], Given]) -> None:
    g = case("B02")
    found = decide({"chair": g["voted"]}, g["voted"], Contest(g["registered"], 1, ("chair",)), ELECTION)
    compared = compare(found, {"turnout.heads": str(g["turnout_pct_printed"])})
    assert state(compared) == "elected"
    remark = compared.verdict.reasons[-1]
    assert (remark.code, remark.numbers["computed"]) == ("stated_share_differs", str(g["derived"]["recomputed"]))
    assert compare(found, {"turnout.heads": "84.44"}) == found


def test_b03_a_small_election_is_valid(case: Callable[[str], Given]) -> None:
    g = case("B03")
    names = tuple(f"c{n}" for n in range(g["candidates"]))
    votes = {name: g["voted"] // 2 + 1 if n < g["elected"] else 10 for n, name in enumerate(names)}
    found = decide(votes, g["voted"], Contest(g["registered"], g["elected"], names), ELECTION)
    assert found.verdict.valid
    assert len(found.winners) == g["elected"]
    assert found.stages[0]["heads_percent"] == str(g["derived"]["turnout"])


def test_b07_the_birthday_on_the_day_is_inside(case: Callable[[str], Given]) -> None:
    g = case("B07")
    day = date.fromisoformat(g["election_day"])
    born = date.fromisoformat(g["born_by"].split(" ")[0])
    assert of_age(born, day, laws.voter_age(day))
    assert not of_age(born.replace(day=born.day + 1), day, laws.voter_age(day))


def test_b09_ballots_and_second_rounds(case: Callable[[str], Given]) -> None:
    assert case("B09")["returned>voters"] == "invalid"
    too_many = decide({"a": 11}, 11, Contest(10, 1, ("a",)), ELECTION)
    assert too_many.verdict.valid is False
    second = Contest(300, 1, ("a", "b"), second=True)
    assert decide({"a": 30, "b": 20}, 90, second, ELECTION).winners == ("a",)
    assert ELECTION.proxies == 3


def test_b10_a_fifth_then_a_tenth(case: Callable[[str], Given]) -> None:
    before, now = laws.assembly("residents_assembly", OLD), laws.assembly("residents_assembly", date(2026, 1, 1))
    assert case("B10")["call_by"][0] == f"{before.call.share} of 18+"
    assert before.call.least(1000) == 200
    assert now.call.least(1000) == 100


# --- rules without numbers of their own -------------------------------------------------------------------------------


def test_a09_two_who_withdraw_after_the_close_change_nothing_and_would_not_have(case: Callable[[str], Given]) -> None:
    g = case("A09")
    heads, later = g["heads_total"], g["later_objectors"]
    law = laws.owners("8", CODE)
    frozen = [Unit(f"{n}", 100, "", "for") for n in range(heads)]
    withdrawn = frozen[later:] + [Unit(f"w{n}", 100, "", "against") for n in range(later)]
    assert state(count(frozen, law)) == "passed"
    found = count(withdrawn, law)
    assert (state(found), found.stages[2]["heads_percent"]) == ("passed", str(g["derived"]["if_two_were_no"]))


def test_a19_a_ballot_without_against_is_not_valid() -> None:
    found = judged(
        count([Unit("1", 100, "", "for")], laws.owners("other", CODE)),
        examine(Procedure(against_offered=False), laws.procedure(CODE)),
    )
    assert (state(found), found.verdict.valid) == ("passed", False)
    assert "against_offered_broken" in found.verdict.codes


def test_a30_the_by_laws_break_a_tie_and_nobody_else(case: Callable[[str], Given]) -> None:
    assert "larger area wins" in case("A30")["hangzhou_estate"]
    total = Part(100, 10_000)
    tallies = {
        name: Tally(total, {"for": Part(heads, yes), "against": Part(100 - heads, 10_000 - yes)})
        for name, heads, yes in (("a", 80, 8000), ("b", 70, 6900), ("c", 70, 7100))
    }
    law = laws.owners("committee", CODE)
    by_area = fill(tallies, 2, law, Charter(tie="larger_area", ground="选举办法"))
    assert (state(by_area), by_area.winners) == ("elected", ("a", "c"))
    again = fill(tallies, 2, law)
    assert (state(again), again.winners) == ("tied", ("a",))


def test_b06_seats_of_two_groups(case: Callable[[str], Given]) -> None:
    g = case("B06")["representatives"]["voter_elected"]
    contests = {}
    for group, (standing, seats) in {
        "resident": (22, g["of_resident_22"]),
        "newcomer": (2, g["of_newcomer_2"]),
    }.items():
        contests[group] = Contest(1000, seats, tuple(f"{group} {n}" for n in range(standing)))
    votes = {name: 900 if n < contest.seats else 10 for contest in contests.values()
             for n, name in enumerate(contest.candidates)}  # fmt: skip
    found = elect_by_group(votes, 990, contests, ELECTION)
    assert sum(len(one.winners) for one in found.values()) == case("B06")["derived"]["21_of_24"][0]


def test_b08_every_item_has_its_own_end(case: Callable[[str], Given]) -> None:
    g = case("B08")
    law = laws.assembly("residents_assembly", date(2026, 1, 1))
    hands = [Show(30, 20, 15, 5)] * g["passed"] + [Show(30, 20, 5, 15)] * g["rejected"]
    ends = [assembly_decides(show, law).verdict.state for show in hands]
    assert ends == ["passed"] * g["passed"] + ["rejected"] * g["rejected"]
