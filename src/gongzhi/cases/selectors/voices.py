"""Who spoke of what place, as pairs of numbers for totals, and where matters were solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count

from gongzhi.cases.models import Case, Voice


def speakers(*, street_id: int, since: datetime) -> Iterator[tuple[str, int]]:
    """The path of a place and the person who spoke of it, reporting or joining in; a pair may come twice.

    A part of a divided case is nobody's report. Two queries.
    """
    raised = Case.objects.filter(street_id=street_id, reported_at__gte=since, part_of=None).order_by()
    yield from raised.values_list("place__path", "reporter_id").distinct().iterator()
    joined = Voice.objects.filter(case__street_id=street_id, at__gte=since).order_by()
    yield from joined.values_list("case__place__path", "person_id").distinct().iterator()


def solved_at(*, street_id: int, since: datetime) -> Counter[str]:
    """How many matters were solved since then, by the path of their place. One query."""
    done = Case.objects.filter(street_id=street_id, state="solved", closed_at__gte=since, part_of=None).order_by()
    return Counter(dict(done.values_list("place__path").annotate(n=Count("id"))))
