"""Reading recurring problems: whose they are, what is in them, how they went week by week, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.organisations.seats import DESKS, acting
from gongzhi.organisations.words import WATCHERS
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook
from gongzhi.triage.models import Echo, Heard, MonthTopic, Problem, ProblemWord

DAY = timedelta(days=1)
WEEK = 7 * DAY
SHOWN = ("confirmed", "planned", "watched", "solved")  # what everybody may read of


def _rows() -> QuerySet[Problem]:
    return Problem.objects.select_related("street", "community", "lead", "into")


def problem(problem_id: int) -> Problem | None:
    """The problem with its places and lead, or None."""
    return _rows().filter(pk=problem_id).first()


def problems_for(actor: Actor) -> QuerySet[Problem]:
    """Every problem that the actor may see (the permit `problem.see`), hottest first."""
    whose = Q(pk=None)
    for seat in acting(actor):
        whose |= Q(lead_id=seat.body_id)
    for seat in actor.seats_as(*DESKS, *WATCHERS):
        whose |= Q(community__path__startswith=seat.path)
        whose |= Q(community=None, street__path__startswith=seat.path)
    return _rows().filter(whose).order_by("-heat", "-id")


def messages_of(problem_id: int) -> QuerySet[Heard]:
    """The messages of a problem, newest first, those of problems joined into it included."""
    inside = Q(problem_id=problem_id) | Q(problem__into_id=problem_id)
    return Heard.objects.filter(inside).select_related("place").order_by("-said_at", "-id")


def counted(problem_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Distinct people and messages of each problem; who reported and also said "me too" counts once (row C01)."""
    wanted = list(problem_ids)
    people: dict[int, set[int]] = {pk: set() for pk in wanted}
    sizes = dict.fromkeys(wanted, 0)
    rows = Heard.objects.filter(Q(problem_id__in=wanted) | Q(problem__into_id__in=wanted))
    for own, into, person in rows.values_list("problem_id", "problem__into_id", "person_id"):
        home = into if into in people else own
        people[home].add(person)
        sizes[home] += 1
    echoes = Echo.objects.filter(Q(heard__problem_id__in=wanted) | Q(heard__problem__into_id__in=wanted))
    for own, into, person in echoes.values_list("heard__problem_id", "heard__problem__into_id", "person_id"):
        people[into if into in people else own].add(person)
    return {pk: (len(people[pk]), sizes[pk]) for pk in wanted}


def words_of(problem_id: int) -> QuerySet[ProblemWord]:
    """What was said about a problem, newest first."""
    return ProblemWord.objects.filter(problem_id=problem_id).select_related("body").order_by("-at", "-id")


@dataclass(frozen=True)
class Weeks:
    """Messages a week, oldest first; `start` is the first instant of the first week."""

    start: datetime
    counts: tuple[int, ...]


def weeks_of(problem_id: int, count: int = 26) -> Weeks:
    """The messages of a problem in each of the last weeks, up to now."""
    now = clock.now()
    start = now - count * WEEK
    counts = [0] * count
    for said in messages_of(problem_id).filter(said_at__gte=start).values_list("said_at", flat=True):
        counts[min(int((said - start) / WEEK), count - 1)] += 1
    return Weeks(start, tuple(counts))


@dataclass(frozen=True)
class Beside:
    """Messages in the same length of time before a problem was taken up and since it was finished."""

    days: int
    before: int
    after: int


def before_and_after(found: Problem) -> Beside | None:
    """How many said it before and after; None while it is not finished."""
    if found.finished_at is None:
        return None
    watched = rulebook.limit("problem.quiet", clock.today().date()).length()
    span = min(max(clock.now() - found.finished_at, DAY), watched)
    taken = found.confirmed_at or found.found_at
    rows = messages_of(found.pk)
    before = rows.filter(said_at__gt=taken - span, said_at__lte=taken).count()
    after = rows.filter(said_at__gt=found.finished_at, said_at__lte=found.finished_at + span).count()
    return Beside(span.days, before, after)


def month_topics(community_ids: Iterable[int], month: int) -> list[Any]:
    """The problems that these communities take on in a month (202611)."""
    rows = MonthTopic.objects.filter(community_id__in=list(community_ids), month=month)
    return list(rows.select_related("problem", "problem__lead", "problem__street", "community").order_by("id"))


def example_for(seat: Seat) -> Problem:
    """A problem as this seat would meet it (never saved), by which the public page prints what the seat may do."""
    place = places.get(seat.place_id)
    street = places.ancestor(place, "street") or place
    community = places.ancestor(place, "community")
    return Problem(pk=-1, street=street, community=community, lead_id=seat.body_id, state="confirmed")


def waiting_streets() -> list[int]:
    """The streets in which something was heard that is not grouped yet."""
    return list(Heard.objects.filter(grouped=False).order_by().values_list("street_id", flat=True).distinct())
