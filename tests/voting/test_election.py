"""Elections of a residents' committee: validity, the winners' share, the second round, proxies, bad ballots."""

from __future__ import annotations

from datetime import date

import pytest

from gongzhi.kernel.errors import Refused
from gongzhi.voting import laws
from gongzhi.voting.rules.election import (
    REPRESENTATIVES,
    VOTERS,
    Contest,
    decide,
    elect,
    elect_by_group,
    of_age,
    proxies_over,
    second_round,
)

DAY = date(2026, 3, 1)
LAW, BY_REPRESENTATIVES = laws.election(VOTERS, DAY), laws.election(REPRESENTATIVES, DAY)
TWO = Contest(100, 2, ("a", "b", "c"))


@pytest.mark.row("B05")
@pytest.mark.parametrize(("returned", "valid"), [(50, False), (51, True)])
def test_an_election_by_voters_is_valid_above_half(returned: int, valid: bool) -> None:
    assert decide({"a": returned}, returned, TWO, LAW).verdict.valid is valid


@pytest.mark.row("B05")
@pytest.mark.parametrize(("returned", "valid"), [(60, False), (61, True)])
def test_representatives_elect_validly_above_two_thirds_not_at_them(returned: int, valid: bool) -> None:
    found = decide({"a": returned}, returned, Contest(90, 1, ("a",)), BY_REPRESENTATIVES)
    assert found.verdict.valid is valid
    assert ("turnout_short" in found.verdict.codes) is not valid


def test_a_winner_needs_more_than_half_of_the_papers_that_came_back() -> None:
    found = decide({"a": 41, "b": 40, "c": 30}, 80, TWO, LAW)
    assert found.winners == ("a",)
    assert found.verdict.state == "elected"
    assert "seats_left" in found.verdict.codes
    assert decide({"a": 40, "b": 40, "c": 40}, 80, TWO, LAW).verdict.state == "no_decision"


def test_the_second_round_takes_the_most_votes_from_a_third_on() -> None:
    first = decide({"a": 60, "b": 40, "c": 30}, 90, TWO, LAW)
    again = second_round(first, TWO)
    assert again is not None
    assert (again.seats, again.candidates, again.second) == (1, ("b", "c"), True)
    assert decide({"b": 30, "c": 20}, 90, again, LAW).winners == ("b",)  # exactly a third
    assert decide({"b": 29, "c": 20}, 90, again, LAW).verdict.state == "no_decision"
    full = decide({"a": 60, "b": 50, "c": 10}, 90, TWO, LAW)
    assert second_round(full, TWO) is None


def test_more_than_enough_winners_are_seated_by_votes_and_a_tie_seats_nobody() -> None:
    assert decide({"a": 60, "b": 70, "c": 55}, 95, TWO, LAW).winners == ("b", "a")
    tied = decide({"a": 70, "b": 60, "c": 60}, 95, TWO, LAW)
    assert tied.verdict.state == "tied"
    assert tied.winners == ("a",)
    assert tied.verdict.reasons[0].numbers == {"candidates": "b、c", "votes": 60, "seats": 1}


def test_ballots_with_too_many_names_or_a_name_twice_are_void_and_still_came_back() -> None:
    papers = [("a", "b", "c"), ("a", "a"), (), ("a",), ("a", "z"), ("b",)]
    found = elect(papers, Contest(6, 2, ("a", "b", "c")), LAW)
    assert found.stages[0]["void"] == 3
    assert [row[:2] for row in found.stages[1]["votes"]] == [["a", 2], ["b", 1], ["c", 0]]
    assert "names_not_standing" in found.verdict.codes
    assert found.verdict.state == "no_decision"  # two of six papers


def test_a_withdrawn_candidate_counts_for_nobody_and_spoils_no_paper() -> None:
    found = elect([("a", "gone")] * 4, Contest(5, 2, ("a", "b")), LAW)
    assert found.winners == ("a",)
    assert found.stages[0]["void"] == 0


def test_more_papers_than_were_issued_make_the_election_invalid() -> None:
    found = elect([("a",)] * 11, Contest(20, 1, ("a",), issued=10), LAW)
    assert found.verdict.valid is False
    assert found.winners == ()
    assert found.verdict.codes == ("returned_more_than_issued",)
    assert elect([("a",)] * 10, Contest(19, 1, ("a",), issued=10), LAW).verdict.valid is True
    assert elect([("a",)] * 21, Contest(20, 1, ("a",)), LAW).verdict.valid is False


def test_votes_that_no_papers_could_carry_get_no_verdict() -> None:
    assert decide({"a": 81}, 80, TWO, LAW).verdict.state == "undetermined"
    assert decide({"a": 80, "b": 60, "c": 60}, 80, TWO, LAW).verdict.state == "undetermined"
    assert decide({}, 0, Contest(0, 1, ()), LAW).verdict.state == "undetermined"
    assert decide({"a": 0}, 0, Contest(10, 1, ("a",)), LAW).verdict.codes == ("turnout_short",)


def test_three_proxies_and_no_more_none_for_a_candidate_none_among_representatives() -> None:
    asked = [(f"v{n}", "holder") for n in range(5)] + [("w", "a"), ("v0", "other")]
    refused = proxies_over(asked, {"a"}, LAW)
    assert [(reason.code, reason.numbers["voter"]) for reason in refused] == [
        ("proxies_beyond_limit", "v3"), ("proxies_beyond_limit", "v4"), ("proxy_to_candidate", "w"),
        ("proxy_given_twice", "v0"),
    ]  # fmt: skip
    assert all("第十九条" in reason.ground for reason in refused)
    assert [reason.code for reason in proxies_over([("v", "h"), ("w", "a")], {"a"}, BY_REPRESENTATIVES)] == [
        "no_proxies", "no_proxies",
    ]  # fmt: skip


def test_seats_kept_for_groups_are_decided_apart() -> None:
    groups = {"residents": Contest(100, 1, ("a", "b")), "newcomers": Contest(100, 1, ("c", "d"))}
    found = elect_by_group({"a": 80, "b": 20, "c": 51, "d": 20}, 100, groups, LAW)
    assert {group: outcome.winners for group, outcome in found.items()} == {"residents": ("a",), "newcomers": ("c",)}


def test_whoever_turns_eighteen_on_the_day_votes() -> None:
    years = laws.voter_age(date(2021, 1, 21))
    assert years == laws.voter_age(DAY) == 18
    assert of_age(date(2003, 1, 21), date(2021, 1, 21), years)
    assert not of_age(date(2003, 1, 22), date(2021, 1, 21), years)
    assert of_age(date(2008, 2, 29), date(2026, 3, 1), years)
    assert not of_age(date(2008, 2, 29), date(2026, 2, 28), years)


def test_there_is_no_election_law_in_the_book_before_2026() -> None:
    with pytest.raises(Refused):
        laws.election(VOTERS, date(2025, 12, 31))
