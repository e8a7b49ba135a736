"""How long matters take: medians from histograms of whole hours, for a scope and for every group of the list."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from gongzhi.indicators.rules import counting as c
from gongzhi.indicators.rules.months import Months, lately
from gongzhi.indicators.rules.rates import Median, median
from gongzhi.indicators.selectors.figures import Scope
from gongzhi.kernel import clock
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import group_name


def median_hours(scope: Scope, months: Months | None = None) -> Median:
    """Half of the first answers came within so many whole hours of the report; one query."""
    span = months or lately(clock.now())
    rows = scope.tallies().filter(measure=c.HOURS, month__in=list(span))
    found = rows.values_list("value").annotate(n=Sum("count")).order_by()
    return median({value: count for value, count in found})


@dataclass(frozen=True)
class GroupTime:
    """A group of the responsibility list: what was classified there, what was answered, and the median."""

    group: str
    name: str
    classified: int
    median: Median


def by_group(scope: Scope, months: Months | None = None) -> list[GroupTime]:
    """Every group of the list in which something was counted, in the list's order; one query."""
    span = months or lately(clock.now())
    rows = scope.tallies().filter(measure__in=(c.MATTER, c.MATTER_HOURS), month__in=list(span))
    groups = {m.code: m.group for m in mandates.matters()}
    seen: Counter[str] = Counter()
    hours: dict[str, Counter[int]] = defaultdict(Counter)
    for measure, code, value, count in (
        rows.values("measure", "word", "value").annotate(n=Sum("count")).values_list("measure", "word", "value", "n")
    ):
        group = groups.get(code, "")
        if measure == c.MATTER:
            seen[group] += count
        else:
            hours[group][value] += count
    names = {m.group: group_name(m) for m in mandates.matters()}
    return [GroupTime(g, name, seen[g], median(hours[g])) for g, name in names.items() if seen[g] or hours[g]]


def busiest(scope: Scope, months: Months | None = None, most: int = 5) -> list[GroupTime]:
    """The groups with the most matters; equal ones in the list's order."""
    return busiest_of(by_group(scope, months), most)


def busiest_of(groups: list[GroupTime], most: int = 5) -> list[GroupTime]:
    """The same of groups that are read already."""
    return sorted(groups, key=lambda g: -g.classified)[:most]
