"""Committees: every shared profile by every rule that we count, and the edges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.errors import Refused
from gongzhi.voting.rules import abc, committees
from gongzhi.voting.rules.abc import Profile
from gongzhi.voting.rules.ties import TieBreak

PROMISED = {"av", "seqphragmen", "equal-shares", "equal-shares-with-av-completion"}
ONE_ONLY = "equal-shares-with-increment-completion"
# Looking at every committee takes its time; a sixth of the files is enough for what is not promised.
OTHERS = 6

GOOD = """description: "hand made,
  on two lines"
profile: [[0, 1], [0, 1], [0,
    2], [3], []]
num_cand: 4
committeesize: 2
compute:
- rule_id: av
  result: [[0, 1]]
  resolute: false
- rule_id: rsd
  result:
  resolute: true
"""


def test_every_shared_profile_gives_the_expected_committees(shared_data):
    compared = dict.fromkeys(committees.RULES, 0)
    for number, file in enumerate(sorted((shared_data / "committees").glob("*.abc.yaml"))):
        profile = abc.read(file)
        for expected in profile.expected:
            rule = expected.rule
            wanted = rule in PROMISED | {ONE_ONLY} or (rule in committees.RULES and number % OTHERS == 0)
            if not wanted or expected.committees is None or (expected.resolute and rule != ONE_ONLY):
                continue
            found = committees.RULES[rule](profile)
            if rule == ONE_ONLY:  # ties by number at every step
                assert found[0] in expected.committees, file.name
            else:
                assert found == sorted(expected.committees), (file.name, rule)
            compared[rule] += 1
    assert all(compared[rule] == 80 for rule in PROMISED | {ONE_ONLY})
    assert sum(many > 0 for many in compared.values()) >= 18


def test_a_profile_as_it_is_written():
    profile = abc.parse(GOOD)
    assert (profile.candidates, profile.seats, profile.voters) == (4, 2, 5)
    assert dict(profile.ballots)[frozenset({0, 1})] == 2 and dict(profile.ballots)[frozenset()] == 1
    assert profile.expected[0] == abc.Expected("av", ((0, 1),), False) and profile.expected[1].committees is None
    weighed = abc.parse(GOOD.replace("num_cand", "voter_weights: [1, 1, 1, 9, 1]\nnum_cand"))
    assert committees.count("av", weighed, TieBreak(("id",))).winners == ("0", "3")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("profile: [[0, 1], ", "profile: [0, ", "第 3 行"),
        ("[3], []]", "[9], []]", "第 3 行"),
        ("[3], []]", "[3, 3], []]", "第 3 行"),
        ("[3], []]", "[3], []", "第 3 行"),
        ("profile:", "votes:", "profile"),
        ("num_cand: 4", "num_cand: four", "第 5 行"),
        ("committeesize: 2", "committeesize: 9", "应选人数"),
        ("committeesize: 2\n", "", "应选人数"),
        ("num_cand: 4", "num_cand: 4\nvoter_weights: [1]", "第 6 行"),
        ("- rule_id: av\n  result: [[0, 1]]", "- rule_id: av\n  result: [0, 1]", "第 9 行"),
        ("compute:", "compute", "第 7 行"),
        (GOOD, "just words", "第 1 行"),
        (GOOD, "", "profile"),
    ],
)
def test_a_broken_profile_is_refused(old, new, says):
    with pytest.raises(Refused) as refused:
        abc.parse(GOOD.replace(old, new))
    assert says in str(refused.value)


def profile_of(seats: int, *ballots: tuple[set[int], int], candidates: int = 5) -> Profile:
    return Profile(candidates, tuple((frozenset(approved), weight) for approved, weight in ballots), seats)


def test_a_third_of_the_voters_gets_a_third_of_the_seats():
    profile = profile_of(3, ({0, 1, 2}, 20), ({3}, 10))
    assert committees.RULES["av"](profile) == [(0, 1, 2)]
    for rule in ("seqphragmen", "equal-shares", "pav", "seqpav"):
        assert all(3 in committee for committee in committees.RULES[rule](profile)), rule


def test_ties_are_told_or_broken_as_the_charter_says():
    profile = profile_of(2, ({0}, 3), ({1}, 2), ({2}, 2))
    tied = committees.count("av", profile)
    assert tied.verdict.state == "tied" and tied.winners == ("0",) and len(tied.stages) == 2
    assert committees.count("av", profile, TieBreak(("id",))).winners == ("0", "1")
    drawn = {committees.count("av", profile, TieBreak(("lot",), seed)).winners for seed in "abcdefgh"}
    assert drawn == {("0", "1"), ("0", "2")}


def test_nobody_votes_and_too_many_committees_to_look_at():
    assert committees.count("av", profile_of(2, (set(), 7))).verdict.codes == ("nobody_voted",)
    with pytest.raises(Refused) as refused:
        committees.count("pav", profile_of(20, ({0}, 1), candidates=40))
    assert refused.value.code == "too_many"


@given(
    st.integers(1, 4),
    st.lists(st.tuples(st.sets(st.integers(0, 4)), st.integers(1, 5)), min_size=1, max_size=5),
    st.sampled_from(["av", "sav", "seqphragmen", "equal-shares", "equal-shares-with-av-completion", "seqpav"]),
)
def test_every_committee_is_full_and_a_weight_is_so_many_voters(seats, ballots, rule):
    profile = profile_of(seats, *ballots)
    found = committees.RULES[rule](profile)
    assert found and all(len(set(one)) == seats for one in found) and len(set(found)) == len(found)
    one_by_one = profile_of(seats, *((approved, 1) for approved, weight in ballots for _one in range(weight)))
    assert committees.RULES[rule](one_by_one) == found
