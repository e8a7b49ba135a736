"""What the work costs people and staff: requests beyond duty (row F09), asking again, and wrong sortings (row Q12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum

from gongzhi.cases.selectors import asked
from gongzhi.indicators.rules import counting as c
from gongzhi.indicators.rules.months import Months, back, lately
from gongzhi.indicators.selectors.figures import Scope
from gongzhi.kernel import clock
from gongzhi.mandates import selectors as mandates
from gongzhi.people import selectors as people


@dataclass(frozen=True)
class OffDuty:
    """Requests that are no community's business: by line of the negative list, by month, and what became of them.

    `watched` are those of people whom the house would know again (a number or an account), sent on so long ago that the
    window (figures.again) is over; `stayed_away` of them did not ask for the same again within it. That is what the
    record can prove: a request sent on is closed, and nobody judges it.
    """

    by_line: dict[str, int]
    by_month: dict[int, int]
    total: int
    watched: int
    stayed_away: int


def off_duty(scope: Scope, months: Months | None = None) -> OffDuty:
    """Off-duty requests of a street or community; they are in none of the three rates."""
    span = months or lately(clock.now())
    rows = scope.tallies().filter(measure=c.OFF_DUTY, month__in=list(span))
    lines = {n.code: 0 for n in mandates.negatives()} | {c.OTHER: 0}
    by_month = dict.fromkeys(span, 0)
    for month, word, count in rows.values("month", "word").annotate(n=Sum("count")).values_list("month", "word", "n"):
        lines[word] = lines.get(word, 0) + count
        by_month[month] += count
    since, until = _ends(span)
    sent = asked.sent_on(since=since, until=min(until, clock.now() - asked.window()), **_area(scope))
    known = people.known_again(one.person_id for one in sent)
    watched = [one for one in sent if one.person_id in known]
    counted = {code: n for code, n in lines.items() if n}
    stayed = sum(not one.came_back for one in watched)
    return OffDuty(counted, by_month, sum(counted.values()), len(watched), stayed)


@dataclass(frozen=True)
class Again:
    """How often people were asked or had to speak again, and how often a sorting was wrong."""

    reported: int
    asked: dict[int, int]  # case → how often its reporter was waited for
    said: list[int]  # cases that repeat what the same person had said
    sorted: int
    corrected: dict[str, int]  # by what showed it: "reclassify", "refuse"

    @property
    def wrong(self) -> int:
        """Cases whose first sorting was corrected."""
        return sum(self.corrected.values())


def again(scope: Scope, months: Months | None = None) -> Again:
    """The figures of row Q12 for a street or community; each opens to its cases."""
    span = months or lately(clock.now())
    measures = (c.REPORTED, c.SORTED, c.CORRECTED)
    rows = scope.tallies().filter(measure__in=measures, month__in=list(span))
    cells = {(m, w): n for m, w, n in rows.values_list("measure", "word").annotate(n=Sum("count")).order_by()}
    since, until = _ends(span)
    return Again(
        sum(n for (m, _w), n in cells.items() if m == c.REPORTED),
        asked.asked_again(since=since, until=until, **_area(scope)),
        asked.said_again(since=since, until=until, **_area(scope)),
        sum(n for (m, _w), n in cells.items() if m == c.SORTED),
        {w: n for (m, w), n in sorted(cells.items()) if m == c.CORRECTED},
    )


def _area(scope: Scope) -> dict[str, Any]:
    if scope.body_id:
        raise ValueError("these figures are of a street or a community")
    return {"community_id": scope.community_id} if scope.community_id else {"street_id": scope.street_id}


def _ends(span: Months) -> tuple[datetime, datetime]:
    """The first instant of the range and the first after it."""
    after = back(span.last, -1)
    begins, ends = (datetime(m // 100, m % 100, 1, tzinfo=clock.CHINA) for m in (span.first, after))
    return begins, ends
