"""Votes, their options, how far they are, and their certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.seats import at_desks
from gongzhi.places import selectors as places
from gongzhi.voting.models import Certificate, Elector, Mark, Option, Proxy, Saying, Sheet, Vote, Voter

SHOWN = ("noticed", "open", "closed", "counted", "certified", "published")


@dataclass(frozen=True)
class Turnout:
    """How many took part so far, by channel; areas in hundredths of a square metre."""

    electors: int
    cast: int
    electronic: int
    paper: int
    area: int
    area_cast: int
    sheets_waiting: int


def _rows() -> QuerySet[Vote]:
    return Vote.objects.select_related("place", "body")


def vote(vote_id: int) -> Vote | None:
    """The vote with its place and body, or None."""
    return _rows().filter(pk=vote_id).first()


def of(about: Ref) -> list[Vote]:
    """The votes on a matter, newest first."""
    return list(_rows().filter(about_label=about.label, about_id=about.id).order_by("-id"))


def open_votes(place: Any | None = None) -> list[Vote]:
    """The votes that are noticed or open now, at the place, inside it or above it; nearest close first."""
    rows = _rows().filter(state__in=("noticed", "open"), closes__gte=clock.now())
    return list(_near(rows, place).order_by("closes", "id"))


def recent(place: Any | None = None, limit: int = 20) -> list[Vote]:
    """The votes that are over: counted, certified or published; newest first."""
    rows = _rows().filter(state__in=("closed", "counted", "certified", "published"))
    return list(_near(rows, place).order_by("-closes", "-id")[:limit])


def _near(rows: QuerySet[Vote], place: Any | None) -> QuerySet[Vote]:
    if place is None:
        return rows
    step = 8  # digits of one place in a path: the way up is every prefix
    above = [place.path[:end] for end in range(step, len(place.path) + 1, step)]
    return rows.filter(Q(place__path__startswith=place.path) | Q(place__path__in=above))


def desk_votes(actor: Actor) -> QuerySet[Vote]:
    """The votes that the actor's seats organise, stand by or watch; what still wants an act first."""
    whose = at_desks(actor)
    for seat in actor.seats_as("building_head", "grid_worker"):
        whose |= Q(place__path__startswith=seat.path) | Q(
            place__path__in=[seat.path[:end] for end in range(8, len(seat.path), 8)], state__in=("noticed", "open")
        )
    return _rows().filter(whose).order_by("-id")


def options(vote_id: int) -> list[Option]:
    """What stands on the ballot, in its order, withdrawn ones included."""
    return list(Option.objects.filter(vote_id=vote_id).order_by("position"))


def turnout(vote_id: int) -> Turnout:
    """How many took part so far; never which way."""
    roll = Elector.objects.filter(vote_id=vote_id, struck_at=None)
    base = roll.aggregate(heads=Count("id"), area=Sum("area"))
    marks = Mark.objects.filter(vote_id=vote_id, void="").aggregate(
        heads=Count("id"), paper=Count("id", filter=Q(channel="paper")), area=Sum("elector__area")
    )
    waiting = Sheet.objects.filter(vote_id=vote_id).exclude(state__in=("counted", "void")).count()
    cast, paper = marks["heads"], marks["paper"]
    return Turnout(base["heads"], cast, cast - paper, paper, base["area"] or 0, marks["area"] or 0, waiting)


def said(vote_id: int) -> list[Saying]:
    """The reasons that were given in public, oldest first."""
    return list(Saying.objects.filter(vote_id=vote_id).order_by("id"))


def certificates(vote_id: int) -> list[Certificate]:
    """Every count that was handed out, oldest first."""
    return list(Certificate.objects.filter(vote_id=vote_id).order_by("number"))


def certificate(vote_id: int) -> dict[str, Any] | None:
    """The newest count as data: the final one when there is one, else the preliminary; None before the count."""
    row = Certificate.objects.filter(vote_id=vote_id).order_by("-number").first()
    return dict(row.data) if row is not None else None


def chosen(vote_id: int) -> dict[str, str] | None:
    """Who or what a certified vote chose, key to title; None before the result is final."""
    row = Certificate.objects.filter(vote_id=vote_id, stage="final").first()
    if row is None:
        return None
    winners = {key for name, item in row.data["items"].items() if name in ("",) for key in item["outcome"]["winners"]}
    return {option["key"]: option["title"] for option in row.data["vote"]["options"] if option["key"] in winners}


def example_for(seat: Seat) -> Vote:
    """A vote as this seat would meet it (never saved), by which the public page prints what the seat may do."""
    return Vote(pk=-1, body_id=seat.body_id, place=places.get(seat.place_id), state="open", secrecy="roll")


def people_in_open_votes(ids: Sequence[int], since: datetime) -> set[int]:
    """Which of these people are electors or proxies of a vote that is not over, or was not at `since`."""
    live = Vote.objects.exclude(state__in=("published", "withdrawn")) | Vote.objects.filter(published_at__gte=since)
    rows = live.values_list("pk", flat=True)
    own = Voter.objects.filter(person_id__in=ids, vote_id__in=rows).values_list("person_id", flat=True)
    held = Proxy.objects.filter(holder_id__in=ids, vote_id__in=rows).values_list("holder_id", flat=True)
    return {*own, *held}
