"""Move a topic between tiers by the table of ways; its number and everything said about it stay (row B02)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation import words
from gongzhi.deliberation.events import TierMoved
from gongzhi.deliberation.lifecycle import TOPIC
from gongzhi.deliberation.models import Stay, Topic, TopicWord
from gongzhi.deliberation.rules.tables import tiers, ways
from gongzhi.deliberation.services import clocks
from gongzhi.deliberation.services.topics import LONGEST, lock_topic
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.written import clean
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.record.services import append

MOVABLE = ("raised", "taken_up", "investigating", "deliberating")


def move_tier(*, actor: Actor, topic_id: int, tier: str, reason: str, place_id: int | None = None) -> Topic:
    """Take a topic up (unsettled), down (it concerns less), or in from the online tier, with the reason in words.

    Up, the place follows by itself; down, it is given and lies inside. The new tier's desk leads from then on.
    Refused: "no_way" (the table has no such way), "place", "late" (decided or being voted on), "denied", "missing".
    """
    said = clean(reason, LONGEST, "reason")
    with transaction.atomic():
        topic = lock_topic(topic_id)
        seat = require(actor, "topic.lead", topic).seat
        step = ways().get((topic.tier, tier))
        if step is None:
            named = {"here": words.TIERS[topic.tier], "there": words.TIERS.get(tier, tier)}
            raise Refused(_("议题不能从%(here)s转到%(there)s。") % named, code="no_way", field="tier")
        if topic.state not in MOVABLE or not TOPIC.is_open(topic.state):
            raise Refused(_("正在决定或者已经决定了，不能再换一层。"), code="late")
        place, before, now = _place(topic, tier, step, place_id), topic.tier, clock.now()
        topic.stays.filter(until=None).update(until=now)
        Stay.objects.create(topic=topic, tier=tier, place=place, step=step, since=now)
        topic.tier, topic.place, topic.version = tier, place, topic.version + 1
        _lead(topic)
        topic.save()
        TopicWord.objects.create(topic=topic, kind="note", text=said, body_id=seat.body_id if seat else None, at=now)
        append(TierMoved(topic.pk, step, before, tier, place.pk), actor=actor, about=topic.ref, seat=seat)
        clocks.set_clock(topic, actor)
    return topic


def _place(topic: Topic, tier: str, step: str, place_id: int | None) -> Any:
    level = tiers()[tier].level
    if step == "up":
        found = places.ancestor(topic.place, level)
    else:
        found = places.get(place_id) if place_id else topic.place
        if step == "feed" and place_id is None and tier == "street":
            found = places.ancestor(topic.place, level)
        if found is not None and not found.path.startswith(topic.place.path) and step == "down":
            found = None
    fits = found is not None and (found.level == level or (level != "street" and found.level == "estate"))
    if not fits:
        raise Refused(_("请选这一层里的地方：往下转，地方要在原来的范围里。"), code="place", field="place")
    return found


def _lead(topic: Topic) -> None:
    """The desk of the new tier leads a topic that was taken up; one that waits is looked at by that desk anyway."""
    if topic.lead_id is None:
        return
    body = clocks.desk_of(topic)
    if body is not None:
        topic.lead = organisations.body(body)
