"""The three rates of a street, a community or a body over some months, from roll-ups: one query each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, QuerySet, Sum

from gongzhi.indicators.models import Tally
from gongzhi.indicators.rules import counting as c
from gongzhi.indicators.rules.months import Months, lately
from gongzhi.indicators.rules.rates import Figures, figures
from gongzhi.kernel import clock
from gongzhi.record.selectors import read_until
from gongzhi.rulebook import selectors as rulebook

# Everything but the histograms and the cut by matter type, which have readers of their own.
_PLAIN = sorted(c.OPENED | {c.INTAKE})
# What a line of a list needs: the three rates and what was received.
_LISTED = (c.REPORTED, c.IN_TIME, c.LATE, c.MISSED, c.JUDGED, c.SOLVED, c.SATISFIED)


@dataclass(frozen=True)
class Scope:
    """Whose figures: a street's, a community's, or a body's (in one street, or wherever it works)."""

    street_id: int | None = None
    community_id: int | None = None
    body_id: int | None = None

    def __post_init__(self) -> None:
        if self.community_id and self.body_id or not (self.street_id or self.community_id or self.body_id):
            raise ValueError("name a street, a community, or a body (in a street)")

    def tallies(self) -> QuerySet[Tally]:
        """The rows that belong to this scope and no other."""
        if self.community_id:  # its rows have no body, and those of a body no community
            by: dict[str, Any] = {"community_id": self.community_id}
        elif self.street_id:
            by = {"street_id": self.street_id, "community_id": 0, "body_id": self.body_id or 0}
        else:
            by = {"body_id": self.body_id}
        return Tally.objects.filter(**by)


def as_of() -> datetime:
    """Every fact before this instant is in the figures."""
    return read_until(c.REACTION, c.KINDS)


def rule_day(months: Months) -> date:
    """The day whose rule packs judge the range: its last, or today while it runs."""
    today = clock.today().date()
    return today if months.last >= today.year * 100 + today.month else date(months.last // 100, months.last % 100, 1)


def small_count() -> int:
    """Counts below this number are not shown to the public (rule pack)."""
    return rulebook.number("public.small_count", clock.today().date())


def rates(
    *,
    street_id: int | None = None,
    community_id: int | None = None,
    body_id: int | None = None,
    months: Months | None = None,
) -> Figures:
    """The figures of one scope (default: the last twelve months). ValueError when no scope is named."""
    span = months or lately(clock.now())
    rows = _sums(Scope(street_id, community_id, body_id).tallies(), span, "measure", "word")
    return _made({(m, w): n for m, w, n in rows}, span, as_of())


def by_community(street_id: int, months: Months | None = None) -> dict[int, Figures]:
    """The figures of every community of a street in which something was counted, by id; one query."""
    return _each(Tally.objects.filter(street_id=street_id, community_id__gt=0, body_id=0), "community_id", months)


def by_body(street_id: int, months: Months | None = None) -> dict[int, Figures]:
    """The rates of every body for its work in a street, by id, without exclusions; one query. Never people."""
    rows = Tally.objects.filter(street_id=street_id, community_id=0, body_id__gt=0)
    return _each(rows, "body_id", months, _LISTED)


def trend(scope: Scope, months: Months | None = None) -> list[tuple[int, Figures]]:
    """The figures of every month of the range, in order, empty months too; one query."""
    span = months or lately(clock.now())
    found = _each(scope.tallies(), "month", span)
    now = as_of()
    return [(month, found.get(month) or _made({}, Months(month, month), now)) for month in span]


def streets() -> list[int]:
    """The streets in which anything was ever counted."""
    found: list[int] = []
    while True:  # from one street to the next along the index: there are few of them, and many rows of each
        rows = Tally.objects.filter(street_id__gt=found[-1] if found else 0).order_by("street_id")
        here = rows.values_list("street_id", flat=True).first()
        if here is None:
            return found
        found.append(here)


def first_month(scope: Scope) -> int | None:
    """The first month in which something was reported here."""
    found = scope.tallies().filter(measure=c.REPORTED).aggregate(first=Min("month"))["first"]
    return int(found) if found else None


def _sums(rows: QuerySet[Tally], span: Months, *keys: str, measures: Sequence[str] = _PLAIN) -> list[tuple[Any, ...]]:
    # Months by name: then the index leads to each measure of each month, past all other bodies.
    picked = rows.filter(measure__in=measures, month__in=list(span))
    return list(picked.values(*keys).annotate(n=Sum("count")).values_list(*keys, "n").order_by())


def _each(
    rows: QuerySet[Tally], key: str, months: Months | None, measures: Sequence[str] = _PLAIN
) -> dict[int, Figures]:
    span = months or lately(clock.now())
    cells: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    for which, measure, word, count in _sums(rows, span, key, "measure", "word", measures=measures):
        cells[which][measure, word] = count
    now = as_of()
    one = key == "month"
    return {which: _made(found, Months(which, which) if one else span, now) for which, found in cells.items()}


def _made(cells: dict[tuple[str, str], int], span: Months, now: datetime) -> Figures:
    return figures(cells, z=rulebook.share("rates.confidence", rule_day(span)), months=span, as_of=now)
