"""Grant able residents one of the four rights for a place and a term, and end it (row A28)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation import words
from gongzhi.deliberation.events import RightEnded, RightGranted
from gongzhi.deliberation.models import Right
from gongzhi.deliberation.permits.topics import Office
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook


def grant_right(
    *, actor: Actor, person_id: int, kind: str, place_id: int, until: datetime, since: datetime | None = None
) -> Right:
    """Give a person one right for a place until an instant; it ends by itself.

    Refused: "unknown_right", "term" (over before it begins, or longer than the rule allows), "already", "denied".
    """
    now = clock.now()
    start = since or now
    if kind not in words.RIGHTS:
        raise Refused(_("请选一项权利：议事、建议、监督或评议。"), code="unknown_right", field="kind")
    longest = rulebook.limit("right.longest", clock.today().date()).length()
    if until <= max(start, now) or until - start > longest:
        raise Refused(_("期限要在今天以后，一次最长一届。"), code="term", field="until")
    place, person = places.get(place_id), people.person(person_id)
    with transaction.atomic():
        seat = require(actor, "topic.grant", Office(place.path)).seat
        assert seat is not None
        held = Right.objects.filter(person=person, kind=kind, place=place, until__gt=start)
        if held.exists():
            raise Refused(_("这个人在这里已经有这项权利。"), code="already")
        row = Right.objects.create(
            person=person, kind=kind, place=place, since=start, until=until, granted_by_id=seat.body_id
        )
        fact = RightGranted(row.pk, kind, place.pk)
        append(fact, actor=actor, about=Ref("deliberation.right", row.pk), seat=seat)
    return row


def end_right(*, actor: Actor, right_id: int) -> Right:
    """Take a right back before its term. Refused("unknown"), "over", "denied"."""
    with transaction.atomic():
        rows = Right.objects.select_for_update(of=("self",)).select_related("place")
        row = rows.filter(pk=right_id).first()
        if row is None:
            raise Refused(_("没有这一项权利。"), code="unknown")
        seat = require(actor, "topic.grant", Office(row.place.path)).seat
        if row.until <= clock.now():
            raise Refused(_("这项权利已经到期了。"), code="over")
        row.until = max(clock.now(), row.since)
        row.save(update_fields=["until"])
        append(RightEnded(row.pk), actor=actor, about=Ref("deliberation.right", row.pk), seat=seat)
    return row
