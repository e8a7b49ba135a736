"""Which meetings there are: at a place, about a matter, for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.meetings.models import Item, Meeting, MeetingSeat
from gongzhi.organisations.seats import at_desks
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES
from gongzhi.places import selectors as places

COMING = ("called", "open", "adjourned")
HELD = ("closed", "minuted", "approved", "published")


def ref(meeting: Meeting) -> Ref:
    """How the record names a meeting."""
    return Ref("meetings.meeting", meeting.pk)


def meeting(meeting_id: int) -> Meeting | None:
    """One meeting with its body and place; None when there is none."""
    return Meeting.objects.select_related("body", "place").filter(pk=meeting_id).first()


def agenda(meeting_id: int) -> list[Item]:
    """Its points in order, unlisted ones last."""
    return list(Item.objects.filter(meeting_id=meeting_id).order_by("number"))


def seats(meeting_id: int) -> list[MeetingSeat]:
    """Its seats in order."""
    return list(
        MeetingSeat.objects.filter(meeting_id=meeting_id).select_related("body", "meeting__place").order_by("number")
    )


def meetings_at(place: Any) -> QuerySet[Meeting]:
    """The meetings held for the place, for what lies inside it and for what it lies in, newest first."""
    above = [one.pk for one in places.ancestors(place)]
    inside = Q(place__in=places.within(place)) | Q(place_id__in=[place.pk, *above])
    return Meeting.objects.filter(inside).select_related("body", "place").order_by("-starts", "-id")


def upcoming(place: Any, now: datetime | None = None) -> QuerySet[Meeting]:
    """What is still to come (or goes on now) at the place, soonest first."""
    return meetings_at(place).filter(state__in=COMING).order_by("starts", "id")


def everywhere() -> QuerySet[Meeting]:
    """Every meeting that was not called off, newest first."""
    return Meeting.objects.exclude(state="cancelled").select_related("body", "place").order_by("-starts", "-id")


def of(about: Ref) -> QuerySet[Meeting]:
    """The meetings about a matter: called for it, or with a point about it; soonest first."""
    points = Item.objects.filter(about_label=about.label, about_id=about.id).values("meeting_id")
    mine = Q(about_label=about.label, about_id=about.id) | Q(pk__in=points)
    return Meeting.objects.filter(mine).select_related("body", "place").order_by("starts", "id")


def of_bodies(body_ids: Iterable[int]) -> QuerySet[Meeting]:
    """The meetings that these bodies convene, newest first."""
    rows = Meeting.objects.filter(body_id__in=list(body_ids))
    return rows.select_related("body", "place").order_by("-starts", "-id")


def run_by(actor: Actor) -> QuerySet[Meeting]:
    """The meetings that this actor may run, newest first; the same question as the permit "meeting.run"."""
    mine = at_desks(actor, roles=COMMUNITY_ROLES)
    return Meeting.objects.filter(mine).select_related("body", "place").order_by("-starts", "-id")


def looked_at_by(actor: Actor) -> QuerySet[Meeting]:
    """The meetings of the actor's areas, for desks of the street; newest first."""
    wide = Q(pk__in=run_by(actor).values("pk"))
    for seat in actor.seats_as(*STREET_ROLES):
        wide |= Q(place__path__startswith=seat.path)
    return Meeting.objects.filter(wide).select_related("body", "place").order_by("-starts", "-id")


def seat_of(person_id: int | None, meeting_id: int) -> MeetingSeat | None:
    """The seat in which this person sits at the meeting, as its holder or instead."""
    if person_id is None:
        return None
    rows = MeetingSeat.objects.filter(Q(person_id=person_id, substitute=None) | Q(substitute_id=person_id))
    return rows.select_related("meeting__place", "body").filter(meeting_id=meeting_id).order_by("number").first()


def invited(person_id: int) -> QuerySet[Meeting]:
    """The coming meetings to which this person is invited, soonest first."""
    mine = MeetingSeat.objects.filter(Q(person_id=person_id) | Q(substitute_id=person_id)).values("meeting_id")
    rows = Meeting.objects.filter(pk__in=mine, state__in=COMING, starts__gte=clock.now() - _A_DAY)
    return rows.select_related("body", "place").order_by("starts", "id")


def people_at_meetings(ids: Sequence[int], since: datetime) -> set[int]:
    """Which of these people hold a seat, or come for somebody, at a meeting not over yet, or not over at `since`."""
    live = ~Q(meeting__state__in=("published", "cancelled")) | Q(meeting__published_at__gte=since)
    rows = MeetingSeat.objects.filter(live)
    own = rows.filter(person_id__in=ids).values_list("person_id", flat=True)
    return {*own, *rows.filter(substitute_id__in=ids).values_list("substitute_id", flat=True)}


_A_DAY = timedelta(days=1)
