"""The plain rules of topics: who decides what, the ways between tiers, seats, interests, what is missing, counts."""

from __future__ import annotations

import csv
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi import mandates
from gongzhi.deliberation import words
from gongzhi.deliberation.lifecycle import TOPIC, TOPIC_DUTIES
from gongzhi.deliberation.rules import tables
from gongzhi.deliberation.rules.counting import next_day, shown
from gongzhi.deliberation.rules.interests import ItemLine, PartyLine, minorities, nets, out_of_balance, split
from gongzhi.deliberation.rules.readiness import Standing, missing
from gongzhi.deliberation.rules.seating import CORE_AS, SITS_AS, core_plan, party_plan
from gongzhi.deliberation.rules.voices import Said, merged
from gongzhi.deliberation.services.clocks import LIMITS
from gongzhi.meetings import words as meeting_words
from gongzhi.organisations.words import BODY_KINDS
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting import words as voting_words

TODAY = date(2026, 11, 22)
KINDS = tables.decisions().kinds


# --- who decides what (B09) ---


@pytest.mark.row("B09")
def test_every_matter_type_of_the_starting_list_has_one_line_that_decides():
    table = tables.decisions()
    lines = {(row["code"], row["group"]) for row in start_list()}
    assert len(lines) > 200
    for code, group in lines:
        assert table.of(code, group).code in table.kinds
    # Nothing in the table speaks of what the list does not know.
    codes, groups = {code for code, _ in lines}, {group for _, group in lines}
    assert set(table.by_code) <= codes
    assert set(table.by_group) == groups


def start_list() -> list[dict[str, str]]:
    path = Path(mandates.__file__).parent / "lists" / "start.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.row("B09")
def test_every_line_says_who_by_which_rule_and_with_which_effect():
    rules = {*voting_words.RULES, *tables.WITHOUT_VOTE, "election"}
    for line in KINDS.values():
        assert line.decider in words.DECIDERS and line.effect in words.EFFECTS, line.code
        assert line.rule in rules and line.orders in meeting_words.ORDERS, line.code
        assert line.ground and line.name and line.name_en, line.code
        assert line.open or (line.why and line.why_en), line.code
        assert not (line.statutory and line.votes), "what a department decides by law is not voted on"


@pytest.mark.row("B09")
def test_the_nine_owners_matters_are_those_of_the_law():
    nine = [line for line in KINDS.values() if line.decider == "owners_assembly"]
    assert [line.ground[-2] for line in nine] == list("一二三四五六七八九")
    ordinary = set(rulebook.words("owners.ordinary_matters", TODAY))
    special = set(rulebook.words("owners.special_matters", TODAY))
    assert {line.matter for line in nine} == ordinary | special and len(nine) == 9
    assert all(line.major and line.rule == "owners" and line.effect == "binding_owners" for line in nine)


@pytest.mark.row("B09")
@pytest.mark.parametrize("name", ["code", "codes", "groups"])
def test_a_table_with_two_answers_is_refused(name):
    line = {
        "code": "x", "name": "x", "name_en": "x", "decider": "council", "rule": "consensus", "orders": "council_3x",
        "effect": "plan", "ground": "x", "codes": ["AA01"], "groups": ["G"],
    }  # fmt: skip
    other = {**line, "code": "y", "codes": ["BB01"], "groups": ["H"], name: line[name]}
    with pytest.raises(ValueError, match="twice"):
        tables.read_decisions([line, other])
    with pytest.raises(KeyError):
        tables.read_decisions([line]).of("ZZ99", "nothing")


# --- the lifecycle and its clocks ---


def test_in_every_open_state_somebody_owes_something():
    assert set(TOPIC_DUTIES) == {state for state in TOPIC.states if TOPIC.is_open(state)} == set(LIMITS)
    assert set(TOPIC.states) == set(words.TOPIC_STATES)
    assert {move.name for move in TOPIC.moves} == set(words.TOPIC_MOVES)
    assert set(words.DECIDERS) >= {line.decider for line in KINDS.values()}


# --- four tiers (B02) ---


@pytest.mark.row("B02")
def test_the_ways_between_tiers():
    allowed = {
        ("building", "community"): "up", ("community", "street"): "up",
        ("street", "community"): "down", ("street", "building"): "down", ("community", "building"): "down",
        ("online", "building"): "feed", ("online", "community"): "feed", ("online", "street"): "feed",
    }  # fmt: skip
    assert set(tables.tiers()) == set(words.TIERS)
    for way in product(words.TIERS, repeat=2):
        assert tables.ways().get(way) == allowed.get(way), way


