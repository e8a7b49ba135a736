"""Yearly plans: a body that has to meet so often is reminded in each stretch, and meets or says why not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import CALENDAR_DAYS, Limit
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import words
from gongzhi.meetings.events import PlanMade, SlotMoved
from gongzhi.meetings.models import Meeting, Slot, YearPlan
from gongzhi.meetings.permits import Calling
from gongzhi.meetings.rules.plans import stretches
from gongzhi.meetings.selectors.orders import all_orders
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append

KEEPER = system("meetings.plans")


def about(slot: Slot) -> Ref:
    """How the record names a stretch of a plan."""
    return Ref("meetings.slot", slot.pk)


def plan_year(*, actor: Actor, body_id: int, orders: str, year: int, every: str) -> YearPlan:
    """Say how often a body meets in a year. Refused: "denied", "orders_unknown", "planned" for a second plan."""
    rules = all_orders().get(orders)
    if rules is None or every not in words.EVERY:
        raise Refused(_("请选哪种会、多久开一次。"), code="orders_unknown", field="orders")
    with transaction.atomic():
        body = organisations.body(body_id)
        office = require(organisations.fresh(actor), "meeting.call", Calling(body.pk, body.kind, rules)).seat
        if YearPlan.objects.filter(body=body, orders=orders, year=year).exists():
            raise Refused(_("这一年已经定过计划。"), code="planned", field="year")
        plan = YearPlan.objects.create(body=body, orders=orders, year=year, every=every, made_at=clock.now())
        ahead = [pair for pair in stretches(year, every) if pair[1] > clock.now()]
        Slot.objects.bulk_create(Slot(plan=plan, starts=a, ends=b) for a, b in ahead)
        fact = PlanMade(plan.pk, body.pk, orders, year, every)
        append(fact, actor=actor, about=Ref("meetings.plan", plan.pk), seat=office)
    keep_plans(now=clock.now())
    return plan


def keep_plans(*, now: datetime | None = None) -> int:
    """Open the duty to convene in every stretch that has begun, and is neither met nor excused; how many. Once each."""
    moment = now or clock.now()
    opened = 0
    begun = Slot.objects.filter(state="open", starts__lte=moment, ends__gt=moment, begun_at=None)
    for number in list(begun.order_by("id").values_list("pk", flat=True)):
        with transaction.atomic():
            slot = Slot.objects.select_for_update(of=("self",)).select_related("plan").get(pk=number)
            if slot.begun_at is None and slot.state == "open":
                _begin(slot, moment)
                opened += 1
    return opened


def _begin(slot: Slot, moment: datetime) -> None:
    slot.begun_at = moment
    slot.save(update_fields=["begun_at"])
    body_id = slot.plan.body_id
    append(SlotMoved(slot.pk, body_id, "open"), actor=KEEPER, about=about(slot))
    length = Limit(max(1, (slot.ends - slot.starts).days), CALENDAR_DAYS)
    duties.open_duty(
        kind="convene", about=about(slot), body_id=body_id, limit=length, due_at=slot.ends, at=moment, actor=KEEPER
    )


def meet_slot(meeting: Meeting, actor: Actor) -> None:
    """A meeting opened: the stretch in which it falls is met. Inside the caller's transaction."""
    now = clock.now()
    rows = Slot.objects.select_for_update(of=("self",)).select_related("plan")
    mine = rows.filter(plan__body_id=meeting.body_id, plan__orders=meeting.orders, starts__lte=now, ends__gt=now)
    for slot in mine.exclude(state="held"):
        slot.state, slot.meeting = "held", meeting
        slot.save(update_fields=["state", "meeting"])
        append(SlotMoved(slot.pk, meeting.body_id, "held", meeting.pk), actor=actor, about=about(slot))
        duties.discharge(about=about(slot), kind="convene", actor=actor)


def excuse_slot(*, actor: Actor, slot_id: int, reason: str) -> Slot:
    """No meeting in this stretch, and why; everybody reads it. Refused: "missing", "denied", "held"."""
    with transaction.atomic():
        rows = Slot.objects.select_for_update(of=("self",)).select_related("plan__body")
        slot = rows.filter(pk=slot_id).first()
        if slot is None:
            raise Refused(_("没有这一段计划。"), code="unknown")
        body = slot.plan.body
        calling = Calling(body.pk, body.kind, all_orders()[slot.plan.orders])
        office = require(organisations.fresh(actor), "meeting.call", calling).seat
        given = " ".join(reason.split())[:200]
        if not given:
            raise Refused(_("请写明这一段为什么不开。"), code="missing", field="reason")
        if slot.state != "open":
            raise Refused(_("这一段已经开过，或已说了理由。"), code="held")
        slot.state, slot.reason = "excused", given
        slot.save(update_fields=["state", "reason"])
        append(SlotMoved(slot.pk, body.pk, "excused"), actor=actor, about=about(slot), seat=office)
        duties.cancel(about=about(slot), kind="convene", actor=actor)
    return slot
