"""Who stands behind a need: join with one tap, leave again; a person counts once, whatever was put together."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.people import selectors as people
from gongzhi.people import services as contacts
from gongzhi.projects.events.needs import NeedJoined, SupportersRead
from gongzhi.projects.models import Need, Support
from gongzhi.projects.rules.need_life import NEED
from gongzhi.record.services import append

PURPOSE = "handle"  # of a look at supporters: to verify at the door
OPEN_TO_JOIN = ("raised", "listed", "planned", "later")


def top_of(need_id: int) -> Need:
    """The need by which it is listed, under a lock: itself, or the one it was put together with. Refused("unknown")."""
    for _again in range(5):  # whoever puts needs together at this moment changes the top; then look again
        root = Need.objects.filter(pk=need_id).values_list("root_id", flat=True).first()
        found = Need.objects.select_for_update(of=("self",)).select_related("place").filter(pk=root or need_id).first()
        if found is None:
            break
        if found.root_id is None:
            return found
    raise Refused(_("没有这件需求，请回到清单再选。"), code="unknown")


def family(need: Need) -> list[int]:
    """The need and all that was put together under it."""
    children: dict[int, list[int]] = {}
    for pk, into in Need.objects.filter(root_id=need.root_id or need.pk).values_list("pk", "into_id"):
        children.setdefault(int(into or 0), []).append(pk)
    found, todo = [], [need.pk]
    while todo:
        here = todo.pop()
        found.append(here)
        todo += children.get(here, [])
    return found


def supporters(need: Need) -> list[int]:
    """Ids of the people behind a need and all under it, each row once."""
    rows = Support.objects.filter(need_id__in=family(need), left_at=None).order_by("pk")
    return list(dict.fromkeys(rows.values_list("person_id", flat=True)))


def recount(need: Need) -> int:
    """Count the distinct people anew and keep the number; one telephone is one person."""
    need.people = people.distinct_people(supporters(need))
    Need.objects.filter(pk=need.pk).update(people=need.people)
    return need.people


def behind(need: Need, person_ids: Iterable[int], actor: Actor, seat: Seat | None = None) -> int:
    """Put people behind a locked need; whoever is behind it already, by the same telephone too, is not counted again.

    Returns how many came.
    """
    there = supporters(need)
    wanted = list(dict.fromkeys(person_ids))
    same = people.one_each([*there, *wanted])
    seen, rows = {same[pk] for pk in there}, []
    for pk in wanted:
        if pk in same and same[pk] not in seen:
            seen.add(same[pk])
            rows.append(Support(need=need, person_id=pk, at=clock.now()))
    if rows:
        Support.objects.bulk_create(rows)
        recount(need)
        append(NeedJoined(need.pk, need.people, len(rows), 0), actor=actor, about=need.ref, seat=seat)
    return len(rows)


def join_need(*, actor: Actor, need_id: int) -> int:
    """Stand behind a need; returns how many people do. Joining twice is joining once. Refused: "not_open", "denied"."""
    with transaction.atomic():
        need = top_of(need_id)
        require(actor, "need.join", need)
        if need.state not in OPEN_TO_JOIN:
            raise Refused(_("这件需求已经有了结果，不用再加入。"), code="not_open")
        if need.state == "raised":
            require(actor, "need.see", need)
        behind(need, [int(actor.person_id or 0)], actor)
        return need.people


def leave_need(*, actor: Actor, need_id: int) -> int:
    """Stand behind a need no longer; returns how many still do. Refused("denied")."""
    with transaction.atomic():
        need = top_of(need_id)
        require(actor, "need.join", need)
        same = people.one_each([*supporters(need), int(actor.person_id or 0)])
        mine = [pk for pk, one in same.items() if one == same[int(actor.person_id or 0)]]
        rows = Support.objects.filter(need_id__in=family(need), person_id__in=mine, left_at=None)
        if rows.update(left_at=clock.now()):
            recount(need)
            append(NeedJoined(need.pk, need.people, 0, 1), actor=actor, about=need.ref)
        return need.people


def add_supporters(*, actor: Actor, need_id: int, person_ids: Iterable[int]) -> int:
    """People who said elsewhere that they want it (those behind a case or an application); returns how many are new.

    Refused: "denied" for anybody but the desk of the place or a named part of the system, "not_open".
    """
    with transaction.atomic():
        need = top_of(need_id)
        seat = require(actor, "need.sort", need).seat
        if not NEED.is_open(need.state):
            raise Refused(_("这件需求已经有了结果，不用再加入。"), code="not_open")
        return behind(need, person_ids, actor, seat)


def open_supporters(*, actor: Actor, need_id: int) -> list[contacts.Contact]:
    """Who stands behind a need, to verify at the door; every look is written down for each of them to read.

    Only those who left a number are opened. Refused: "denied", "too_many".
    """
    with transaction.atomic():
        need = top_of(need_id)
        actor = organisations.fresh(actor)
        seat = require(actor, "need.supporters", need).seat
        known = people.known_again(supporters(need))
        found = [
            contacts.read_contact(actor=actor, person_id=pk, purpose=PURPOSE, about=need.ref, seat=seat)
            for pk in sorted(known)
        ]
        append(SupportersRead(need.pk, len(found), PURPOSE), actor=actor, about=need.ref, seat=seat)
    return found
