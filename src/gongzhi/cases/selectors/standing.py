"""How an area stands at this moment: open cases by stage, what is shown of them, and first answers that are overdue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from gongzhi.cases import words
from gongzhi.cases.lifecycle import STAGE
from gongzhi.cases.models import Case
from gongzhi.cases.selectors.lists import public_cases
from gongzhi.duties import selectors as duties


def _area(street_id: int | None, community_id: int | None, body_id: int | None) -> QuerySet[Case]:
    named = {"street_id": street_id, "community_id": community_id, "holder_id": body_id}
    by: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    if not by:
        raise ValueError("name a street, a community or a body")
    return Case.objects.filter(is_open=True, **by)


def open_by_stage(
    *, street_id: int | None = None, community_id: int | None = None, body_id: int | None = None
) -> dict[int, int]:
    """How many open cases stand in each of the six stages, all six named; parts are inside their whole. One query."""
    found = dict.fromkeys(words.STAGES, 0)
    rows = _area(street_id, community_id, body_id).filter(part_of=None).values_list("state").annotate(n=Count("id"))
    for state, count in rows.order_by():
        found[STAGE[state]] += count
    return found


def released_open(*, street_id: int | None = None, community_id: int | None = None, most: int = 10) -> list[Case]:
    """The newest open cases whose heading a worker has released."""
    return list(public_cases(community_id, street_id).filter(is_open=True)[:most])


def first_answers_overdue(
    *, street_id: int | None = None, community_id: int | None = None, body_id: int | None = None
) -> int:
    """How many open cases wait for a body's first answer past its time, at this moment. One query."""
    late = duties.overdue_abouts("cases.case", ("accept", "sort"))
    return _area(street_id, community_id, body_id).filter(state__in=["filed", "sorting"], pk__in=late).count()


def matters_of(case_ids: Iterable[int]) -> dict[int, str]:
    """The matter type of each case, "" where none was given yet."""
    ids = list(case_ids)
    found: dict[int, str] = {}
    for start in range(0, len(ids), 5000):
        found |= dict(Case.objects.filter(pk__in=ids[start : start + 5000]).values_list("pk", "matter"))
    return found
