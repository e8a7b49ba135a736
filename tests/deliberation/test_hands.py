"""A decision says what hands said at the meeting: the opposite is refused both ways, the same is allowed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.deliberation.topics_world import Live, raised
from tests.world import MONDAY

from gongzhi.deliberation import selectors
from gongzhi.deliberation.models import Decision
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.meetings.models import Item, Meeting, Motion

TEXT = "装在北门，一楼装防火墙。"


@pytest.fixture
def live(street: Any) -> Live:
    """Ready to be decided by a council that has met."""
    found = raised(street).taken_up().seated().investigated().deliberating().minority_met()
    body = street.body_of("secretary")
    meeting = Meeting.objects.create(
        orders="council_3x", body=body, place=found.fresh().place, title="议事会", starts=MONDAY, state="published",
        called_at=MONDAY, opened_at=MONDAY, closed_at=MONDAY, published_at=MONDAY,
    )  # fmt: skip
    return found.met(number=meeting.pk)


def hands(live: Live, state: str, *, about: Ref | None = None, amends: Motion | None = None) -> Motion:
    """A motion about the topic (or another matter) on which five of nine raised their hands, or only three."""
    meeting, ref = Meeting.objects.get(), about or live.topic.ref
    item, _new = Item.objects.get_or_create(
        meeting=meeting, about_label=ref.label, about_id=ref.id,
        defaults={"number": meeting.items.count() + 1, "title": "充电桩装在哪里", "kind": "decide", "state": "done"},
    )  # fmt: skip
    yes = 5 if state == "passed" else 3
    return Motion.objects.create(
        item=item, text=TEXT, state=state, amends=amends, proposed_at=MONDAY, put_at=MONDAY, decided_at=MONDAY,
        yes=yes, no=8 - yes, abstain=1, present=9, everybody=9,
    )  # fmt: skip


def said(live: Live, outcome: str) -> str:
    """What concluding so comes to: the code of the refusal, or the outcome that stands."""
    try:
        live.do("conclude", outcome=outcome, text=TEXT)
    except Refused as refusal:
        assert refusal.field == "outcome" and "举手" in str(refusal)
        assert live.fresh().state == "deliberating" and not Decision.objects.exists()
        return refusal.code
    return str(selectors.decision_of(live.topic.pk).outcome)


@pytest.mark.parametrize(("raised_hands", "same", "opposite"), [
    ("passed", "adopted", "rejected"), ("rejected", "rejected", "adopted"),
])  # fmt: skip
def test_the_opposite_of_what_hands_said_is_refused_and_the_same_stands(live, raised_hands, same, opposite):
    hands(live, raised_hands)
    assert said(live, opposite) == "outcome"
    assert said(live, same) == same


@pytest.mark.parametrize("outcome", ["adopted", "rejected"])
def test_without_hands_about_it_the_council_may_say_either(live, outcome):
    other = raised(live.world, title="楼道堆物")
    hands(live, "rejected" if outcome == "adopted" else "passed", about=other.topic.ref)
    assert said(live, outcome) == outcome


def test_hands_on_an_amendment_say_nothing_about_the_whole(live):
    whole = hands(live, "passed")
    hands(live, "rejected", amends=whole)
    assert said(live, "rejected") == "outcome"
    assert said(live, "adopted") == "adopted"


def test_one_motion_that_passed_is_enough_where_others_did_not(live):
    hands(live, "rejected")
    hands(live, "passed")
    assert said(live, "rejected") == "outcome"
    assert said(live, "adopted") == "adopted"
