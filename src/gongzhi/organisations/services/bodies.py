"""Bodies enter and leave the register; one that leaves takes its seats, terms and relations with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import words
from gongzhi.organisations.events import BodyClosed, BodyCreated
from gongzhi.organisations.models import Body, Relation, Seat
from gongzhi.organisations.permits import Office
from gongzhi.organisations.services.relations import join_trees
from gongzhi.organisations.services.terms import check_led_without, end_seat_now
from gongzhi.places import selectors as places
from gongzhi.record import services as record


@dataclass(frozen=True)
class NewBody:
    """A body to enter the register: its kind, name, and the place that it serves (a row of places)."""

    kind: str
    name: str
    place: Any
    since: date | None = None
    until: date | None = None
    phone: str = ""
    source: str = ""


def create_body(
    *,
    actor: Actor,
    kind: str,
    name: str,
    place_id: int,
    since: date | None = None,
    until: date | None = None,
    phone: str = "",
    source: str = "",
) -> Body:
    """One body enters the register, and takes its place in the trees when its upper body is there.

    Refused: "unknown_place", "unknown_kind", "no_name", "dates", "denied".
    """
    plan = NewBody(kind, name, places.get(place_id), since, until, phone, source)
    return create_bodies(actor=actor, plans=[plan])[0]


@transaction.atomic
def create_bodies(*, actor: Actor, plans: Sequence[NewBody]) -> list[Body]:
    """Many bodies at once, each checked as one alone; all or none."""
    seats = [require(actor, "organisations.register", Office(plan.place.path)).seat for plan in plans]
    made = Body.objects.bulk_create([_checked(plan) for plan in plans], batch_size=500)
    for body, seat in zip(made, seats, strict=True):
        fact = BodyCreated(body.pk, body.kind, body.place_id, body.since.isoformat())
        record.append(fact, actor=actor, about=body, seat=seat)
    join_trees(actor, made, seat=seats[0] if seats else None)
    return made


def _checked(plan: NewBody) -> Body:
    since = plan.since or clock.today().date()
    if plan.kind not in words.BODY_KINDS:
        raise Refused(_("没有这种单位"), code="unknown_kind", field="kind")
    if not plan.name.strip():
        raise Refused(_("请写单位的名称"), code="no_name", field="name")
    if plan.until is not None and plan.until <= since:
        raise Refused(_("结束的日子要晚于开始的日子"), code="dates", field="until")
    return Body(
        kind=plan.kind,
        name=plan.name.strip()[:80],
        place=plan.place,
        since=since,
        until=plan.until,
        phone=plan.phone[:30],
        source=plan.source[:120],
    )


@transaction.atomic
def close_body(*, actor: Actor, body_id: int) -> None:
    """A body ceases today: its relations end, its seats end, and with them the access they gave, now.

    Refused: "has_lower" while a body in a tree still stands under it; "gap" while an area would be
    left without its member; "ended"; "past" on the day it was founded.
    """
    body = Body.objects.select_for_update(of=("self",)).select_related("place").get(pk=body_id)
    answer = require(actor, "organisations.register", Office(body.place.path))
    day = clock.today().date()
    if body.until is not None and body.until <= day:
        raise Refused(_("这个单位已经不在了"), code="ended")
    if day <= body.since:
        raise Refused(_("结束的日子要晚于开始的日子"), code="past")
    running = Relation.objects.filter(Q(until__isnull=True) | Q(until__gt=day))
    if running.filter(upper=body, kind__in=list(words.TREES)).exists():
        raise Refused(_("它下面还有单位，请先给它们换上级"), code="has_lower")
    body.until = day
    body.save(update_fields=["until"])
    either = running.filter(Q(upper=body) | Q(lower=body))
    either.filter(since__lt=day).update(until=day)
    either.filter(since__gte=day).delete()
    seats = Seat.objects.select_for_update(of=("self",)).select_related("place")
    for seat in seats.filter(body=body, ended_at__isnull=True).order_by("pk"):
        check_led_without(seat)
        end_seat_now(actor, seat, answer.seat)
    record.append(BodyClosed(body.pk, day.isoformat()), actor=actor, about=body, seat=answer.seat)
