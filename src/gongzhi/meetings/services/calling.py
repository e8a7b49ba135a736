"""Calling a meeting in good time, with its agenda and its seats; answers, substitutes and written proxies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import words
from gongzhi.meetings.events import MeetingCalled, ProxyGiven, SeatAdded, SeatAnswered
from gongzhi.meetings.models import Item, Meeting, MeetingSeat
from gongzhi.meetings.permits import Calling
from gongzhi.meetings.rules import notice
from gongzhi.meetings.rules.orders import Orders
from gongzhi.meetings.rules.story import Terms
from gongzhi.meetings.selectors.orders import all_orders, terms, terms_of
from gongzhi.meetings.services import acting
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people
from gongzhi.record.services import link
from gongzhi.rulebook.selectors import calendar

INVITING = ("called", "adjourned", "open")
NAME = 60


@dataclass(frozen=True)
class NewItem:
    """A point for the agenda: report, discuss, opinion or decide; about a matter of another package, if any."""

    title: str
    kind: str = "discuss"
    about: Ref | None = None


@dataclass(frozen=True)
class SeatAsked:
    """A seat to invite: one person, or (size) a whole roll of households or owners."""

    kind: str
    body_id: int | None = None
    person_id: int | None = None
    core: bool | None = None
    title: str = ""
    size: int = 1


def call(
    *,
    actor: Actor,
    orders: str,
    body_id: int,
    place_id: int,
    title: str,
    starts: datetime,
    agenda: Sequence[NewItem],
    seats: Sequence[SeatAsked],
    about: Ref | None = None,
    where: str = "",
    urgent: str = "",
) -> Meeting:
    """Give notice of a meeting: time, place, agenda and invited seats are fixed with it.

    Refused: "denied"; "orders_unknown"; "too_late" with the first possible start when the notice period of the rule
    pack is not kept and `urgent` (the reason) is empty or these orders allow none; "agenda_missing"; "seat_unknown".
    """
    rules = all_orders().get(orders)
    if rules is None:
        raise Refused(_("没有这种会的议事规则。"), code="orders_unknown", field="orders")
    now = clock.now()
    with transaction.atomic():
        actor, body = organisations.fresh(actor), organisations.body(body_id)
        seat = require(actor, "meeting.call", Calling(body.pk, body.kind, rules)).seat
        held = terms(orders, now.astimezone(clock.CHINA).date())
        reason = _in_good_time(rules, held, now, starts, " ".join(urgent.split()))
        meeting = Meeting.objects.create(
            orders=orders, body=body, place_id=place_id, title=acting.line(title, 80), where=where.strip()[:120],
            starts=starts, urgent=reason, called_at=now,
            about_label=about.label if about else "", about_id=about.id if about else None,
        )  # fmt: skip
        _agenda(meeting, rules, agenda)
        _invite(meeting, rules, seats)
        acting.tell(meeting, _called(meeting, len(agenda), len(seats)), actor, seat)
        if about is not None:
            link(about, acting.about(meeting), "meeting")
    return meeting


def _called(meeting: Meeting, items: int, seats: int) -> MeetingCalled:
    about, starts = str(meeting.about or ""), meeting.starts.isoformat()
    return MeetingCalled(meeting.pk, meeting.orders, starts, items, seats, bool(meeting.urgent), about)


def _in_good_time(rules: Orders, held: Terms, now: datetime, starts: datetime, reason: str) -> str:
    """The reason of an urgent call, "" for one in good time. Refused("too_late", "too_long")."""
    if notice.in_time(now, starts, held.notice, calendar()):
        return ""
    if len(reason) > 200:
        raise Refused(_("太长了，最多 %(n)d 个字。") % {"n": 200}, code="too_long", field="urgent")
    least = held.urgent if reason else None
    if least is not None and notice.in_time(now, starts, least, calendar()):
        return reason
    raise Refused(_too_late(held, now, bool(reason)), code="too_late", field="starts")


def _too_late(held: Terms, now: datetime, gave_reason: bool) -> str:
    if held.urgent is None:
        return _("通知晚了：这种会最早能在 %(first)s 开，不能急召。") % {"first": _first(now, held.notice)}
    if gave_reason:
        return _("再急也要给人时间：最早能在 %(first)s 开。") % {"first": _first(now, held.urgent)}
    said = _("通知晚了：最早能在 %(first)s 开。事情急，就写明为什么急。")
    return said % {"first": _first(now, held.notice)}


def _first(now: datetime, limit: Limit) -> str:
    return notice.earliest(now, limit, calendar()).strftime("%Y-%m-%d %H:%M")


def _agenda(meeting: Meeting, rules: Orders, agenda: Sequence[NewItem]) -> None:
    if not agenda:
        raise Refused(_("请写上要议的事：通知里没有的，会上不能表决。"), code="agenda_missing", field="agenda")
    rows = []
    for number, item in enumerate(agenda, start=1):
        if item.kind not in words.ITEM_KINDS:
            raise Refused(_("这一项要写明是通报、商量、听意见还是表决。"), code="item_unknown", field="agenda")
        if item.kind == "decide" and rules.decides == "no":
            raise Refused(
                _("这种会只听意见，不作决定。请换一种会，或把这项改成听意见。"), code="cannot_decide", field="agenda"
            )
        ref = item.about
        rows.append(
            Item(meeting=meeting, number=number, title=acting.line(item.title, field="agenda"), kind=item.kind,
                 about_label=ref.label if ref else "", about_id=ref.id if ref else None)
        )  # fmt: skip
    Item.objects.bulk_create(rows)
    for ref in dict.fromkeys(item.about for item in agenda if item.about and item.about != meeting.about):
        link(ref, acting.about(meeting), "meeting")


def _invite(meeting: Meeting, rules: Orders, seats: Sequence[SeatAsked]) -> None:
    if not seats:
        raise Refused(_("请写上请谁来。"), code="seats_missing", field="seats")
    rows = [_seat(meeting, rules, asked, number) for number, asked in enumerate(seats, start=1)]
    people = [row.person_id for row in rows if row.person_id]
    if len(people) != len(set(people)):
        raise Refused(_("一个人在会上只坐一席。"), code="seat_twice", field="seats")
    MeetingSeat.objects.bulk_create(rows)


def _seat(meeting: Meeting, rules: Orders, asked: SeatAsked, number: int) -> MeetingSeat:
    rule = rules.seat(asked.kind)
    if rule is None:
        known = _("、").join(str(words.SEAT_KINDS[one.kind]) for one in rules.seats)
        raise Refused(_("这种会的席位有：%(known)s。") % {"known": known}, code="seat_unknown", field="seats")
    core = rule.core if asked.core is None else asked.core or rule.core
    return MeetingSeat(
        meeting=meeting, number=number, kind=asked.kind, core=core, votes=rule.votes, size=max(1, asked.size),
        title=" ".join(asked.title.split())[:60], body_id=asked.body_id, person_id=asked.person_id,
    )  # fmt: skip


def add_seat(*, actor: Actor, meeting_id: int, seat: SeatAsked) -> MeetingSeat:
    """Invite one more after the notice (a party that came to light). Refused: "seat_unknown", "seat_twice"."""
    with transaction.atomic():
        meeting = acting.lock(meeting_id, *INVITING)
        held = acting.may_run(actor, meeting)
        taken = list(MeetingSeat.objects.filter(meeting=meeting).values_list("number", "person_id"))
        if seat.person_id and seat.person_id in [person for _number, person in taken]:
            raise Refused(_("一个人在会上只坐一席。"), code="seat_twice", field="person")
        row = _seat(meeting, all_orders()[meeting.orders], seat, max((n for n, _p in taken), default=0) + 1)
        row.save()
        acting.tell(meeting, SeatAdded(meeting.pk, row.pk, row.kind), actor, held)
    return row


def reply_to_call(*, actor: Actor, seat_id: int, coming: bool) -> MeetingSeat:
    """Say whether one comes; may be changed until the meeting. Refused("denied")."""
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_seat(seat_id), "called", "adjourned")
        seat = acting.seat_at(meeting, seat_id)
        office = require(organisations.fresh(actor), "meeting.sit", seat).seat
        seat.reply = "coming" if coming else "away"
        seat.save(update_fields=["reply"])
        acting.tell(meeting, SeatAnswered(meeting.pk, seat.pk, seat.reply, False), actor, office)
    return seat


def name_substitute(
    *, actor: Actor, seat_id: int, person_id: int | None = None, name: str = "", phone: str = ""
) -> MeetingSeat:
    """Somebody else comes for this seat: a known person, or whoever is told by name and (if there is one) by number.

    Refused: "denied"; "missing" for nobody at all; "seat_twice" for a person who sits there already; "bad_phone".
    """
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_seat(seat_id), *INVITING)
        seat = acting.seat_at(meeting, seat_id)
        office = require(organisations.fresh(actor), "meeting.sit", seat).seat
        if person_id is None:
            told = acting.line(name, NAME, "name")
            person_id = people.reporter(phone=phone, name=told).pk
        others = MeetingSeat.objects.filter(meeting=meeting).exclude(pk=seat.pk)
        if seat.size > 1 or any(row.whose == person_id for row in others):
            raise Refused(_("一个人在会上只坐一席。"), code="seat_twice", field="person")
        seat.substitute_id, seat.reply = person_id, "coming"
        _answer(meeting, seat, actor, office, substitute=True)
    return seat


def take_back_substitute(*, actor: Actor, seat_id: int) -> MeetingSeat:
    """The seat's own person comes after all. Refused: "denied"; "present_already" when the substitute is there."""
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_seat(seat_id), *INVITING)
        seat = acting.seat_at(meeting, seat_id)
        office = require(organisations.fresh(actor), "meeting.sit", seat).seat
        if seat.present and seat.substitute_id:
            raise Refused(_("代来的人已经到会，请先把这一席记为没到。"), code="present_already")
        seat.substitute_id, seat.reply = None, ""
        _answer(meeting, seat, actor, office, substitute=False)
    return seat


