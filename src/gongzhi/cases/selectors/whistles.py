"""Both sides of the whistle measured with the same inputs (双考核, row E02): bodies only, never people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, Sum

from gongzhi.cases.models import Call

SIDES = {"department": "body_id", "whistler": "whistler_id"}
# Each side is rated by the other one.
_MARKED_BY = {"department": "whistler_mark", "whistler": "department_mark"}


@dataclass(frozen=True)
class Side:
    """One body on one side of its whistles in some time: what became of the calls, and the other side's marks (1–5)."""

    body_id: int
    calls: int
    in_time: int
    late: int
    no_show: int
    declined: int
    recalled: int
    running: int
    marks: int
    mean: Fraction | None


def double_assessment(
    side: str,
    *,
    since: datetime,
    until: datetime,
    street_id: int | None = None,
    community_id: int | None = None,
    body_id: int | None = None,
) -> list[Side]:
    """Every body on this side ("department" or "whistler") of calls made in [since, until), by id; one query.

    A call counts once: arrived in time or late, declined with a clause, not come (its time passed), recalled before its
    time passed, or still running. KeyError for another side.
    """
    group = SIDES[side]
    rows = Call.objects.filter(called_at__gte=since, called_at__lt=until)
    if street_id is not None:
        rows = rows.filter(case__street_id=street_id)
    if community_id is not None:
        rows = rows.filter(case__community_id=community_id)
    if body_id is not None:
        rows = rows.filter(**{group: body_id})
    found = rows.values(one=F(group)).annotate(**_counts(_MARKED_BY[side])).order_by("one")
    return [_side(dict(row)) for row in found]


def _counts(mark: str) -> dict[str, Any]:
    came = Q(arrived_at__isnull=False)
    declined = Q(state="declined")
    absent = Q(arrived_at=None) & ~declined
    return {
        "calls": Count("id"),
        "in_time": Count("id", filter=came & Q(arrived_at__lte=F("arrive_by"))),
        "late": Count("id", filter=came & Q(arrived_at__gt=F("arrive_by"))),
        "declined": Count("id", filter=declined),
        "no_show": Count("id", filter=absent & Q(missed=True)),
        "recalled": Count("id", filter=absent & Q(missed=False, ended_at__isnull=False)),
        "running": Count("id", filter=absent & Q(missed=False, ended_at=None)),
        "marks": Count(mark),
        "sum": Sum(mark),
    }


def _side(row: dict[str, Any]) -> Side:
    total = row.pop("sum")
    mean = Fraction(total, row["marks"]) if row["marks"] else None
    return Side(body_id=row.pop("one"), mean=mean, **row)
