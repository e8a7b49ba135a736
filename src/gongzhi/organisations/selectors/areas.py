"""Who answers for an area on a day, and on which days nobody would."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from gongzhi.kernel import clock
from gongzhi.organisations import words
from gongzhi.organisations.models import Seat, Term
from gongzhi.organisations.rules import Span, days_of, gaps, ids_on
from gongzhi.organisations.selectors.held import running


def _day_ends(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), clock.CHINA)


def lead_seat(place: Any) -> Seat | None:
    """The seat that is responsible for the place: at the place itself or the nearest one above."""
    rows = Seat.objects.filter(role__in=words.SOLE_ROLES, ended_at__isnull=True, place_id__in=ids_on(place.path))
    return rows.select_related("place", "body").order_by("-place__path").first()


def responsible(place: Any, day: date | None = None) -> Term | None:
    """Who answers for the area on that day (default: now): the substitute if one stands in, else the named member.

    On a day of handing over it is the one who has it when the day ends.
    """
    found = lead_seat(place)
    if found is None:
        return None
    moment = clock.now() if day is None else _day_ends(day) - timedelta(microseconds=1)
    rows = Term.objects.filter(running(moment), seat=found).select_related("person", "substitute_for__person")
    return max(rows, key=lambda t: (t.substitute_for_id is not None, t.pk), default=None)


def spans_of(seat_id: int) -> list[Span]:
    """When the seat was or will be held, by members in their own right (a substitute needs one to stand in for)."""
    rows = Term.objects.filter(seat_id=seat_id, substitute_for__isnull=True)
    return [Span(since, until) for since, until in rows.values_list("since", "until")]


def uncovered_days(place: Any, since: date, until: date) -> list[date]:
    """The days in [since, until) on which, at some moment, nobody answers for the area. All of them without a seat."""
    start, end = _day_ends(since - timedelta(days=1)), _day_ends(until - timedelta(days=1))
    found = lead_seat(place)
    spans = spans_of(found.pk) if found else []
    missing = gaps(spans, start, end)
    return days_of([(a.astimezone(clock.CHINA), b.astimezone(clock.CHINA)) for a, b in missing])
