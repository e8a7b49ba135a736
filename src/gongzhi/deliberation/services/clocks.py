"""One responsible body and one clock in every open state of a topic."""

from __future__ import annotations

from datetime import datetime, time

from gongzhi.deliberation.lifecycle import TOPIC_DUTIES
from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.rules.tables import tiers
from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.organisations import selectors as organisations
from gongzhi.rulebook import selectors as rulebook

LIMITS = {
    "raised": "topic.review_limit",
    "taken_up": "topic.investigate_limit",
    "investigating": "topic.investigate_limit",
    "deliberating": "topic.convene_limit",
    "deciding": "topic.decide_limit",
    "decided": "topic.carry_out_limit",
    "carried_out": "topic.appraise_limit",
}
APPRAISERS = ("residents_supervision", "street_office")


def desk_of(topic: Topic) -> int | None:
    """The body that looks at what was raised at this tier: the nearest of its desks, by the table."""
    wanted = tiers()[topic.tier].desks
    there = organisations.bodies_for((*wanted, "street_office"), topic.place)
    return next((there[kind].pk for kind in (*wanted, "street_office") if kind in there), None)


def owner_of(topic: Topic) -> int | None:
    """Who must act next: the desk while nobody leads, an appraiser who did not lead at the end, else the lead."""
    if topic.state == "raised":
        return desk_of(topic)
    if topic.state == "carried_out":
        there = organisations.bodies_for(APPRAISERS, topic.place)
        return next((there[k].pk for k in APPRAISERS if k in there and there[k].pk != topic.lead_id), topic.lead_id)
    return topic.lead_id


def set_clock(topic: Topic, actor: Actor, due: datetime | None = None) -> None:
    """End the clock of the state before and start this one's; none runs when the topic is closed."""
    kind, owner = TOPIC_DUTIES.get(topic.state), owner_of(topic)
    for duty in list(duties_read.open_of(topic.ref)):
        if duty.kind == kind and duty.body_id == owner and topic.state == "investigating":
            return  # the same clock runs on from taking up to finding out
        duties.discharge(about=topic.ref, kind=duty.kind, body_id=duty.body_id, actor=actor)
    if kind is None:
        return
    if topic.state == "raised" and topic.council_on is not None:
        heard = datetime.combine(topic.council_on, time.max, CHINA)
        due = max(due or heard, clock.now())
    limit = rulebook.limit(LIMITS[topic.state], clock.today().date())
    duties.open_duty(kind=kind, about=topic.ref, body_id=owner, limit=limit, due_at=due, actor=actor)
