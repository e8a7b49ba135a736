"""Approval, score and single votes: their edges, ties, withdrawals, and nobody voting."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.errors import Refused
from gongzhi.voting.rules import approval, score, single
from gongzhi.voting.rules.outcome import STATES, Outcome, Reason, Verdict
from gongzhi.voting.rules.score import Scale
from gongzhi.voting.rules.single import Question, Share
from gongzhi.voting.rules.ties import TieBreak

HALF = Share(Fraction(1, 2), strict=True, base="cast", ground="rule 1")
TWO_THIRDS = Share(Fraction(2, 3), strict=False, base="roll", ground="rule 2")


def test_approval_takes_the_most_ticks_and_leaves_out_overfull_ballots():
    outcome = approval.count("abc", [("ab", 3), ("b", 2), ("abc", 9), ("", 1), ("bb", 1)], at_most=2)
    assert outcome.winners == ("b",)
    assert outcome.stages == ({"option": "a", "total": 3}, {"option": "b", "total": 6}, {"option": "c", "total": 0})
    assert outcome.verdict.reasons == (
        Reason("counted", {"ballots": 7, "blank": 1, "seats": 1}),
        Reason("too_many_ticks", {"ballots": 9, "at_most": 2}),
    )


def test_equals_on_the_line_are_tied_unless_the_charter_draws():
    ballots = [("a", 5), ("b", 3), ("c", 3), ("d", 1)]
    tied = approval.count("abcd", ballots, seats=2)
    assert tied.winners == ("a",) and tied.verdict.state == "tied"
    assert tied.verdict.reasons[-1].numbers == {"tied": "b, c", "seats": 1, "total": 3}
    drawn = {approval.count("abcd", ballots, seats=2, ties=TieBreak(("lot",), seed)).winners for seed in "abcdefgh"}
    assert drawn == {("a", "b"), ("a", "c")}
    assert approval.count("abcd", ballots, seats=3).winners == ("a", "b", "c")


def test_an_option_without_support_never_wins_a_free_seat():
    outcome = approval.count("abc", [("a", 1)], seats=3)
    assert outcome.winners == ("a",)
    assert approval.count("abc", [("", 4)], seats=1).verdict.codes == ("counted", "nothing_supported")
    assert approval.count("abc", [], seats=1).verdict.codes == ("nobody_voted",)
    with pytest.raises(Refused):
        approval.count("abc", [("a", 1)], seats=0)


def test_what_was_withdrawn_is_passed_over():
    assert approval.count("ab", [("a", 9), ("ab", 1)], withdrawn="a").winners == ("b",)
    assert single.count("ab", [("a", 9), ("b", 1)], withdrawn="a").winners == ("b",)
    outcome = score.count("ab", [({"a": 5, "b": 1}, 2)], withdrawn="a")
    assert outcome.winners == ("b",) and outcome.verdict.reasons[-1] == Reason("withdrawn", {"who": "a"})


def test_scores_are_summed_or_averaged_exactly():
    ballots = [({"a": 5, "b": 4}, 2), ({"a": 1}, 1), ({"b": 3}, 1)]
    by_sum = score.count("abc", ballots)
    assert [stage["total"] for stage in by_sum.stages] == [11, 11, 0] and by_sum.verdict.state == "tied"
    by_mean = score.count("abc", [*ballots, ({"b": 3}, 3)], scale=Scale(by="mean"))
    assert [stage["total"] for stage in by_mean.stages] == ["11/3", "10/3", 0] and by_mean.winners == ("a",)
    for wrong in (-1, 6):
        with pytest.raises(Refused):
            score.count("a", [({"a": wrong}, 1)])


def test_leaving_out_weighs_as_much_as_the_lowest_in_a_sum():
    scale = Scale(-2, 2)
    left_out = score.count("ab", [({"a": 1}, 1), ({"b": 2}, 1)], scale=scale)
    written = score.count("ab", [({"a": 1, "b": -2}, 1), ({"b": 2, "a": -2}, 1)], scale=scale)
    assert left_out.stages == written.stages


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "state", "code"),
    [
        (51, 49, 0, "passed", "share_reached"),
        (50, 49, 1, "rejected", "share_missed"),  # half is not more than half
        (50, 50, 0, "tied", "equal"),
        (0, 0, 5, "rejected", "share_missed"),
        (0, 0, 0, "no_decision", "nobody_voted"),
    ],
)
def test_more_than_half_of_the_votes_cast(yes, no, abstain, state, code):
    outcome = single.decide(Question(HALF), yes=yes, no=no, abstain=abstain)
    assert (outcome.verdict.state, outcome.verdict.codes) == (state, (code,))
    assert outcome.verdict.reasons[0].ground == "rule 1"


def test_a_share_of_the_roll_needs_the_roll_and_a_quorum_is_asked_first():
    question = Question(HALF, quorum=TWO_THIRDS)
    missed = single.decide(question, yes=199, no=0, roll=300)
    assert missed.verdict.state == "no_decision" and missed.verdict.reasons[0].ground == "rule 2"
    assert single.decide(question, yes=200, no=0, roll=300).verdict.state == "passed"
    with pytest.raises(ValueError, match="roll"):
        single.decide(question, yes=1, no=1)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.fractions(0, 1), st.booleans())
def test_a_share_is_met_as_fractions_say(yes, no, abstain, share, strict):
    outcome = single.decide(Question(Share(share, strict, "cast")), yes=yes, no=no, abstain=abstain)
    cast = yes + no + abstain
    reached = bool(cast and yes) and (Fraction(yes, cast) > share or (not strict and Fraction(yes, cast) == share))
    assert (outcome.verdict.state == "passed") == reached
    assert outcome.verdict.state in STATES


def test_the_most_marks_win_and_a_blank_is_no_mark():
    outcome = single.count("abc", [("a", 4), ("b", 3), ("", 8), ("z", 1)])
    assert outcome.winners == ("a",) and outcome.verdict.reasons[0].numbers == {"ballots": 16, "blank": 9, "seats": 1}


def test_an_outcome_is_json_with_the_same_keys_for_every_rule():
    outcome = Outcome(
        "single", ("a",), ({"n": 1},), None, Verdict("chosen", True, (Reason("why", {"n": 1}, "by-law 3"),))
    )
    assert outcome.as_dict() == {
        "rule": "single",
        "winners": ["a"],
        "stages": [{"n": 1}],
        "spent": None,
        "verdict": {
            "state": "chosen",
            "valid": True,
            "reasons": [{"code": "why", "numbers": {"n": 1}, "ground": "by-law 3"}],
        },
    }