def _answer(meeting: Meeting, seat: MeetingSeat, actor: Actor, office: Seat | None, *, substitute: bool) -> None:
    seat.save(update_fields=["substitute", "reply"])
    acting.tell(meeting, SeatAnswered(meeting.pk, seat.pk, seat.reply, substitute), actor, office)


def give_proxy(*, actor: Actor, seat_id: int, holder_id: int | None) -> MeetingSeat:
    """Give the seat's voice to another seat in writing, or take it back (None), before anybody of it is there.

    Refused: "proxy_denied" where these orders allow none; "proxy_limit" when the other carries as many as allowed;
    "proxy_chain" when the other has given its own away, or this one carries somebody's.
    """
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_seat(seat_id), *INVITING)
        seat = acting.seat_at(meeting, seat_id)
        office = require(organisations.fresh(actor), "meeting.sit", seat).seat
        if holder_id is not None:
            _may_carry(meeting, seat, acting.seat_at(meeting, holder_id))
        elif seat.present and seat.proxy_id:
            raise Refused(_("代理人已经到会，请先把这一席记为没到。"), code="present_already")
        seat.proxy_id = holder_id
        seat.save(update_fields=["proxy"])
        acting.tell(meeting, ProxyGiven(meeting.pk, seat.pk, holder_id), actor, office)
    return seat


def _may_carry(meeting: Meeting, seat: MeetingSeat, holder: MeetingSeat) -> None:
    most = terms_of(meeting).proxies
    if not most or seat.size > 1 or holder.size > 1 or seat.pk == holder.pk:
        raise Refused(_("这种会要自己来，不能托人代表决。"), code="proxy_denied")
    if seat.present:
        raise Refused(_("这一席已经有人到了。"), code="present_already")
    if holder.proxy_id or seat.carried.exists():
        raise Refused(_("受托的人不能再转托。"), code="proxy_chain")
    if holder.carried.exclude(pk=seat.pk).count() >= most:
        raise Refused(_("一个人最多受托 %(n)d 席。") % {"n": most}, code="proxy_limit")
