"""Every state × move × actor of a rule text and of a candidacy: what the table does not list is refused (C-B)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.deliberation.covenants import drafted
from tests.deliberation.test_covenants import resident

from gongzhi.deliberation.lifecycle import CANDIDACY, COVENANT
from gongzhi.deliberation.models import Candidate, Edition
from gongzhi.deliberation.services import candidates
from gongzhi.deliberation.services.covenant_moves import move_covenant
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.record.selectors import facts_about

pytestmark = pytest.mark.django_db


def _code(call: Any, **given: Any) -> str:
    try:
        call(**given)
    except Refused as refusal:
        return refusal.code
    return "done"


def _into(edition: Edition, state: str) -> None:
    day = clock.today().date()
    held = state in ("in_force", "superseded", "repealed")
    given: dict[str, Any] = {"state": state, "ended_on": day if held and state != "in_force" else None}
    given |= {"receipt": "备", "received_on": day, "posted_on": day, "posted_until": day, "in_force_from": day}
    Edition.objects.filter(pk=edition.pk).update(**given)


@pytest.mark.row("B11")
@pytest.mark.row("C-B")
def test_a_rule_text_makes_only_the_moves_of_its_table(street):
    one = drafted(street)
    strangers = [street.actor(key) for key in ("neighbour", "manager", "watcher")] + [resident()]
    told, desk = len(facts_about(one.ref)), street.actor("worker")
    for state in COVENANT.states:
        _into(one, state)
        listed = {m.name for m in COVENANT.open_moves(state)}
        for move in {m.name for m in COVENANT.moves} - listed:
            assert _code(move_covenant, actor=desk, edition_id=one.pk, move=move) == "stale", (state, move)
        for move in listed:
            for actor in strangers:
                assert _code(move_covenant, actor=actor, edition_id=one.pk, move=move) == "denied", (state, move)
    assert len(facts_about(one.ref)) == told, "what was refused left no fact"


@pytest.mark.row("G05")
@pytest.mark.row("C-B")
def test_a_candidacy_makes_only_the_moves_of_its_table(street):
    desk = street.actor("worker")
    selection = candidates.open_selection(
        actor=desk, committee="owners_committee", place_id=street.places["NYHY"].pk,
        reviewer_id=street.body_of("worker").pk, seats=3,
    )  # fmt: skip
    one = candidates.nominate(actor=resident(), selection_id=selection.pk)
    strangers = [street.actor(key) for key in ("neighbour", "manager", "watcher")] + [resident()]
    move_it = candidates.move_candidate
    for state in CANDIDACY.states:
        Candidate.objects.filter(pk=one.pk).update(
            state=state, bar="oc_debtor", evidence="查询单", refused_at=clock.now(), appeal="不是我"
        )
        listed = {m.name for m in CANDIDACY.open_moves(state) if m.permit != "candidate.certify"}
        for move in {m.name for m in CANDIDACY.moves} - listed:
            assert _code(move_it, actor=desk, candidate_id=one.pk, move=move) == "stale", (state, move)
        for move in listed:
            for actor in strangers:
                assert _code(move_it, actor=actor, candidate_id=one.pk, move=move) == "denied", (state, move)
