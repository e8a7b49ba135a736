"""How many matters came in on each of the four platforms (row E08), from the roll-ups by matter type."""

from __future__ import annotations

from django.db.models import Sum

from gongzhi.indicators.rules import counting as c
from gongzhi.indicators.rules.months import Months, lately
from gongzhi.indicators.selectors.figures import Scope
from gongzhi.kernel import clock
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import PLATFORMS


def by_platform(scope: Scope, months: Months | None = None) -> dict[str, int]:
    """Matters given a type, by platform, in the order of the closed list; "" for types that no list knows any more.

    Every matter is in exactly one. One query.
    """
    span = months or lately(clock.now())
    rows = scope.tallies().filter(measure=c.MATTER, month__in=list(span))
    of = {m.code: m.platform for m in mandates.matters()}
    found = dict.fromkeys((*PLATFORMS, ""), 0)
    for code, count in rows.values_list("word").annotate(n=Sum("count")).order_by():
        found[of.get(code, "")] += count
    return found
