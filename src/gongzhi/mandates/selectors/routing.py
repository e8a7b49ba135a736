"""Who gets a matter at a place, and why: the first rung whose lead exists there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.mandates import words
from gongzhi.mandates.rules.shape import Line, Matter
from gongzhi.mandates.selectors.book import Published, current_list
from gongzhi.organisations.selectors import bodies_for
from gongzhi.organisations.words import BODY_KINDS


@dataclass(frozen=True)
class Skip:
    """A rung that was passed over, because no body of the kind that leads there serves the place."""

    rung: str
    lead: str


@dataclass(frozen=True)
class Route:
    """The body that answers for a matter at a place, the line of the list that says so, and the rungs passed over."""

    rung: str
    body: Any
    line: Line
    matter: Matter
    version: int
    skipped: tuple[Skip, ...]

    @property
    def data(self) -> dict[str, Any]:
        """The reason as data: ids and closed words, and the line's ground."""
        return {
            "list": self.version,
            "clause": self.line.key,
            "number": self.line.number,
            "rung": self.rung,
            "body_id": self.body.pk,
            "ground": self.line.ground,
            "skipped": [[skip.rung, skip.lead] for skip in self.skipped],
        }

    @property
    def reason(self) -> str:
        """The reason in the reader's language."""
        said = _("清单第 %(number)s 条：%(matter)s由%(body)s主责。依据：%(ground)s。") % {
            "number": self.line.number,
            "matter": words.matter_name(self.matter),
            "body": self.body.name,
            "ground": self.line.ground,
        }
        passed = [
            _("%(rung)s一级在这里没有%(lead)s，所以上到%(to)s。")
            % {"rung": words.RUNGS[skip.rung], "lead": BODY_KINDS[skip.lead], "to": words.RUNGS[self.rung]}
            for skip in self.skipped
        ]
        return " ".join([said, *passed]) if words.in_english() else "".join([said, *passed])


def route(matter_code: str, place: Any, on: date | None = None, at_least: str | None = None) -> Route:
    """Who answers for the matter at the place on that day: the first rung from the matter's start (or `at_least`, if
    that is higher) up, whose lead exists there. One query.

    Refused: "no_list", "unknown_matter", "no_body" (not one rung has its lead here). ValueError for an unknown rung.
    """
    day = on or clock.today().date()
    current = current_list(day)
    matter = current.matter(matter_code)
    if matter is None:
        raise Refused(_("责任清单里没有这个事项，请从清单里选。"), code="unknown_matter", field="matter")
    rungs = _from(matter.start, at_least)
    bodies = bodies_for({matter.lines[rung].lead for rung in rungs}, place, day)
    skipped: list[Skip] = []
    for rung in rungs:
        line = matter.lines[rung]
        if line.lead in bodies:
            return Route(rung, bodies[line.lead], line, matter, current.version, tuple(skipped))
        skipped.append(Skip(rung, line.lead))
    raise Refused(_("这个地点还没有登记能办这件事的单位，请交街道处理。"), code="no_body", field="place")


def _from(start: str, at_least: str | None) -> tuple[str, ...]:
    if at_least and at_least not in words.LADDER:
        raise ValueError(f"unknown rung: {at_least}")
    return words.LADDER[max(words.LADDER.index(start), words.LADDER.index(at_least or start)) :]


@dataclass(frozen=True)
class Gap:
    """A cell of place × matter × rung whose lead does not exist at the place."""

    place_id: int
    code: str
    number: int
    rung: str
    lead: str


def matrix_gaps(current: Published, place: Any, on: date | None = None) -> list[Gap]:
    """The cells of the list that no body fills at this place (纵向到底、横向到边), in the list's order. One query."""
    found = bodies_for({line.lead for m in current.matters() for line in m.lines.values()}, place, on)
    return [
        Gap(place.pk, m.code, m.number, line.rung, line.lead)
        for m in current.matters()
        for line in m.lines.values()
        if line.lead not in found
    ]


def unrouted(current: Published, places: Iterable[Any], on: date | None = None) -> list[tuple[int, str]]:
    """The (place, matter) pairs that nobody at all answers for: every rung from the start up is a gap."""
    missing: list[tuple[int, str]] = []
    for place in places:
        gaps = {(gap.code, gap.rung) for gap in matrix_gaps(current, place, on)}
        missing += [
            (place.pk, m.code)
            for m in current.matters()
            if all((m.code, rung) in gaps for rung in _from(m.start, None))
        ]
    return missing
