"""Owners' votes on both measures: every boundary from both sides, heads, switches, and files as people send them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.errors import Refused
from gongzhi.rulebook import selectors as rulebook
from gongzhi.rulebook.rules import BadPack
from gongzhi.voting import laws
from gongzhi.voting.rules.bars import AT_LEAST, MORE_THAN, Bar, percent
from gongzhi.voting.rules.outcome import Outcome
from gongzhi.voting.rules.owners import count, judge
from gongzhi.voting.rules.owners_committee import elect
from gongzhi.voting.rules.owners_law import Charter
from gongzhi.voting.rules.owners_roll import ALL_TOLD, DELIVERED, Part, Tally, Unit, tally

NOW, BEFORE = date(2024, 6, 1), date(2020, 12, 31)
ORDINARY, SPECIAL = laws.owners("manager", NOW), laws.owners("change_use", NOW)
OLD, OLD_SPECIAL = laws.owners("manager", BEFORE), laws.owners("use_fund", BEFORE)
NOTHING = Part()
FOLLOW = Charter(silence="with_majority", ground="议事规则第十五条")


def parts(total: Part, for_: Part, against: Part = NOTHING, **more: Part) -> Tally:
    return Tally(total, {"for": for_, "against": against, **more})


def state(found: Outcome) -> str:
    return found.verdict.state


def flat(number: int, area: int = 100, choice: str = "for", head: str = "", **more: object) -> Unit:
    return Unit(f"1-{number}", area, head, choice, **more)  # type: ignore[arg-type]


# --- the boundaries ---------------------------------------------------------------------------------------------------


@pytest.mark.row("B15")
@pytest.mark.parametrize(
    ("heads", "area", "reached"),
    [
        (200, 200_000, True),  # exactly two thirds on both
        (199, 200_000, False),  # a head less
        (200, 199_999, False),  # a hundredth of a square metre less
        (300, 199_999, False),  # all heads do not make up for it
        (199, 300_000, False),
        (201, 200_001, True),
    ],
)
def test_participation_is_two_thirds_of_heads_and_of_area(heads: int, area: int, reached: bool) -> None:
    found = judge(parts(Part(300, 300_000), Part(heads, area)), ORDINARY)
    assert (state(found) == "passed") is reached
    assert ("participation_short" in found.verdict.codes) is not reached
    assert found.verdict.valid is reached


@pytest.mark.parametrize(
    ("heads", "area", "end"),
    [(50, 50_001, "no_decision"), (51, 50_000, "no_decision"), (51, 50_001, "passed"), (50, 50_000, "no_decision")],
)
def test_an_ordinary_matter_needs_more_than_half_of_both(heads: int, area: int, end: str) -> None:
    rest = Part(100 - heads, 100_000 - area)
    assert state(judge(parts(Part(100, 100_000), Part(heads, area), rest), ORDINARY)) == end


@pytest.mark.parametrize(
    ("heads", "area", "end"),
    [(75, 75_000, "passed"), (74, 75_000, "no_decision"), (75, 74_999, "no_decision"), (100, 74_999, "no_decision")],
)
def test_a_special_matter_passes_at_exactly_three_quarters(heads: int, area: int, end: str) -> None:
    rest = Part(100 - heads, 100_000 - area)
    assert state(judge(parts(Part(100, 100_000), Part(heads, area), rest), SPECIAL)) == end


def test_a_failed_yes_is_not_a_no() -> None:
    """Rejected needs a majority of its own; three ends, never two."""
    total = Part(100, 100_000)
    assert state(judge(parts(total, Part(40, 40_000), Part(60, 60_000)), ORDINARY)) == "rejected"
    assert state(judge(parts(total, Part(50, 50_000), Part(50, 50_000)), ORDINARY)) == "no_decision"
    assert state(judge(parts(total, Part(45, 60_000), Part(55, 40_000)), ORDINARY)) == "no_decision"
    assert state(judge(parts(total, Part(0, 0)), ORDINARY)) == "no_decision"
    assert state(judge(parts(Part(), Part()), ORDINARY)) == "undetermined"


@given(
    st.integers(1, 400), st.integers(1, 10**7), st.data(), st.sampled_from([ORDINARY, SPECIAL, OLD, OLD_SPECIAL])
)  # fmt: skip
def test_integers_agree_with_fractions_everywhere(heads: int, area: int, data: st.DataObject, law: object) -> None:
    taking, for_heads = _near(data, heads, Fraction(2, 3)), None
    taking_area = _near(data, area, Fraction(2, 3))
    for_heads, for_area = (_near(data, n, Fraction(3, 4)) for n in (taking, taking_area))
    rest = Part(taking - for_heads, taking_area - for_area)
    found = judge(parts(Part(heads, area), Part(for_heads, for_area), rest), law)  # type: ignore[arg-type]

    def over(part: int, whole: int, bar: Bar) -> bool:
        share = Fraction(part, whole) if whole else Fraction(0)
        return bool(whole) and (share >= bar.share if bar.test == AT_LEAST else share > bar.share)

    base = (heads, area) if law.of == "all" else (taking, taking_area)  # type: ignore[attr-defined]
    took_part = over(taking, heads, law.participation) and over(taking_area, area, law.participation)  # type: ignore[attr-defined]
    enough = over(for_heads, base[0], law.approval) and over(for_area, base[1], law.approval)  # type: ignore[attr-defined]
    assert (state(found) == "passed") is (took_part and enough)


def _near(data: st.DataObject, whole: int, share: Fraction) -> int:
    """A number on or beside the boundary, or anywhere."""
    edge = int(whole * share)
    return min(whole, max(0, data.draw(st.one_of(st.integers(edge - 1, edge + 1), st.integers(0, whole)))))


@given(st.integers(1, 10**9), st.fractions(0, 1, max_denominator=12), st.sampled_from([AT_LEAST, MORE_THAN]))
def test_the_least_that_a_bar_names_reaches_it_and_one_less_does_not(whole: int, share: Fraction, test: str) -> None:
    bar = Bar(share, test)
    assert bar.met(bar.least(whole), whole)
    assert not bar.met(bar.least(whole) - 1, whole)
    assert bar.least(whole) == next(n for n in _around(bar.least(whole)) if bar.met(n, whole))


def _around(number: int) -> range:
    return range(number - 2, number + 2)


def test_per_cents_are_for_people_and_never_round_a_verdict() -> None:
    assert percent(3179, 3936) == "80.77"
    assert percent(1, 0) == ""
    found = judge(parts(Part(3, 300_000_000), Part(2, 199_999_999)), ORDINARY)
    assert found.stages[1]["area_percent"] == "66.67"
    assert not found.stages[1]["area_met"]


# --- the law by its date ----------------------------------------------------------------------------------------------


@pytest.mark.row("B15")
def test_one_count_has_two_ends_by_the_law_of_its_day() -> None:
    counted = parts(Part(754, 6_636_732), Part(410, 3_554_666))
    assert state(judge(counted, laws.owners("4", date(2020, 12, 31)))) == "passed"
    assert state(judge(counted, laws.owners("4", date(2021, 1, 1)))) == "no_decision"


def test_the_old_law_measures_against_all_owners() -> None:
    total = Part(300, 300_000)
    assert state(judge(parts(total, Part(150, 150_001), Part(100, 100_000)), OLD)) == "no_decision"
    assert state(judge(parts(total, Part(151, 150_001), Part(100, 100_000)), OLD)) == "passed"
    assert state(judge(parts(total, Part(200, 200_000)), OLD_SPECIAL)) == "passed"
    assert state(judge(parts(total, Part(200, 199_999)), OLD_SPECIAL)) == "no_decision"
    assert OLD_SPECIAL.special and not laws.owners("use_fund", NOW).special


def test_matters_are_known_by_number_and_by_their_names() -> None:
    assert {laws.matter_of(word) for word in ("8", "278-8", "改变共有部分用途", "change_use")} == {"change_use"}
    special = [n for n in "123456789" if laws.owners(n, NOW).special]
    assert special == ["6", "7", "8"]
    assert laws.owners("special", NOW).approval == SPECIAL.approval
    with pytest.raises(Refused, match="哪一项"):
        laws.matter_of("搬家")
    with pytest.raises(Refused) as none:
        laws.owners("manager", date(2005, 1, 1))
    assert none.value.code == "no_law"


# --- heads ------------------------------------------------------------------------------------------------------------


@pytest.mark.row("B15")
def test_several_units_of_one_owner_are_one_head_with_all_their_area() -> None:
    units = [flat(n, head="zhang") for n in range(15)] + [flat(n, choice="against") for n in range(15, 30)]
    counted = tally(units, Charter())
    assert counted.parts["for"] == Part(1, 1500)
    assert counted.total == Part(16, 3000)
    assert state(count(units, ORDINARY)) == "no_decision"


def test_an_owner_who_returns_one_of_his_papers_takes_part_with_all_his_area() -> None:
    units = [flat(1, 100, "for", "zhang"), flat(2, 250, "silent", "zhang"), flat(3, 50, "silent")]
    assert tally(units, Charter()).parts["for"] == Part(1, 350)


def test_papers_of_one_head_that_disagree_are_void_or_an_abstention_by_the_by_laws() -> None:
    units = [flat(1, head="a"), flat(2, choice="against", head="a"), flat(3), flat(4), flat(5)]
    assert tally(units, Charter()).parts["void"] == Part(1, 200)
    assert tally(units, Charter(conflict="abstain")).parts["abstain"] == Part(1, 200)
    assert "papers_of_one_holder_disagree" in count(units, ORDINARY).verdict.codes


def test_a_unit_name_never_meets_a_holder_key() -> None:
    units = [Unit("1-1", 100, "", "for"), Unit("1-2", 100, "1-1", "against")]
    assert tally(units, Charter()).total.heads == 2


def test_parking_and_other_stairs_leave_the_electorate_when_the_by_laws_say_so() -> None:
    units = [flat(1, scope="2"), flat(2, scope="3"), flat(3, 1200, "against", kind="parking", scope="2")]
    assert tally(units, Charter()).total == Part(3, 1400)
    assert tally(units, Charter(parking="excluded")).total == Part(2, 200)
    assert tally(units, Charter(scope=("2",), left_out=("parking",))).total == Part(1, 100)


# --- silence and abstention -------------------------------------------------------------------------------------------


@pytest.mark.row("B15")
def test_silence_follows_the_majority_only_with_three_proofs_for_every_paper() -> None:
    heard = [flat(n) for n in range(50)] + [flat(n, choice="against") for n in range(50, 60)]
    told = [flat(n, choice="silent", proofs=ALL_TOLD) for n in range(60, 100)]
    untold = [flat(n, choice="silent", proofs=DELIVERED) for n in range(60, 100)]
    assert state(count(heard + told, ORDINARY)) == "no_decision"
    assert state(count(heard + told, ORDINARY, FOLLOW)) == "passed"
    assert state(count(heard + untold, ORDINARY, FOLLOW)) == "no_decision"
    half = [flat(60, choice="silent", head="z", proofs=ALL_TOLD), flat(61, choice="silent", head="z")]
    assert tally(half, FOLLOW).parts["silent"].heads == 1


def test_silence_may_only_take_part_and_stand_on_no_side() -> None:
    heard = [flat(n) for n in range(45)] + [flat(n, choice="against") for n in range(45, 60)]
    told = [flat(n, choice="silent", proofs=ALL_TOLD) for n in range(60, 100)]
    found = count(heard + told, ORDINARY, Charter(silence="participates", ground="议事规则"))
    assert state(found) == "no_decision"
    assert "participation_short" not in found.verdict.codes


def test_silence_follows_nobody_where_the_measures_or_the_sides_are_equal() -> None:
    units = [flat(1, 100), flat(2, 300, "against"), flat(3, 100), flat(4, 500, "silent", proofs=ALL_TOLD)]
    assert "no_majority_to_follow" in count(units, ORDINARY, FOLLOW).verdict.codes


def test_abstention_is_a_switch_of_its_own() -> None:
    units = [flat(n) for n in range(50)] + [flat(n, choice="abstain") for n in range(50, 100)]
    assert state(count(units, ORDINARY)) == "no_decision"
    assert state(count(units, ORDINARY, Charter(abstention="with_majority", ground="议事规则"))) == "passed"


def test_unknown_by_laws_are_refused() -> None:
    with pytest.raises(ValueError, match="silence is one of"):
        Charter(silence="yes")
    with pytest.raises(ValueError, match="do not know sundays"):
        Charter.of_dict({"sundays": 1})


def test_area_that_does_not_sum_gets_no_verdict() -> None:
    found = count([flat(1), flat(2)], ORDINARY, stated_area=201)
    assert state(found) == "undetermined"
    assert found.winners == ()
    assert found.verdict.reasons[0].numbers == {"stated": "2.01", "summed": "2.00", "difference": "-0.01"}
    assert state(count([flat(1), flat(2)], ORDINARY, stated_area=200)) == "passed"


# --- the owners' committee --------------------------------------------------------------------------------------------


def ballot(yes: int) -> dict[str, str]:
    """What the first hundred units say of a candidate: so many are for, the others against."""
    return {f"1-{n}": "for" if n < yes else "against" for n in range(100)}


@pytest.mark.row("B15")
def test_committee_members_need_both_measures_and_a_tie_is_settled_by_the_by_laws() -> None:
    law = laws.owners("committee", NOW)
    units = [flat(n, 100 if n < 60 else 200, "silent") for n in range(100)]
    upper = {f"1-{n}": "for" if n >= 30 else "against" for n in range(100)}
    said = {"a": ballot(90), "b": ballot(70), "c": upper, "d": ballot(50)}
    tied = elect(units, said, 2, law)
    assert (state(tied), tied.winners) == ("tied", ("a",))  # b and c have seventy heads each
    by_area = elect(units, said, 2, law, Charter(tie="larger_area", ground="选举办法"))
    assert (state(by_area), by_area.winners) == ("elected", ("a", "c"))
    assert elect(units, {"d": ballot(50)}, 1, law).verdict.codes == ("nobody_reached_share", "seats_left")
    assert "seats_left" in elect(units, {"a": ballot(90), "d": ballot(50)}, 3, law).verdict.codes
    assert state(elect(units, {}, 1, law)) == "undetermined"
    few = {"a": {f"1-{n}": "for" for n in range(60)}}
    assert elect(units, few, 1, law).verdict.valid is False


def test_a_citys_pack_changes_the_local_switches_and_never_the_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = '[pack]\ntitle = "宁波"\nground = "local law"\nlaw = "宁波市住宅小区物业管理条例"\nvalid_from = 2021-01-01\n'
    rule = '[[rule]]\nname = "{}"\narticle = "第十八条"\nvalue = {}\n'
    pack = tmp_path / "ningbo.toml"
    monkeypatch.setenv("GONGZHI_RULE_PACKS", str(tmp_path))
    try:
        pack.write_text(head + rule.format("voting.parking", '"excluded"'), "utf-8")
        rulebook.forget()
        assert laws.charter(NOW).parking == "excluded"
        assert laws.charter(NOW, parking="counted").parking == "counted"  # what the vote itself says goes before
        pack.write_text(head + rule.format("owners.participation", '{ share = "1/2", test = "at_least" }'), "utf-8")
        rulebook.forget()
        with pytest.raises(BadPack, match="national law"):
            laws.owners("manager", NOW)
    finally:
        monkeypatch.undo()
        rulebook.forget()
