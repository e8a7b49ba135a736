"""Who goes first of equals: the by-laws name it, a committed seed draws it, and anybody draws the same again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.voting.living import ABOUT, CLOSES, DAY, OPENS, Live, live, people_roll, projects
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.voting import services
from gongzhi.voting.rules import certificate, free
from gongzhi.voting.rules.ties import drawn
from gongzhi.voting.selectors.results import extras_of

OPTIONS = [("a", 50), ("b", 50), ("c", 50)]
RULES = ("approval", "single", "score", "equal_shares", "greedy")
SEEDS = ("1", "2", "3", "5", "8", "13", "21", "34")


def tied(rule: str, **charter: Any) -> dict[str, Any]:
    ballots: list[Any] = [[key] for key, _cost in OPTIONS]
    if rule == "score":
        ballots = [{key: 3} for key, _cost in OPTIONS]
    if rule in ("equal_shares", "greedy"):
        ballots = [["a", "b", "c"]] * 3
    given = {"budget": 50} if rule in ("equal_shares", "greedy") else {"top_score": 5}
    return free.inputs(rule, OPTIONS, ballots * 2, {"seats": 1, **given, **charter})


def counted(rule: str, inputs: dict[str, Any]) -> dict[str, Any]:
    item = certificate.Item(rule, inputs)
    return json.loads(json.dumps(certificate.certificate([item], vote={"id": 1, "rule": rule}, base={})))


@pytest.mark.parametrize("rule", RULES)
def test_the_seed_chooses_and_a_recount_draws_the_same(rule: str):
    chosen = {}
    for seed in SEEDS:
        found = counted(rule, tied(rule, tie_break="lot", seed=seed))
        chosen[seed] = found["items"][""]["outcome"]["winners"]
        assert chosen[seed] == drawn(["a", "b", "c"], seed)[:1], "anybody draws it with a hash"
        assert certificate.differences(found) == [] and found["items"][""]["inputs"]["seed"] == seed
        assert "tie_broken" in {one["code"] for one in found["items"][""]["outcome"]["verdict"]["reasons"]}
        forged = json.loads(json.dumps(found))
        forged["items"][""]["inputs"]["seed"] = next(s for s in SEEDS if drawn("abc", s)[0] != chosen[seed][0])
        assert certificate.differences(forged), "another seed chooses another"
    assert len({tuple(winner) for winner in chosen.values()}) == 3


@pytest.mark.parametrize("rule", RULES)
def test_without_a_rule_for_equals_it_is_as_before(rule: str):
    found = counted(rule, tied(rule, seed="1"))["items"][""]["outcome"]
    assert found["verdict"]["state"] == ("chosen" if rule in ("equal_shares", "greedy") else "tied")
    assert found["winners"] == (["a"] if rule in ("equal_shares", "greedy") else [])


@settings(max_examples=20, deadline=None)
@given(st.text(min_size=1, max_size=20), st.lists(st.sampled_from("abc"), max_size=9))
def test_a_lot_never_overrules_votes(seed: str, picked: list[str]):
    votes = {key: picked.count(key) for key in "abc"}
    inputs = free.inputs("single", OPTIONS, [[one] for one in picked], {"seats": 1, "tie_break": "lot", "seed": seed})
    winners = free.COUNTED["single"](inputs).winners
    assert all(votes[one] == max(votes.values()) for one in winners) and len(winners) == (1 if picked else 0)


# --- lived through ----------------------------------------------------------------------------------------------------


@pytest.fixture
def held(street: World) -> Live:
    given: dict[str, Any] = {
        "rule": "approval",
        "secrecy": "secret",
        "charter": {"seed": "彩票 2026-11-22", "seats": 1},
    }
    return live(street, people_roll(4), title="先修哪个", options=projects(), **given).opened()


@pytest.mark.django_db
def test_the_seed_stands_on_the_page_before_and_in_the_certificate_after(held: Live):
    with clock.at(OPENS + DAY):
        page = Client().get(reverse("vote", args=[held.vote.pk])).content.decode()
        assert "由抽签定；种子是“彩票 2026-11-22”" in page
        held.cast(held.resident(1), choice={"picked": ["lamp"]})
        held.cast(held.resident(2), choice={"picked": ["tree"]})
    data = held.result()
    assert data["items"][""]["outcome"]["winners"] == drawn(["lamp", "tree"], "彩票 2026-11-22")[:1]
    assert data["vote"]["charter"]["tie_break"] == "lot" and certificate.differences(data) == []
    assert extras_of(data).votes["lamp"] == 1


@pytest.mark.django_db
def test_by_laws_about_equals_that_cannot_be_kept_are_refused(held: Live):
    wish: dict[str, Any] = {"actor": held.desk[0], "about": ABOUT, "body_id": held.body_id, "title": "x",
                            "place_id": held.vote.place_id, "opens": OPENS, "closes": CLOSES}  # fmt: skip
    for rule, charter, code in (
        ("approval", {"tie_break": "lot"}, "seed_needed"), ("approval", {"tie_break": "age"}, "tie_rule"),
        ("owners", {"tie_break": "id"}, "charter"), ("ranked", {"tie_break": "id"}, "charter"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            services.draw_up(rule=rule, charter=charter, options=projects(), **wish)
        assert refusal.value.code == code