_texts = st.text("灯亮吗。 ab", min_size=1, max_size=6)
_said = st.builds(Said, st.sampled_from(list(words.TIERS)), _texts, st.sampled_from("abcdefg"))


@pytest.mark.row("B02")
@given(st.lists(_said, max_size=12))
def test_what_was_said_at_any_tier_stands_in_the_record_once(said):
    record = merged(said)
    assert merged([*record, *said]) == record  # brought again by another tier, nothing is added
    assert len({one.same for one in record}) == len(record)
    assert {one.same for one in said} >= {one.same for one in record}
    for one in said:  # and nobody's words are lost
        assert any(kept.same == one.same or merged([kept, one]) == [kept] for kept in record)


def test_the_same_words_in_another_width_are_the_same_opinion():
    record = merged([Said("building", "装充电桩，离我家远一点。", "a"), Said("online", "装充电桩,离我家远一点", "b")])
    assert [one.tier for one in record] == ["building"]


# --- the table: 3+X (B01) ---

_bodies = st.dictionaries(st.sampled_from(sorted(BODY_KINDS)), st.integers(1, 50), max_size=12)
_parties = st.lists(st.sampled_from(list(words.PARTIES)), min_size=1, max_size=8)


@pytest.mark.row("B01")
@given(_bodies, _parties, st.integers(51, 60))
def test_any_topic_has_three_core_seats_and_a_seat_for_every_party(bodies, parties, lead):
    core = core_plan(tables.core_seats(), bodies, lead)
    assert [seat.core for seat in core] == ["community", "owners", "property"]
    assert all(seat.body_id in {*bodies.values(), lead} for seat in core)
    for seat, row in zip(core, tables.core_seats(), strict=True):
        assert seat.stand_in == (not set(row.kinds) & set(bodies)), "who sits for another is marked"
        assert seat.stand_in or seat.body_id in {bodies[kind] for kind in row.kinds if kind in bodies}
    numbered = list(enumerate(parties, 1))
    table = party_plan(numbered, tables.party_sources(), bodies)
    assert {seat.party for seat in table} == {number for number, _ in numbered}
    assert set(SITS_AS) == set(words.PARTIES) and set(CORE_AS) == set(words.CORE_SEATS)
    assert {*SITS_AS.values(), *CORE_AS.values()} <= set(meeting_words.SEAT_KINDS)


# --- interests (B19) and minorities (B08) ---


