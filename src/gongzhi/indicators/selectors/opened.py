"""Every figure opens to the cases that it counts, by the same rows of which it is the sum."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from gongzhi.indicators.models import Counted
from gongzhi.indicators.rules.counting import INSIDE, OPENED
from gongzhi.indicators.rules.months import Months, lately
from gongzhi.indicators.selectors.figures import Scope
from gongzhi.kernel import clock


@dataclass(frozen=True)
class Opened:
    """One counting: the case, the month it was counted in, and the word that narrows it (a ground, a channel)."""

    id: int
    case_id: int
    month: int
    word: str
    body_id: int


def _rows(measure: str, scope: Scope, months: Months | None, word: str | None) -> QuerySet[Counted]:
    if measure not in OPENED | INSIDE:
        raise ValueError(f"no figure is called {measure!r}")
    span = months or lately(clock.now())
    by: dict[str, Any] = {"measure": measure, "month__gte": span.first, "month__lte": span.last}
    named = {"street_id": scope.street_id, "community_id": scope.community_id, "body_id": scope.body_id, "word": word}
    by |= {name: value for name, value in named.items() if value is not None}
    return Counted.objects.filter(**by)


def opened(
    measure: str,
    scope: Scope,
    months: Months | None = None,
    *,
    word: str | None = None,
    before: int | None = None,
    size: int | None = None,
) -> list[Opened]:
    """The countings behind a figure, newest first; as many as the figure says. ValueError for an unknown measure."""
    rows = _rows(measure, scope, months, word).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = rows.values_list("id", "case_id", "month", "word", "body_id")
    return [Opened(*row) for row in (found if size is None else found[:size])]


def how_many(measure: str, scope: Scope, months: Months | None = None, *, word: str | None = None) -> int:
    """How many countings stand behind a figure: the figure itself."""
    return _rows(measure, scope, months, word).count()


def case_ids(measure: str, scope: Scope, months: Months | None = None, *, word: str | None = None) -> list[int]:
    """The cases behind a figure, one for every counting, newest first."""
    return list(_rows(measure, scope, months, word).order_by("-id").values_list("case_id", flat=True))


def opened_by_matter(
    measure: str, scope: Scope, months: Months | None = None, *, word: str | None = None
) -> Counter[int]:
    """How often each case stands behind a figure."""
    return Counter(case_ids(measure, scope, months, word=word))
