"""Scottish STV: as pref_voting counts generated profiles, as the rules say at their edges, and its files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.errors import Refused
from gongzhi.voting.rules import rankings, stv

GOLDEN = json.loads(Path(__file__).with_name("golden_stv.json").read_text(encoding="utf-8"))


def ranked(*ballots: tuple[str, int]) -> list[tuple[stv.Ranking, int]]:
    """("a b c", 3) as three ballots; "a=b" is one rank."""
    return [(tuple(tuple(rank.split("=")) for rank in words.split()), papers) for words, papers in ballots]


def test_every_stored_profile_elects_whom_the_oracle_elects():
    lots = 0
    for number, one in enumerate(GOLDEN):
        ballots = [(tuple(tuple(map(str, rank)) for rank in ranking), papers) for ranking, papers in one["ballots"]]
        outcome = stv.count([str(c) for c in range(one["candidates"])], ballots, seats=one["seats"], seed="published")
        drawn = any(reason.numbers.get("by") == "lot" for reason in outcome.verdict.reasons)
        lots += drawn
        assert sorted(map(int, outcome.winners)) in one["possible"], number
        assert drawn or len(one["possible"]) == 1, number
    assert len(GOLDEN) - lots > 150  # most need no lot, so that agreeing is no chance


def test_a_surplus_goes_on_in_parts_of_a_hundred_thousandth():
    outcome = stv.count("abc", ranked(("a b", 10), ("b", 1), ("c", 4)), seats=2, seed="s")
    first, second = outcome.stages[:2]
    assert first["quota"] == 6 and first["elected"] == ["a"]
    # 4 over of 10: each paper goes on at .4
    assert second["votes"] == {"a": "6.00000", "b": "5.00000", "c": "4.00000"}
    assert outcome.winners == ("a", "b") and outcome.verdict.state == "elected"


def test_what_is_cut_off_after_five_places_goes_to_nobody():
    outcome = stv.count("abcd", ranked(("a b", 7), ("c", 2), ("d", 2)), seats=2, seed="s")
    # quota 4, 3 over of 7: .42857 each of seven, and .00001 is lost
    assert outcome.stages[1]["votes"]["b"] == "2.99999"
    assert outcome.stages[1]["not_transferable"] == "0.00001"


def test_equals_are_told_apart_by_the_latest_stage_at_which_they_differed():
    ballots = ranked(("a", 10), ("b", 4), ("c", 3), ("d c", 1), ("e", 9))
    outcome = stv.count("abcde", ballots, seats=2, seed="")
    out = [stage["candidate"] for stage in outcome.stages if stage["act"] == "excluded"]
    assert out[:2] == ["d", "c"]  # four each at the second stage; c had fewer at the first
    reason = next(r for r in outcome.verdict.reasons if r.code == "tie_broken")
    assert reason.ground.endswith("rule 51")
    assert reason.numbers["by"] == "earlier_stage" and outcome.verdict.valid is None


def test_a_lot_depends_on_the_seed_alone_and_without_a_seed_the_count_is_not_valid():
    ballots = ranked(("a", 2), ("b", 2), ("c", 2))
    drawn = {seed: stv.count("abc", ballots, seats=1, seed=seed) for seed in ("1", "2", "3", "4", "5", "6", "7", "8")}
    assert len({outcome.winners for outcome in drawn.values()}) > 1
    again = stv.count("cab", list(reversed(ballots)), seats=1, seed="3")
    assert again.winners == drawn["3"].winners
    unseeded = stv.count("abc", ballots, seats=1)
    assert unseeded.verdict.valid is False and "lot_without_seed" in unseeded.verdict.codes


def test_a_withdrawn_candidate_is_passed_over_and_a_blank_ballot_is_no_vote():
    ballots = ranked(("a b", 6), ("b", 1), ("c", 5))
    outcome = stv.count("abc", [*ballots, ((), 9)], seats=1, withdrawn=["a"])
    assert outcome.winners == ("b",)
    assert outcome.verdict.reasons[1].numbers == {"who": "a"}
    assert outcome.verdict.reasons[0].numbers == {"ballots": 12, "blank": 9, "seats": 1, "quota": 7}


def test_nobody_votes_nothing_to_elect_and_fewer_candidates_than_seats():
    assert stv.count("abc", [], seats=2).verdict.codes == ("nobody_voted",)
    assert stv.count("abc", [(("z",), 3)], seats=2).verdict.state == "no_decision"
    few = stv.count("ab", ranked(("a b", 3)), seats=5)
    assert set(few.winners) == {"a", "b"} and "too_few_candidates" in few.verdict.codes
    with pytest.raises(Refused):
        stv.count("ab", ranked(("a", 1)), seats=0)


@given(
    st.lists(st.tuples(st.permutations("abcdef"), st.integers(1, 6), st.integers(1, 40)), min_size=1, max_size=8),
    st.integers(1, 5),
)
def test_no_vote_is_made_or_lost(drawn, seats):
    ballots = [(tuple((one,) for one in order[:length]), papers) for order, length, papers in drawn]
    outcome = stv.count("abcdef", ballots, seats=seats, seed="s")
    cast = sum(papers for _ranking, papers in ballots)
    assert len(set(outcome.winners)) == seats
    for stage in outcome.stages:
        if "votes" in stage:
            shown = [*stage["votes"].values(), stage["not_transferable"]]
            assert sum(int(one.replace(".", "")) for one in shown) == cast * stv.WHOLE


@given(st.lists(st.permutations("abcd"), min_size=1, max_size=12))
def test_a_majority_of_first_places_always_wins_the_only_seat(orders):
    ballots = [(tuple((one,) for one in order), 1) for order in orders]
    firsts = [order[0] for order in orders]
    winner = stv.count("abcd", ballots, seats=1, seed="s").winners[0]
    for one in set(firsts):
        assert 2 * firsts.count(one) <= len(firsts) or winner == one


# --- files

SAME = ((((("1",), ("2",), ("3",)), 5)), ((("3",), ("1", "2")), 2))
NAMES = "".join(f"# ALTERNATIVE NAME {at}: {name}\n" for at, name in enumerate("ABC", start=1))
NEW = f"# NUMBER ALTERNATIVES: 3\n{NAMES}# NUMBER VOTERS: 7\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("new.toc", NEW + "5: 1,2,3\n2: 3,{1,2}\n"),
        ("old.toi", "3\n1,A\n2,B\n3,C\n7,7,2\n5,1,2,3\n2,3,{1,2}\n"),
        ("some.blt", '3 2\n# said\n5 1 2 3 0\n2 3 1=2 0\n0\n"A"\n"B"\n"C"\n"Title"\n'),
        ("ranks.csv", "count,rank1,rank2,rank3\n5,1,2,3\n2,3,1=2,\n"),
        ("candidates.csv", "\ufeff票数,1,2,3\n5,1,2,3\n2,2,2,1\n"),
    ],
)
def test_four_ways_to_write_the_same_ballots(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    if name == "candidates.csv":  # headings that are ids, not ranks
        file.write_text(text.replace(",1,2,3\n", ",甲,乙,丙\n", 1), encoding="utf-8")
    found = rankings.read(file)
    assert found.candidates == (("甲", "乙", "丙") if name == "candidates.csv" else ("1", "2", "3"))
    if name != "candidates.csv":
        assert found.ballots == SAME
    assert sum(papers for _ranking, papers in found.ballots) == 7


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.soi", NEW + "5: 1,2,3\n2: 3,9\n", 7),
        ("a.soi", NEW + "5: 1,2,3\n2: 3,3\n", 7),
        ("a.soi", NEW + "5: 1,2,3\n", 6),
        ("a.toc", NEW + "5: 1,2,3\n2: 3,{1,2\n", 7),
        ("a.soi", NEW + "many: 1,2,3\n", 6),
        ("a.soc", "", 1),
        ("a.soc", "3\n1,A\n", 2),
        ("a.blt", "3 2\n5 1 2 3 0\n2 3 1\n0\n", 3),
        ("a.blt", "3 2\n5 1 2 3 0\n", 2),
        ("a.blt", "three two\n", 1),
        ("a.csv", "rank1,rank2\n1\n", 2),
        ("a.csv", "甲,乙\n1,第二\n", 2),
        ("a.csv", "甲,甲\n1,2\n", 1),
    ],
)
def test_a_broken_file_is_refused_by_its_line(tmp_path, name, text, line):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        rankings.read(file)
    assert f"第 {line} 行" in str(refused.value) and refused.value.code == "ballot_file"


def test_a_blt_file_brings_its_seats_and_who_withdrew(tmp_path):
    file = tmp_path / "a.blt"
    file.write_text('3 1\n-1\n5 1 2 0\n4 3 0\n0\n"A"\n"B"\n"C"\n', encoding="utf-8")
    found = rankings.read(file)
    assert (found.seats, found.withdrawn, found.names["3"]) == (1, ("1",), "C")
    outcome = stv.count(found.candidates, found.ballots, seats=1, withdrawn=found.withdrawn)
    assert outcome.winners == ("2",)
