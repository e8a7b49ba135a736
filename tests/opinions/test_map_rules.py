"""The opinion map at its edges: nobody, one person, all alike, nothing said, no clear groups; and by hand."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.opinions.exports import agreed, camps, shuffled

from gongzhi.opinions.rules import map as map_module
from gongzhi.opinions.rules.consensus import above_half, above_others
from gongzhi.opinions.rules.grouping import agreement, grouped
from gongzhi.opinions.rules.map import draw
from gongzhi.opinions.rules.matrix import Votes, votes_of, votes_of_numbers
from gongzhi.opinions.rules.pca import axes_by_products, axes_of, covariance, moved_of
from gongzhi.opinions.rules.picture import from_dict

FOR, AGAINST = (1, 1, 1, 1, 1, -1, -1, 1), (-1, -1, -1, -1, 1, 1, 1, 1)


def by_lot(people: int, statements: int, seed: int) -> Votes:
    """Everybody votes on everything, by lot: there is nothing to find."""
    chance = random.Random(seed)
    told = [(str(p), str(s), chance.choice((1, -1))) for p in range(people) for s in range(statements)]
    return votes_of(*map(list, zip(*told, strict=True)))


def test_two_camps_share_one_thing_and_are_told_apart_by_what_they_say() -> None:
    drawn = draw(camps((20, FOR), (12, AGAINST)))
    assert drawn.sizes == {0: 20, 1: 12} and drawn.clear and drawn.stability == 1.0
    assert {drawn.groups[f"0-{at}"] for at in range(20)} == {0}
    assert drawn.group_aware_consensus["4"] == pytest.approx((21 / 22) * (13 / 14))
    assert drawn.minimum["4"] == pytest.approx(13 / 14)
    assert drawn.minimum["0"] == pytest.approx(1 / 14)
    assert [row.statement for row in drawn.majority["agree"]][:2] == ["4", "7"]
    says = {row.statement: row.side for row in drawn.representative[1]}
    assert says == {"5": "agree", "0": "disagree", "1": "disagree", "2": "disagree", "3": "disagree"}
    assert [row.side for row in drawn.representative[1]] == sorted(row.side for row in drawn.representative[1])


@pytest.mark.parametrize(
    "votes",
    [
        camps(),
        camps((1, FOR)),
        camps((2, (1,))),
        camps((30, (1, 1, 1, 1, 1, 1, 1))),
        camps((30, (0, 0, 0, 0, 0, 0, 0))),
        camps((30, (1,))),
    ],
    ids=["nobody", "one person", "two on one statement", "all alike", "only passes", "one statement, all alike"],
)
def test_where_there_is_no_difference_there_are_no_groups(votes: Votes) -> None:
    drawn = draw(votes)
    assert drawn.groups == {} and drawn.sizes == {} and drawn.representative == {}
    assert drawn.stability is None and not drawn.clear and drawn.silhouette == 0
    assert json.loads(json.dumps(drawn.as_dict(), allow_nan=False))["people"] == len(votes.people)


def test_all_alike_still_have_a_majority() -> None:
    drawn = draw(camps((30, (1, -1, 0, 1, 1, 1, 1))))
    assert [row.statement for row in drawn.majority["disagree"]] == ["1"]
    assert len(drawn.majority["agree"]) == 5 and "2" not in {row.statement for row in drawn.majority["agree"]}


def test_one_statement_can_divide() -> None:
    drawn = draw(camps((15, (1,)), (15, (-1,))))
    assert sorted(drawn.sizes.values()) == [15, 15] and drawn.clear


def test_who_only_passed_stands_in_the_middle_and_breaks_nothing() -> None:
    drawn = draw(camps((20, FOR), (12, AGAINST), (1, (0,) * 8)))
    assert len(drawn.groups) == 33 and drawn.clear


def test_what_nobody_voted_on_is_there_and_says_nothing() -> None:
    voted = camps((20, FOR), (12, AGAINST))
    told = votes_of(["a", "b"], ["1", "1"], [1, -1], also=["1", "77"])
    assert told.statements == ("1", "77") and told.per_statement().tolist() == [2, 0]
    drawn = draw(votes_of(*_told(voted), also=["77"]))
    assert drawn.everybody["77"].seen == 0 and drawn.group_aware_consensus["77"] == 0.25
    assert drawn.axes[0]["77"] == 0 and "77" not in {row.statement for row in drawn.majority["agree"]}


def _told(votes: Votes) -> tuple[list[str], list[str], list[int]]:
    table = votes.cells.tocoo()
    return (
        [votes.people[at] for at in table.row],
        [votes.statements[at] for at in table.col],
        [int(value) for value in table.data],
    )


def test_a_statement_taken_out_weighs_nothing_and_is_on_no_list() -> None:
    votes = camps((20, FOR), (12, AGAINST))
    drawn = draw(votes_of(*_told(votes), out=["0", "4"]))
    assert drawn.out == ("0", "4")
    assert drawn.axes[0]["0"] == drawn.axes[1]["0"] == 0
    listed = {row.statement for rows in (*drawn.majority.values(), *drawn.representative.values()) for row in rows}
    assert not listed & {"0", "4"} and listed
    assert drawn.everybody["4"].agree == 32, "its votes stay counted"
    everything_out = draw(votes_of(*_told(votes), out=votes.statements))
    assert everything_out.groups == {} and everything_out.majority == {"agree": (), "disagree": ()}


def test_the_last_of_several_votes_counts_and_names_need_not_follow_each_other() -> None:
    votes = votes_of(["9", "10", "9", "x"], ["104", "7", "104", "7"], [1, 1, -1, 0])
    assert votes.people == ("9", "10", "x") and votes.statements == ("7", "104")
    assert votes.cells.toarray().tolist() == [[0, -1], [1, 0], [0, 0]] and votes.cells.nnz == 3
    assert votes.per_person().tolist() == [1, 1, 1], "a pass is a vote"


def test_numbers_for_names_give_the_same_table() -> None:
    rows = [(9, 104, 1), (10, 7, 1), (9, 104, -1), (30, 7, 0)]
    one = votes_of_numbers(rows, also=[7, 500])
    other = votes_of(
        [str(row[0]) for row in rows], [str(row[1]) for row in rows], [row[2] for row in rows], also=["500"]
    )
    assert (one.people, one.statements) == (other.people, other.statements) == (("9", "10", "30"), ("7", "104", "500"))
    assert one.cells.toarray().tolist() == other.cells.toarray().tolist() and one.cells.nnz == other.cells.nnz == 3
    assert votes_of_numbers([]).people == ()


def test_votes_by_lot_show_no_clear_groups() -> None:
    verdicts = [draw(by_lot(60, 24, seed)).clear for seed in range(4)]
    assert sum(verdicts) == 0


def test_no_group_is_smaller_than_asked_for() -> None:
    votes = camps((20, FOR), (12, AGAINST), (2, (1, -1, 1, -1, -1, -1, 1, -1)))
    assert min(draw(votes).sizes.values()) == 2
    assert min(draw(votes, smallest=3).sizes.values()) >= 3
    assert draw(votes, smallest=40).groups == {}


def test_given_groups_are_taken_as_they_are_and_strangers_are_passed_over() -> None:
    votes = camps((20, FOR), (12, AGAINST))
    labels = {f"0-{at}": "上坡" for at in range(20)} | {f"1-{at}": "下坡" for at in range(6)} | {"nobody": "elsewhere"}
    drawn = draw(votes, labels=labels)
    assert drawn.sizes == {"上坡": 20, "下坡": 6} and "1-7" not in drawn.groups
    assert drawn.by_group["下坡"]["5"].seen == 6
    assert drawn.minimum["5"] == pytest.approx(1 / 22)


def test_few_people_with_few_votes_are_taken_in_until_there_are_fifteen() -> None:
    votes = camps((6, (1, 1, 1, 1, None, None, None, None)), (5, (-1, -1, -1, -1, None, None, None, None)))
    drawn = draw(votes)
    assert sorted(drawn.sizes.values()) == [5, 6]
    crowd = draw(camps((20, FOR), (12, AGAINST), (3, (1, None, None, None, None, None, None, None))))
    assert not {who for who in crowd.groups if who.startswith("2-")}, "one vote is no place"


@settings(max_examples=3)
@given(st.integers(0, 10_000))
def test_the_order_and_the_names_of_people_never_matter(seed: int) -> None:
    chance = np.random.default_rng(seed)
    leaning = chance.uniform(0.1, 0.9, (3, 12))
    camp = chance.integers(3, size=50)
    told = [
        (str(p), str(s), 1 if chance.random() < leaning[camp[p], s] else -1)
        for p in range(50)
        for s in range(12)
        if chance.random() < 0.8
    ]
    votes = votes_of(*map(list, zip(*told, strict=True)))
    again, old = shuffled(votes, seed)
    drawn, other = draw(votes), draw(again)
    assert agreed({who: drawn.groups[was] for who, was in old.items() if was in drawn.groups}, other) >= 0.99
    assert draw(votes) == drawn, "and the same votes give the same map"


def test_both_ways_to_the_axes_lead_to_the_same() -> None:
    moved = moved_of(
        camps((20, FOR), (12, AGAINST), (7, (1, -1, 0, 1, -1, None, 0, -1)), (5, (0, 1, 0, -1, 1, 1, 1, 0)))
    )
    written, multiplied = axes_of(covariance(moved.table)), axes_by_products(_wide(moved.table))
    width = moved.table.shape[1]
    assert multiplied.directions[:, :width] == pytest.approx(written.directions, abs=1e-9)
    assert multiplied.shares == pytest.approx(written.shares)


def test_very_many_statements_are_drawn_without_their_covariance(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    answers = [tuple(chance.choice((1, -1)) for _ in range(40)) for _camp in range(2)]
    votes = camps((16, answers[0]), (11, answers[1]), (6, tuple(-value for value in answers[0][:20]) + answers[0][20:]))
    written = draw(votes)
    monkeypatch.setattr(map_module, "WRITTEN_OUT", 10)
    multiplied = draw(votes)
    assert multiplied.groups == written.groups and multiplied.stability == written.stability == 1
    assert multiplied.points["0-0"] == pytest.approx(written.points["0-0"], abs=1e-5)
    assert draw(camps((12, (1,) * 40))).groups == {}


def _wide(table):
    """The same with room for statements that nobody voted on: the second way needs more of them than it looks at."""
    wide = table.copy()
    wide.resize((table.shape[0], 40))
    return wide


def test_the_tests_by_hand() -> None:
    assert above_half(np.array([9]), np.array([9]))[0] == pytest.approx(2 * np.sqrt(10) * 0.5)
    assert above_half(np.array([0]), np.array([0]))[0] == pytest.approx(1.0)
    same = above_others(np.array([5]), np.array([5]), np.array([7]), np.array([7]))
    assert same[0] == 0
    one, two, both = 6 / 7, 2 / 9, 8 / 16
    z = (one - two) / np.sqrt(both * (1 - both) * (1 / 7 + 1 / 9))
    assert above_others(np.array([5]), np.array([6]), np.array([1]), np.array([8]))[0] == pytest.approx(z)


def test_agreement_of_two_groupings() -> None:
    one = np.array([0, 0, 1, 1, 2, 2])
    assert agreement(one, np.array([5, 5, 3, 3, 9, 9])) == 1
    assert agreement(one, np.array([0, 1, 0, 1, 0, 1])) == pytest.approx(-1.2 / 3.3)
    assert agreement(np.zeros(0, int), np.zeros(0, int)) == 1


def test_more_groups_than_places_are_not_made() -> None:
    points = np.array([[0.0, 0.0]] * 5 + [[1.0, 1.0]] * 5)
    assert len(grouped(points).centres) == 2
    assert len(grouped(points, count=3).centres) == 0


def test_a_kept_map_is_read_as_it_was_written() -> None:
    drawn = draw(camps((20, FOR), (12, AGAINST)))
    assert from_dict(json.loads(json.dumps(drawn.as_dict()))) == drawn


def test_who_reads_maps_carries_no_numbers_library() -> None:
    code = (
        "import sys; import gongzhi.opinions.rules.picture, gongzhi.opinions.rules.standing; "
        "sys.exit(bool({'numpy', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": "src"}).returncode == 0
