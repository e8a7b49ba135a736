"""What people were asked or had to say again, and what was sent on to the market: cases for figures of the work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gongzhi.cases.models import Case
from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.mandates import selectors as mandates
from gongzhi.rulebook.selectors import number

WAITING = "waiting_resident"
BEYOND_DUTY = "beyond_duty"


def window() -> timedelta:
    """Within which the same request is the same one again (rule pack); after that it is a new one."""
    return timedelta(days=number("figures.again", clock.today().date()))


def asked_again(*, since: datetime, until: datetime, **area: Any) -> dict[int, int]:
    """Cases whose reporter was waited for more than once → how often. Two queries."""
    often = duties.paused_often("cases.case", WAITING, since, until)
    here = Case.objects.filter(pk__in=often, **area).order_by("-pk").values_list("pk", flat=True)
    return {pk: often[pk] for pk in here}


def said_again(*, since: datetime, until: datetime, **area: Any) -> list[int]:
    """Cases that repeat what the same person said of the same place and type within the window before, newest first.

    Whoever left no number is another person each time, so this is the least that there were. One query.
    """
    near = window()
    rows = Case.objects.filter(reported_at__gte=since - near, reported_at__lt=until, part_of=None, **area)
    told = rows.exclude(matter="").order_by("reported_at", "pk")
    last: dict[tuple[int, str, int], datetime] = {}
    found = []
    for pk, person, matter, place, at in told.values_list("pk", "reporter_id", "matter", "place_id", "reported_at"):
        before = last.get((person, matter, place))
        if before is not None and at - before <= near and at >= since:
            found.append(pk)
        last[person, matter, place] = at
    return found[::-1]


@dataclass(frozen=True)
class SentOn:
    """A request that was no community's business, and whether the same person soon asked for the same again."""

    case_id: int
    person_id: int
    closed_at: datetime
    came_back: bool


def sent_on(*, since: datetime, until: datetime, **area: Any) -> list[SentOn]:
    """Requests closed as beyond duty in a stretch of time, oldest first. Two queries.

    "The same" is a request under the same line of the negative list or, where none applies, any request sent on.
    """
    gone = Case.objects.filter(branch=BEYOND_DUTY, state="lawful", closed_at__gte=since, closed_at__lt=until, **area)
    rows = list(gone.order_by("closed_at").values_list("pk", "reporter_id", "closed_at", "text"))
    later: dict[tuple[int, str], list[tuple[int, datetime]]] = defaultdict(list)
    reports = Case.objects.filter(reporter__in={row[1] for row in rows}, reported_at__gte=since, part_of=None)
    for pk, person, at, text, branch in reports.values_list("pk", "reporter_id", "reported_at", "text", "branch"):
        line = _line(text)
        if line or branch == BEYOND_DUTY:
            later[person, line].append((pk, at))
    return [SentOn(pk, who, at, _again(pk, at, later[who, _line(text)])) for pk, who, at, text in rows if at]


def _again(case_id: int, at: datetime, reports: list[tuple[int, datetime]]) -> bool:
    near = window()
    return any(pk != case_id and at < when <= at + near for pk, when in reports)


def _line(text: str) -> str:
    found = mandates.negative(text)
    return found.code if found else ""