@pytest.mark.row("B19")
@given(st.integers(0, 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_shares_make_up_the_whole_to_the_last_fen(fen, weights):
    shares = split(fen, weights)
    assert sum(shares) == fen
    whole = sum(weights)
    assert all(abs(share - Fraction(fen * weight, whole)) < 1 for share, weight in zip(shares, weights, strict=True))


_items = st.lists(
    st.tuples(st.sampled_from(["cost", "benefit"]), st.dictionaries(st.sampled_from("abc"), st.integers(0, 10**6))),
    max_size=6,
)


@pytest.mark.row("B19")
@given(_items)
def test_what_all_gain_less_what_all_pay_is_the_balance(rows):
    items = [ItemLine(side, sum(shares.values()), shares) for side, shares in rows if shares]
    assert not out_of_balance(items)
    whole = sum((item.fen or 0) * (1 if item.side == "benefit" else -1) for item in items)
    assert sum(net.net for net in nets(items).values()) == whole


@pytest.mark.row("B19")
@pytest.mark.parametrize(
    "item",
    [
        ItemLine("cost", 100, {"a": 60, "b": 39}),
        ItemLine("cost", 100, {}),
        ItemLine("cost", 100, {"a": 100, "b": None}),
        ItemLine("risk", None, {"a": 5}),
    ],
)
def test_a_table_that_does_not_balance_is_found(item):
    assert out_of_balance([item]) == [0]


@pytest.mark.row("B08")
def test_a_minority_is_who_pays_more_or_bears_the_risk_and_is_few():
    parties = [PartyLine("riders", 60), PartyLine("ground_floor", 12), PartyLine("others", 40)]
    items = [
        ItemLine("benefit", 10_000, {"riders": 10_000}),
        ItemLine("cost", 6_000, {"riders": 5_000, "others": 1_000}),
        ItemLine("risk", None, {"ground_floor": None}),
    ]
    half = Fraction(1, 2)
    assert minorities(parties, items, half) == {"ground_floor": "bears_risk", "others": "pays_more"}
    # A majority that pays is not a minority; a party of unknown size is looked at as one.
    assert minorities([PartyLine("others", 60), PartyLine("riders", 1)], items, half) == {}
    assert minorities([PartyLine("others", 0), PartyLine("riders", 9)], items, half) == {"others": "pays_more"}
    exactly = [PartyLine("others", 50), PartyLine("riders", 50)]
    assert minorities(exactly, items, half) == {}


# --- what is missing (B06, B08, B09, B10) ---

READY = Standing(
    KINDS["owners_change_use"], tables.methods()["council"], parties=2, core_seats=3, investigations=1,
    meetings=("council_3x",), vote="valid", vote_rule="owners", published=True,
)  # fmt: skip


def lacking(move, **changes):
    return missing(Standing(**{**vars(READY), **changes}), move)


@pytest.mark.row("B06")
@pytest.mark.parametrize("move", ["deliberate", "put_to_vote", "conclude"])
def test_without_an_investigation_there_is_no_conclusion(move):
    assert lacking(move, vote="valid") == () or move == "put_to_vote"
    assert "investigation" in lacking(move, investigations=0)


@pytest.mark.row("B08")
@pytest.mark.parametrize("kind", [line for line in KINDS.values() if line.open])
def test_no_line_of_the_table_lets_a_minority_be_passed_over(kind):
    assert "minority" in lacking("conclude", kind=kind, vote_rule=kind.rule, unmet=1)
    assert "minority" not in lacking("conclude", kind=kind, vote_rule=kind.rule)


@pytest.mark.row("B10")
def test_a_forum_alone_carries_no_major_matter():
    forum = {"method": tables.methods()["forum"], "meetings": ("residents_forum", "residents_forum"), "vote": ""}
    for kind in (line for line in KINDS.values() if line.major):
        assert "forum_only" in lacking("conclude", kind=kind, **forum), kind.code
        assert "forum_only" in lacking("put_to_vote", kind=kind, **forum), kind.code
    # For opinions it is fine: where the council decides, another meeting must still come.
    small = KINDS["public_affairs"]
    assert lacking("conclude", kind=small, **forum) == ("forum_decides_not",)
    assert lacking("conclude", kind=small, **{**forum, "meetings": ("residents_forum", "council_3x")}) == ()
    # And the lawful vote is basis enough, whatever was held before it.
    assert lacking("conclude", meetings=("residents_forum",)) == ()


@pytest.mark.row("B09")
def test_a_decision_needs_its_own_rule():
    assert lacking("conclude", vote_rule="approval") == ("wrong_rule",)
    assert lacking("conclude", vote="running") == ("vote_running",)
    assert lacking("conclude", vote="") == ("vote",)
    assert lacking("put_to_vote", kind=KINDS["public_affairs"]) == ("no_vote",)
    assert lacking("carry_out", published=False) == ("publish",)
    assert set(words.MISSING) >= {
        "forum_only",
        "forum_decides_not",
        "kind",
        "meeting",
        *lacking("deliberate", parties=0),
    }


# --- counts without persons (Q22) ---


@pytest.mark.row("Q22")
@given(st.dictionaries(st.integers(1, 20), st.integers(0, 9), max_size=8), st.integers(1, 5))
def test_small_counts_and_what_gives_them_away_are_left_out(counts, least):
    told = shown(counts, least)
    hidden = [key for key, count in told.items() if count is None]
    assert all(told[key] == counts[key] for key in counts if key not in hidden)
    assert all(key in hidden for key, count in counts.items() if 0 < count < least)
    shown_ones = [key for key in counts if counts[key] and key not in hidden]
    assert len(hidden) != 1 or not shown_ones, "the sum would give a single one away"
    assert not any(0 < count < least for count in counts.values()) or hidden


@pytest.mark.row("C08")
def test_the_council_hears_applications_on_fixed_days():
    days = ((1, 15), (7, 15))
    assert next_day(date(2026, 1, 15), days) == date(2026, 1, 15)
    assert next_day(date(2026, 1, 16), days) == date(2026, 7, 15)
    assert next_day(date(2026, 7, 16), days) == date(2027, 1, 15)
