"""Lists of a worker's desk: what is due next, waits for sorting, is overdue; each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from gongzhi.cases.models import Case
from gongzhi.mandates import selectors as mandates

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


def waiting_to_sort(community_ids: Iterable[int], *, after: str = "", size: int = PAGE) -> Row:
    """Cases whose matter type is unknown, at the community's desk."""
    return _page(Case.objects.filter(community_id__in=list(community_ids), is_open=True, state="sorting"), after, size)


FILTERS = ("state", "matter", "level", "channel", "intake", "tier", "holder_id", "community_id", "platform")


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
    platform = by.pop("platform", "")
    rows = Case.objects.filter(part_of=None, **{k: v for k, v in by.items() if v})
    if platform:
        rows = rows.filter(matter__in=[m.code for m in mandates.matters() if m.platform == platform])
    if community_id is not None:
        rows = rows.filter(community_id=community_id)
    if street_id is not None:
        rows = rows.filter(street_id=street_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("place", "holder").order_by("-id")[: size + 1])
    more = len(found) > size
    return Row(found[:size], str(found[size - 1].pk) if more else "")
