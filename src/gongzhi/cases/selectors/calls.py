"""Whistles seen from both sides: calls that wait for a department, and the calls that a whistler made."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from gongzhi.cases.models import Call
from gongzhi.kernel.actor import Actor

MOST = 100


def _with_case(rows: QuerySet[Call]) -> QuerySet[Call]:
    return rows.select_related("case__place", "case__holder", "body", "whistler")


def calls_waiting(body_ids: Iterable[int]) -> list[Call]:
    """The running calls of these departments, by the time of arrival."""
    rows = Call.objects.filter(body_id__in=list(body_ids), ended_at=None).order_by("arrive_by", "id")
    return list(_with_case(rows)[:MOST])


def calls_made(body_ids: Iterable[int]) -> list[Call]:
    """The latest calls that these bodies whistled, running ones first."""
    rows = Call.objects.filter(whistler_id__in=list(body_ids)).order_by("-id")
    found = list(_with_case(rows)[:MOST])
    return sorted(found, key=lambda c: c.ended_at is not None)


def calls_to_rate(body_ids: Iterable[int]) -> list[Call]:
    """The ended calls of which one of these bodies has not yet rated the other side (双考核)."""
    ids = list(body_ids)
    mine = Q(whistler_id__in=ids, whistler_mark=None) | Q(body_id__in=ids, department_mark=None)
    rows = Call.objects.filter(mine, ended_at__isnull=False).exclude(state="recalled").order_by("-id")
    return list(_with_case(rows)[:MOST])


def side_of(actor: Actor, call: Call) -> str:
    """On which side of a call the person stands: whistler, department or ""."""
    bodies = {s.body_id for s in actor.seats}
    if call.whistler_id in bodies:
        return "whistler"
    return "department" if call.body_id in bodies else ""
