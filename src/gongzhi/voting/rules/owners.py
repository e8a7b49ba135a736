"""An owners' vote by area and by heads: participation first, then the majority that the matter asks for.

Three ends are kept apart: passed; rejected, which is a decision against with a majority of its own; and no decision,
when too few took part or neither side reached its majority. A failed "yes" is not a "no". Where the numbers cannot
carry a verdict it is undetermined, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from gongzhi.voting.rules.areas import say_area
from gongzhi.voting.rules.bars import Bar, percent
from gongzhi.voting.rules.outcome import Outcome, Reason, State, Verdict
from gongzhi.voting.rules.owners_law import ALL, NOT_PARTICIPATING, WITH_MAJORITY, Charter, OwnersLaw
from gongzhi.voting.rules.owners_roll import (
    ABSTAIN,
    AGAINST,
    FOR,
    OTHER,
    PARTS,
    SILENT,
    SILENT_TOLD,
    Part,
    Tally,
    Unit,
    tally,
)

RULE = "owners"
USUAL = Charter()


@dataclass(frozen=True)
class Sides:
    """The parts after the by-laws' choices: who took part, who is for and against, and who follows the majority."""

    taking_part: Part
    for_: Part
    against: Part
    remarks: tuple[Reason, ...]


def count(
    units: Iterable[Unit],
    law: OwnersLaw,
    charter: Charter = USUAL,
    stated_area: int | None = None,
    faults: tuple[Reason, ...] = (),
    remarks: tuple[Reason, ...] = (),
) -> Outcome:
    """Count a frozen roll with what came back for every unit.

    faults: what was wrong with the roll before counting, so that no verdict stands. remarks: what else a reader of it
    should know. stated_area: the total that was announced, in hundredths of a square metre.
    """
    counted = tally(units, charter, stated_area)
    given = replace(counted, faults=(*faults, *counted.faults), remarks=(*remarks, *counted.remarks))
    return judge(given, law, charter)


def judge(counted: Tally, law: OwnersLaw, charter: Charter = USUAL) -> Outcome:
    """The verdict of a law on a tally, with every figure that it used."""
    sides = _sides(counted, charter)
    base = counted.total if law.of == ALL else sides.taking_part
    stages = (
        _electorate(counted),
        _measured("participation", sides.taking_part, counted.total, law.participation),
        _measured("approval", sides.for_, base, law.approval) | {"of": law.of},
        _measured("refusal", sides.against, base, law.refusal) | {"of": law.of},
    )
    state, valid, reasons = _decided(counted, sides, base, law)
    winner = {"passed": (FOR,), "rejected": (AGAINST,)}.get(state, ())
    remarks = (*counted.remarks, *sides.remarks)
    return Outcome(RULE, winner, stages, None, Verdict(state, valid, (*reasons, *remarks)))


def _sides(counted: Tally, charter: Charter) -> Sides:
    """Who counts as what; silence and abstention stand on neither side unless the by-laws make them follow."""
    names = [FOR, AGAINST, ABSTAIN, OTHER] + [SILENT_TOLD] * (charter.silence != NOT_PARTICIPATING)
    follow = [ABSTAIN] * (charter.abstention == WITH_MAJORITY) + [SILENT_TOLD] * (charter.silence == WITH_MAJORITY)
    for_, against, following = counted.part(FOR), counted.part(AGAINST), counted.part(*follow)
    remarks = _switches_used(counted, charter)
    if following.heads and _ahead(for_, against):
        for_ += following
    elif following.heads and _ahead(against, for_):
        against += following
    elif following.heads:
        remarks = (*remarks, Reason("no_majority_to_follow", {"heads": following.heads}, charter.ground))
    return Sides(counted.part(*names), for_, against, remarks)


def _ahead(one: Part, other: Part) -> bool:
    by_area = one.area is None or other.area is None or one.area > other.area
    return one.heads > other.heads and by_area


