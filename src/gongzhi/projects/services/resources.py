"""Offer a resource, use it within what there is, give it back, say what it caused; never more than was offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.written import clean
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects.events.resources import (
    EffectNoted,
    ResourceEnded,
    ResourceOffered,
    ResourceReturned,
    ResourceUsed,
)
from gongzhi.projects.models import Booking, Effect, Resource, Slot
from gongzhi.projects.permits.resources import Offer
from gongzhi.projects.rules.slots import numbers, within
from gongzhi.projects.rules.times import whole
from gongzhi.projects.services.needs import one_line
from gongzhi.projects.words import needs as need_words
from gongzhi.projects.words import resources as words
from gongzhi.record.services import append, link
from gongzhi.rulebook import selectors as rulebook

LONGEST = 5000
MOST = 10**15
GRAIN = {"place": 30, "skill": 30, "people": 30, "goods": 1440, "money": 0}


@dataclass(frozen=True)
class NewOffer:
    """What is offered: `amount` of `unit` at every moment (or in all, for money), from `since` up to `until`.

    `times`: minutes of the week [start, end); `most_each`: the most for one use; `given_away`: goods that do not come
    back. Money names the ledger's fund and purpose to which it is promised, and is counted in fen.
    """

    kind: str
    title: str
    purpose: str
    amount: int
    unit: str
    until: date
    since: date | None = None
    text: str = ""
    times: Sequence[Sequence[int]] = ()
    most_each: int = 0
    limits: str = ""
    given_away: bool = False
    fund_id: int | None = None
    fund_purpose: str = ""
    alliance: bool = False


def offer_resource(*, actor: Actor, place_id: int, new: NewOffer, body_id: int | None = None) -> Resource:
    """Put something on the resource list, in a body's name or in one's own.

    Refused: "kind", "unit", "purpose", "amount", "until" (not after the first day, or longer than the rules allow),
    "bad_times", "fund_needed", "missing", "too_long", "denied".
    """
    place = places.get(place_id)
    answer = require(organisations.fresh(actor), "resource.offer", Offer(place.path, body_id))
    since = new.since or clock.today().date()
    _check(new, since)
    body = organisations.body(body_id) if body_id is not None else None
    row = Resource(
        place=place, body=body, person_id=None if body else actor.person_id, kind=new.kind,
        sector=words.SECTOR_OF.get(body.kind, "government") if body else "society", title=one_line(new.title),
        text=new.text.strip()[:LONGEST], purpose=new.purpose, amount=new.amount, unit=new.unit,
        grain=0 if new.given_away and new.kind == "goods" else GRAIN[new.kind], since=since, until=new.until,
        times=[list(pair) for pair in _times(new)], most_each=new.most_each, limits=new.limits.strip()[:300],
        fund_id=new.fund_id, fund_purpose=new.fund_purpose, alliance=new.alliance, offered_at=clock.now(),
    )  # fmt: skip
    with transaction.atomic():
        row.save()
        fact = ResourceOffered(row.pk, row.kind, row.sector, row.amount, row.unit, row.until.isoformat())
        append(fact, actor=actor, about=row.ref, seat=answer.seat)
    return row


def _check(new: NewOffer, since: date) -> None:
    if new.kind not in words.RESOURCE_KINDS:
        raise Refused(_("请选拿出来的是哪一样。"), code="kind", field="kind")
    if new.unit not in words.UNITS_OF[new.kind]:
        raise Refused(_("这一样不用这个单位，请换一个。"), code="unit", field="unit")
    if new.purpose not in need_words.PURPOSES:
        raise Refused(_("请选一类：这件事是为了什么。"), code="purpose", field="purpose")
    if not 0 < new.amount <= MOST or not 0 <= new.most_each <= new.amount:
        raise Refused(_("数量要大于 0，一次最多用的不能超过一共有的。"), code="amount", field="amount")
    longest = rulebook.limit("resource.longest", since).amount
    if not since < new.until <= since + timedelta(days=longest):
        text = _("最后一天要在第一天以后，最长 %(n)d 天；到期可以再续。")
        raise Refused(text % {"n": longest}, code="until", field="until")
    if (new.kind == "money") != (new.fund_id is not None):
        raise Refused(_("资金只能认给台账里的一个资金池，别的资源不写资金池。"), code="fund_needed", field="fund")


def _times(new: NewOffer) -> list[tuple[int, int]]:
    try:
        return whole(new.times)
    except ValueError:
        raise Refused(_("时间没看懂：请写从几点到几点，后一个要晚些。"), code="bad_times", field="times") from None


def lock_resource(resource_id: int) -> Resource:
    """The resource under a lock, with its place. Refused("unknown")."""
    found = Resource.objects.select_for_update(of=("self",)).select_related("place").filter(pk=resource_id).first()
    if found is None:
        raise Refused(_("没有这项资源，请回到清单再选。"), code="unknown")
    return found


def use_resource(
    *, actor: Actor, resource_id: int, about: Ref, amount: int, starts: datetime | None = None,
    ends: datetime | None = None,
) -> Booking:  # fmt: skip
    """Take `amount` of a resource for a matter; between two instants, for what comes back.

    Refused: "amount", "most_each", "slot" (not whole half hours or days, outside its times or its days), "full"
    (with how much is left), "ended", "money" (a pledge is used by what comes in: `pledges`), "denied".
    """
    with transaction.atomic():
        row = lock_resource(resource_id)
        seat = require(organisations.fresh(actor), "resource.use", row).seat
        _not_money(row)
        slots = _slots(row, starts, ends)
        if row.state != "offered" or clock.today().date() >= row.until:
            raise Refused(_("这项资源到期或者收回了，不能再用。"), code="ended")
        if amount < 1:
            raise Refused(_("数量要大于 0。"), code="amount", field="amount")
        if row.most_each and amount > row.most_each:
            text = _("一次最多用 %(n)d，请少写一些。")
            raise Refused(text % {"n": row.most_each}, code="most_each", field="amount")
        take(row, slots, amount)
        booking = Booking.objects.create(
            resource=row, about_label=about.label, about_id=about.id, amount=amount,
            starts=starts if row.grain else None, ends=ends if row.grain else None, at=clock.now(),
            by_id=actor.person_id,
        )  # fmt: skip
        link(row.ref, about, "served")
        fact = ResourceUsed(booking.pk, row.pk, str(about), amount)
        append(fact, actor=actor, about=row.ref, seat=seat)
    return booking


def _slots(row: Resource, starts: datetime | None, ends: datetime | None) -> range:
    if not row.grain:
        return range(1)
    if starts is None or ends is None:
        raise Refused(_("请写从什么时候用到什么时候。"), code="slot", field="starts")
    try:
        slots = numbers(starts, ends, row.grain)
    except ValueError:
        text = _("请写整日") if row.grain == 1440 else _("请写整点或者半点，后一个要晚些。")
        raise Refused(text, code="slot", field="starts") from None
    first, last = starts.astimezone(CHINA).date(), (ends - timedelta(minutes=1)).astimezone(CHINA).date()
    if not row.since <= first <= last < row.until:
        raise Refused(_("这段时间不在资源可用的日子里，请换一段。"), code="slot", field="starts")
    if not within(starts, ends, row.times):
        raise Refused(_("这段时间它不开放，请按清单上写的时间来定。"), code="slot", field="starts")
    if len(slots) > rulebook.number("resource.most_slots", clock.today().date()):
        raise Refused(_("一次定得太长了，请分几次定。"), code="slot", field="ends")
    return slots


def _not_money(row: Resource) -> None:
    """A pledge is used by the money that comes in, booked in the ledger: nothing of it is counted a second time."""
    if row.kind == "money":
        raise Refused(_("认的钱到账以后记进资金，从资金里用。这里不重复记。"), code="money", field="amount")


def take(row: Resource, slots: range, amount: int) -> None:
    """Count the use in every slot; the resource is locked, and the table holds the line besides."""
    there = dict(
        Slot.objects.filter(resource=row, number__gte=slots.start, number__lt=slots.stop).values_list("number", "used")
    )
    left = row.amount - max(there.values(), default=0)
    if amount > left:
        raise Refused(_("这段时间只剩 %(n)d，不够用。") % {"n": left}, code="full", field="amount")
    Slot.objects.filter(resource=row, number__in=there).update(used=F("used") + amount)
    Slot.objects.bulk_create(
        Slot(resource=row, number=number, used=amount, most=row.amount) for number in slots if number not in there
    )


def give_back(*, actor: Actor, booking_id: int, amount: int | None = None) -> Booking:
    """Give back what was taken: some of it or all. What comes back with time is given back from the next whole slot on.

    Refused: "unknown", "over" (it was given back, or its time is over), "amount", "denied".
    """
    with transaction.atomic():
        pk = Booking.objects.filter(pk=booking_id).values_list("resource_id", flat=True).first()
        row = lock_resource(pk or 0)
        seat = require(organisations.fresh(actor), "resource.use", row).seat
        _not_money(row)
        booking = Booking.objects.get(pk=booking_id)
        back = booking.amount if amount is None else amount
        if booking.state != "booked" or row.state == "expired":
            raise Refused(_("这一次已经还回或者过期了。"), code="over")
        if not 0 < back <= booking.amount:
            raise Refused(_("还回的数量不能超过用的数量。"), code="amount", field="amount")
        cut = _free(row, booking, back)
        append(ResourceReturned(booking.pk, row.pk, back, cut), actor=actor, about=row.ref, seat=seat)
    return booking


def _free(row: Resource, booking: Booking, back: int) -> bool:
    """Free the slots; whether the use had begun, and was cut short."""
    slots, now = range(1), clock.now()
    if row.grain and booking.starts and booking.ends:
        slots = numbers(booking.starts, booking.ends, row.grain)
        if now > booking.starts:
            if back != booking.amount:
                raise Refused(_("已经开始用了，要还就一起还。"), code="amount", field="amount")
            gone = int((now - booking.starts).total_seconds()) // 60 // row.grain + 1
            slots = slots[gone:]
            if not slots:
                raise Refused(_("这一次已经用完了。"), code="over")
            booking.ends = booking.starts + timedelta(minutes=gone * row.grain)
            booking.save(update_fields=["ends"])
            Slot.objects.filter(resource=row, number__in=slots).update(used=F("used") - back)
            return True
    Slot.objects.filter(resource=row, number__gte=slots.start, number__lt=slots.stop).update(used=F("used") - back)
    booking.amount -= back
    if not booking.amount:
        booking.state, booking.returned_at = "returned", now
    booking.save(update_fields=["amount", "state", "returned_at"])
    return False


def note_effect(*, actor: Actor, booking_id: int, text: str) -> Effect:
    """Say what a use caused, for whoever gave it to read. Refused: "unknown", "missing", "too_long", "denied"."""
    with transaction.atomic():
        booking = Booking.objects.select_related("resource__place").filter(pk=booking_id).first()
        if booking is None:
            raise Refused(_("没有这一次使用，请回到清单再选。"), code="unknown")
        seat = require(organisations.fresh(actor), "resource.effect", booking).seat
        body = seat.body_id if seat else None
        row = Effect.objects.create(booking=booking, text=clean(text, LONGEST, "text"), body_id=body, at=clock.now())
        fact = EffectNoted(booking.pk, booking.resource_id)
        append(fact, actor=actor, about=booking.resource.ref, seat=seat)
    return row


def withdraw_resource(*, actor: Actor, resource_id: int) -> Resource:
    """Take an offer back: what is promised to uses stays with them. Refused: "unknown", "ended", "denied"."""
    with transaction.atomic():
        row = lock_resource(resource_id)
        seat = require(organisations.fresh(actor), "resource.end", row).seat
        _end(row, "withdrawn")
        append(ResourceEnded(row.pk, row.state), actor=actor, about=row.ref, seat=seat)
    return row


def _end(row: Resource, state: str) -> None:
    if row.state != "offered":
        raise Refused(_("这项资源到期或者收回了，不能再用。"), code="ended")
    row.state, row.ended_at, row.version = state, clock.now(), row.version + 1
    row.save()


def end_resources() -> int:
    """Offers whose last day has come have expired; returns how many."""
    due = Resource.objects.filter(state="offered", until__lte=clock.today().date()).order_by("pk")
    many = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            row = lock_resource(pk)
            if row.state == "offered":
                _end(row, "expired")
                append(ResourceEnded(pk, "expired"), actor=Actor(part="projects.clock"), about=row.ref)
                many += 1
    return many
