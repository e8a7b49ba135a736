"""Find out before anybody concludes, and pledge what each can give (row B06)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation import words
from gongzhi.deliberation.events import Investigated, Pledged
from gongzhi.deliberation.models import Investigation, Pledge, Topic
from gongzhi.deliberation.services.topics import LONGEST, lock_topic, move_topic
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.written import clean
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook

OPEN = ("taken_up", "investigating", "deliberating")
PLEDGE_WORDS = 200


def record_investigation(*, actor: Actor, topic_id: int, kind: str, text: str, on: date | None = None) -> Investigation:
    """What was found out, where and when; the first one starts the investigation of a topic that was taken up.

    Refused: "unknown_kind", "missing", "future" (a day that has not come), "late", "denied".
    """
    said, today = clean(text, LONGEST, "text"), clock.today().date()
    if kind not in words.INVESTIGATIONS:
        raise Refused(_("请选是怎么调查的。"), code="unknown_kind", field="kind")
    if (on or today) > today:
        raise Refused(_("调查的日子还没到。"), code="future", field="on")
    with transaction.atomic():
        topic = lock_topic(topic_id)
        seat = require(actor, "topic.lead", topic).seat
        if topic.state not in OPEN:
            raise Refused(_("调查要在决定以前。"), code="late")
        if topic.state == "taken_up":
            move_topic(actor=actor, topic_id=topic.pk, move="investigate")
        row = Investigation.objects.create(
            topic_id=topic.pk, kind=kind, text=said, on=on or today, body_id=seat.body_id if seat else topic.lead_id,
            by_id=int(actor.person_id or 0), at=clock.now(),
        )  # fmt: skip
        append(Investigated(topic.pk, kind), actor=actor, about=topic.ref, seat=seat)
    return row


def pledge(*, actor: Actor, topic_id: int, kind: str, text: str, due: datetime, fen: int | None = None) -> Pledge:
    """A body promises to give something by a day; it becomes that body's duty.

    Refused: "unknown_kind", "missing", "past", "no_body" (only who sits in a body can promise for it), "closed".
    """
    said = clean(text, PLEDGE_WORDS, "text")
    if kind not in words.PLEDGES or kind == "money" and not (fen and fen > 0):
        raise Refused(_("请选出什么；出钱的，写明多少。"), code="unknown_kind", field="kind")
    if due <= clock.now():
        raise Refused(_("办好的日子要在今天以后。"), code="past", field="due")
    seat = next((s for s in actor.seats if s.role not in ("supervisor", "auditor", "operator")), None)
    if seat is None:
        raise Refused(_("要替单位认领，得在那个单位任职。"), code="no_body")
    with transaction.atomic():
        topic = lock_topic(topic_id)
        if topic.state not in (*OPEN, "deciding", "decided"):
            raise Refused(_("这个议题不再收认领。"), code="closed")
        row = Pledge.objects.create(
            topic=topic, body_id=seat.body_id, kind=kind, text=said, fen=fen if kind == "money" else None, due=due,
            at=clock.now(),
        )  # fmt: skip
        limit = rulebook.limit("topic.carry_out_limit", clock.today().date())
        duties.open_duty(
            kind="fulfil", about=Ref("deliberation.pledge", row.pk), body_id=seat.body_id, limit=limit, due_at=due,
            actor=actor,
        )  # fmt: skip
        append(Pledged(topic.pk, row.pk, seat.body_id, kind, False), actor=actor, about=topic.ref, seat=seat)
    return row


def keep_pledge(*, actor: Actor, pledge_id: int) -> Pledge:
    """A member of the body, or the lead, says that the promise was kept. Refused("unknown"), "denied", "kept"."""
    with transaction.atomic():
        row = Pledge.objects.select_for_update(of=("self",)).select_related("topic__place").filter(pk=pledge_id).first()
        if row is None:
            raise Refused(_("没有这一笔认领。"), code="unknown")
        topic: Topic = row.topic
        seat = actor.seat_in(row.body_id) or require(actor, "topic.lead", topic).seat
        if row.kept_at is not None:
            raise Refused(_("这一笔已经记过兑现了。"), code="kept")
        row.kept_at = clock.now()
        row.save(update_fields=["kept_at"])
        duties.discharge(about=Ref("deliberation.pledge", row.pk), actor=actor)
        append(Pledged(topic.pk, row.pk, row.body_id, row.kind, True), actor=actor, about=topic.ref, seat=seat)
    return row
