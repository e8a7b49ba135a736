"""Lists of a worker's desk: what is due next, waits for sorting, is overdue; each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from gongzhi.cases.models import Case
from gongzhi.kernel import clock

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One page of a list and the mark of the next."""

    cases: list[Case]
    after: str


def _page(rows: QuerySet[Case], after: str, size: int) -> Row:
    """Keyset paging by due time and id; a broken mark shows the first page."""
    due, number = _mark(after)
    if due is not None:
        rows = rows.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=number))
    found = list(rows.select_related("place", "holder").order_by("due_at", "id")[: size + 1])
    more = len(found) > size
    found = found[:size]
    last = found[-1] if more and found else None
    return Row(found, f"{last.due_at.isoformat()}~{last.pk}" if last and last.due_at else "")


def _mark(text: str) -> tuple[datetime | None, int]:
    when, _sep, number = text.partition("~")
    try:
        return datetime.fromisoformat(when), int(number)
    except ValueError:
        return None, 0


def inbox(body_ids: Iterable[int], *, after: str = "", size: int = PAGE) -> Row:
    """Open cases that these bodies hold, by due time."""
    return _page(Case.objects.filter(holder_id__in=list(body_ids), is_open=True), after, size)


def waiting_to_sort(community_ids: Iterable[int], *, after: str = "", size: int = PAGE) -> Row:
    """Cases whose matter type is unknown, at the community's desk."""
    return _page(Case.objects.filter(community_id__in=list(community_ids), is_open=True, state="sorting"), after, size)


def ladder_rows(street_id: int, *, after: str = "", size: int = PAGE) -> Row:
    """What is overdue in a street, longest first."""
    now = clock.now()
    return _page(Case.objects.filter(street_id=street_id, is_open=True, due_at__lt=now), after, size)


FILTERS = ("state", "matter", "level", "channel", "intake", "tier", "holder_id", "community_id")


def listed(
    *,
    community_id: int | None = None,
    street_id: int | None = None,
    before: int | None = None,
    size: int = PAGE,
    **by: str,
) -> Row:
    """A filtered list of a community or a street, newest first. ValueError for a filter that is not in FILTERS."""
    unknown = set(by) - set(FILTERS)
    if unknown:
        raise ValueError(f"no such filter: {sorted(unknown)}")
    rows = Case.objects.filter(part_of=None, **{k: v for k, v in by.items() if v})
    if community_id is not None:
        rows = rows.filter(community_id=community_id)
    if street_id is not None:
        rows = rows.filter(street_id=street_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("place", "holder").order_by("-id")[: size + 1])
    more = len(found) > size
    return Row(found[:size], str(found[size - 1].pk) if more else "")


def load_of(body_ids: Iterable[int]) -> dict[str, int]:
    """How many open cases wait, by when they are due: overdue, today, tomorrow, later; one query."""
    now = clock.now()
    tonight = clock.today().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    morrow = tonight + timedelta(days=1)
    return Case.objects.filter(holder_id__in=list(body_ids), is_open=True).aggregate(
        overdue=Count("id", filter=Q(due_at__lt=now)),
        today=Count("id", filter=Q(due_at__gte=now, due_at__lt=tonight)),
        tomorrow=Count("id", filter=Q(due_at__gte=tonight, due_at__lt=morrow)),
        later=Count("id", filter=Q(due_at__gte=morrow)),
    )