def _switches_used(counted: Tally, charter: Charter) -> tuple[Reason, ...]:
    """Which choices of the by-laws touched the count, and how much silence could not be used for want of proof."""
    used: tuple[Reason, ...] = ()
    if charter.silence != NOT_PARTICIPATING:
        told, untold = counted.part(SILENT_TOLD).heads, counted.part(SILENT).heads
        used = (Reason(f"silence_{charter.silence}", {"told": told, "not_proven": untold}, charter.ground),)
    abstained = counted.part(ABSTAIN).heads
    if charter.abstention == WITH_MAJORITY and abstained:
        used = (*used, Reason("abstention_with_majority", {"heads": abstained}, charter.ground))
    return used


def _decided(counted: Tally, sides: Sides, base: Part, law: OwnersLaw) -> tuple[State, bool | None, tuple[Reason, ...]]:
    faults = counted.faults or (() if counted.total.heads else (Reason("no_electorate"),))
    if faults:
        return "undetermined", None, faults
    short = _short("participation_short", sides.taking_part, counted.total, law.participation)
    if short:
        return "no_decision", False, short
    no_yes = _short("approval_short", sides.for_, base, law.approval)
    no_no = _short("refusal_short", sides.against, base, law.refusal)
    blind = (Reason("area_not_given"),) if None in (base.area, sides.for_.area, sides.against.area) else ()
    if not no_yes:
        return ("undetermined", None, blind) if blind else ("passed", True, (_reached("approval", law, law.approval),))
    if not no_no and not blind:
        return "rejected", True, (_reached("refusal", law, law.refusal), *no_yes)
    return "no_decision", True, (*no_yes, *no_no, *blind)


def _reached(what: str, law: OwnersLaw, bar: Bar) -> Reason:
    return Reason(f"{what}_reached", {"share": str(bar.share), "test": bar.test, "of": law.of}, bar.ground)


def _short(code: str, part: Part, whole: Part, bar: Bar) -> tuple[Reason, ...]:
    """A reason for each measure on which the part falls short; an area that nobody published is not judged."""
    found = []
    if not bar.met(part.heads, whole.heads):
        found.append(_missing(code, "heads", part.heads, whole.heads, bar))
    if part.area is not None and whole.area is not None and not bar.met(part.area, whole.area):
        found.append(_missing(code, "area", part.area, whole.area, bar))
    return tuple(found)


def _missing(code: str, measure: str, part: int, whole: int, bar: Bar) -> Reason:
    least = bar.least(whole)
    figures = {"part": part, "whole": whole, "least": least, "missing": least - part}
    numbers: dict[str, int | str] = {"measure": measure}
    numbers |= {name: say_area(value) if measure == "area" else value for name, value in figures.items()}
    return Reason(code, numbers, bar.ground)


def _electorate(counted: Tally) -> dict[str, Any]:
    names = [name for name in (*PARTS, OTHER) if name in counted.parts]
    parts = {name: _said(counted.parts[name]) for name in names}
    return {"stage": "electorate", "units": counted.units, **_said(counted.total), "parts": parts}


def _measured(stage: str, part: Part, whole: Part, bar: Bar) -> dict[str, Any]:
    by_area: dict[str, Any] = {"area": None, "area_percent": "", "area_least": "", "area_met": None}
    if part.area is not None and whole.area is not None:
        by_area = {
            "area": say_area(part.area),
            "area_percent": percent(part.area, whole.area),
            "area_least": say_area(bar.least(whole.area)),
            "area_met": bar.met(part.area, whole.area),
        }
    return {
        "stage": stage,
        "heads": part.heads,
        "heads_percent": percent(part.heads, whole.heads),
        "heads_least": bar.least(whole.heads),
        "heads_met": bar.met(part.heads, whole.heads),
        **by_area,
        "share": str(bar.share),
        "test": bar.test,
        "ground": bar.ground,
    }


def _said(part: Part) -> dict[str, Any]:
    return {"heads": part.heads, "area": None if part.area is None else say_area(part.area)}
