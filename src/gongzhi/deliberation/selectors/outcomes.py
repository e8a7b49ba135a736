"""The ledger of what talking together came to: sessions, problems solved, consensus, follow-up, counted by query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from gongzhi.deliberation.models import Decision, Session, Topic
from gongzhi.duties import selectors as duties
from gongzhi.kernel.clock import CHINA


@dataclass(frozen=True)
class Ledger:
    """Counts over one place and time: each opens to the things that it counts (row B16)."""

    sessions: int
    topics: int
    solved: int
    consensus: int
    adopted: int
    following: int
    late: int
    by_orders: tuple[tuple[str, int], ...]
    by_month: tuple[tuple[str, int], ...]


def sessions(place: Any, since: datetime | None = None, until: datetime | None = None) -> QuerySet[Session]:
    """The meetings held for topics inside a place, one row for each topic that they dealt with."""
    return _within(Session.objects.filter(place__path__startswith=place.path), "held_at", since, until)


def solved(place: Any, since: datetime | None = None, until: datetime | None = None) -> QuerySet[Topic]:
    """The topics that were appraised and found to be solved."""
    rows = Topic.objects.filter(place__path__startswith=place.path, state="reviewed", verdict="solved")
    return _within(rows, "closed_at", since, until)


def decided(place: Any, since: datetime | None = None, until: datetime | None = None) -> QuerySet[Decision]:
    """The decisions taken inside a place."""
    return _within(Decision.objects.filter(topic__place__path__startswith=place.path), "at", since, until)


def following(place: Any) -> QuerySet[Topic]:
    """The topics whose decision is being carried out or appraised."""
    rows = Topic.objects.filter(place__path__startswith=place.path, state__in=("decided", "carried_out"))
    return rows.select_related("place", "lead")


def _within(rows: QuerySet[Any], field: str, since: datetime | None, until: datetime | None) -> QuerySet[Any]:
    if since is not None:
        rows = rows.filter(**{f"{field}__gte": since})
    return rows.filter(**{f"{field}__lt": until}) if until is not None else rows


def ledger(place: Any, since: datetime | None = None, until: datetime | None = None) -> Ledger:
    """The counts; a meeting that dealt with three topics is one session."""
    held, taken = sessions(place, since, until), decided(place, since, until)
    orders = held.values("orders").annotate(many=Count("meeting_id", distinct=True)).order_by("-many", "orders")
    months = (
        held.annotate(month=TruncMonth("held_at", tzinfo=CHINA))
        .values("month").annotate(many=Count("meeting_id", distinct=True)).order_by("month")
    )  # fmt: skip
    open_ids = list(following(place).values_list("pk", flat=True))
    late = set(duties.overdue_abouts("deliberation.topic", ("carry_out", "review"))) & set(open_ids)
    return Ledger(
        sessions=held.values("meeting_id").distinct().count(),
        topics=held.values("topic_id").distinct().count(),
        solved=solved(place, since, until).count(),
        consensus=taken.filter(consensus=True, outcome="adopted").count(),
        adopted=taken.filter(outcome="adopted").count(),
        following=len(open_ids),
        late=len(late),
        by_orders=tuple((row["orders"], row["many"]) for row in orders),
        by_month=tuple((row["month"].astimezone(CHINA).strftime("%Y-%m"), row["many"]) for row in months),
    )
