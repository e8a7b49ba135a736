"""A topic decided by the owners' own vote: the lawful body, the lawful rule, and what the certified result says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.deliberation.test_topic_life import refused
from tests.deliberation.topics_world import raised
from tests.voting.living import CLOSES, OPENS, OWNERS, committee
from tests.voting.living import Live as LiveVote

from gongzhi.deliberation import selectors
from gongzhi.kernel import clock
from gongzhi.record import selectors as record
from gongzhi.voting import services as voting
from gongzhi.voting.models import Vote

PHONES = [f"1380000000{n}" for n in range(1, 5)]
LATER = CLOSES + timedelta(days=10)


@pytest.fixture
def put(street):
    """Charging points on common land: looked into, discussed, its minority met, put to the owners."""
    body, desk = committee(street)
    live = raised(street, "NYHY", matter="LD13")
    live.do("take_up", kind="owners_change_use", title="在北门空地装充电桩", lead=body)
    live.seated().investigated().deliberating("forum").met("residents_forum")
    given = {"actor": desk[0], "opens": OPENS, "closes": CLOSES}
    refused("minority", live.do, "put_to_vote", **given)
    live.minority_met()
    refused("forum_only", live.do, "put_to_vote", **given)  # nothing but a forum was held
    live.met("council_3x", 2)
    vote = live.do("put_to_vote", **given)
    return live, LiveVote(street, body, desk, vote)


def voted(vote: LiveVote, choice: str, phones: list[str]) -> None:
    voting.import_roll(
        actor=vote.desk[0], vote_id=vote.vote.pk, data=OWNERS.encode(), filename="roll.csv", source="不动产登记"
    )
    vote.opened()
    for phone in phones:
        vote.cast(vote.person(phone), choice={"answers": {"1": choice}})
    vote.result()


@pytest.mark.row("B09")
def test_the_owners_decide_by_area_and_heads_and_the_decision_says_what_they_said(put):
    live, vote = put
    assert (vote.vote.rule, vote.vote.matter, vote.vote.secrecy) == ("owners", "change_use", "roll")
    refused("vote_running", live.do, "conclude", actor=vote.desk[0], outcome="adopted", text="装")
    voted(vote, "for", PHONES)
    with clock.at(LATER):
        found = selectors.basis_of(live.fresh())
        assert (found.state, found.outcome, found.verdict) == ("valid", "adopted", "passed")
        refused("outcome", live.do, "conclude", actor=vote.desk[0], outcome="rejected", text="不装")
        live.do("conclude", actor=vote.desk[0], outcome="adopted", text="装在北门")
    decision = selectors.decision_of(live.topic.pk)
    assert (decision.decider, decision.rule, decision.effect) == ("owners_assembly", "owners", "binding_owners")
    assert decision.vote_id == vote.vote.pk and decision.body.kind == "owners_committee" and not decision.consensus
    kinds = [kind for _ref, kind, _far in record.lineage(live.topic.ref).effects]
    assert "put_to_vote" in kinds


@pytest.mark.row("B09")
def test_a_vote_that_too_few_joined_is_no_basis_to_adopt(put):
    live, vote = put
    voted(vote, "for", PHONES[:1])
    with clock.at(LATER):
        assert selectors.basis_of(live.fresh()).outcome == "no_decision"
        refused("outcome", live.do, "conclude", actor=vote.desk[0], outcome="adopted", text="装")
        live.do("conclude", actor=vote.desk[0], outcome="no_decision", text="人数不够，没有形成决定")
    assert selectors.decision_of(live.topic.pk).outcome == "no_decision"


@pytest.mark.row("B09")
def test_a_vote_by_another_rule_is_no_basis(put):
    live, vote = put
    Vote.objects.filter(pk=vote.vote.pk).update(rule="households", state="certified", roll_digest="x")
    refused("wrong_rule", live.do, "conclude", actor=vote.desk[0], outcome="adopted", text="装")
    live.do("move_topic", move="back", actor=vote.desk[0], reason="用错了规则")
    assert live.fresh().state == "deliberating"
