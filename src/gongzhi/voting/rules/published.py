"""A result of which only totals were published: counted as far as the totals carry, and held against what was claimed.

A publication whose parts do not add up gets no verdict; one whose printed shares or finding differ from its own
numbers is told so, and gets none either where the difference decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from gongzhi.voting.rules.areas import say_area
from gongzhi.voting.rules.bars import Bar
from gongzhi.voting.rules.outcome import Outcome, Reason, Verdict
from gongzhi.voting.rules.owners import judge
from gongzhi.voting.rules.owners_law import Charter, OwnersLaw
from gongzhi.voting.rules.owners_roll import ABSTAIN, AGAINST, FOR, OTHER, SILENT, SILENT_TOLD, VOID, Part, Tally

SIDES = (FOR, AGAINST, ABSTAIN)


@dataclass(frozen=True)
class Published:
    """Totals as printed. A side that was not printed is absent from `parts`, which is not the same as nought.

    took_part: heads and area of those whose votes count, when that was printed. ballots: papers that came back, void
    ones included, when printed. shares: printed per cents by stage and measure ("approval.heads": "80.77"). state: the
    result that was announced, in our words, empty when none was.
    """

    total: Part
    parts: Mapping[str, Part]
    took_part: Part | None = None
    ballots: int | None = None
    shares: Mapping[str, str] = field(default_factory=dict)
    state: str = ""


def count_published(given: Published, law: OwnersLaw, charter: Charter | None = None) -> Outcome:
    """The verdict of a law on printed totals, compared with the shares and the result printed beside them."""
    return compare(judge(tally_of(given), law, charter or Charter()), given.shares, given.state)


def tally_of(given: Published) -> Tally:
    """The totals as a tally; what took part without a printed side stands on neither."""
    parts = {name: given.parts.get(name, Part()) for name in (FOR, AGAINST, ABSTAIN, VOID, SILENT_TOLD)}
    remarks: tuple[Reason, ...] = ()
    sided = sum((given.parts.get(name, Part()) for name in SIDES), Part())
    if given.took_part is not None:
        other = _less(given.took_part, sided)
        if other.heads or other.area:
            parts[OTHER] = other
            remarks = (Reason("sides_not_given", {"heads": other.heads}),)
    heard = sum(parts.values(), Part())
    parts[SILENT] = _less(given.total, heard)
    return Tally(given.total, parts, tuple(_faults(given, sided, heard)), remarks)


def _faults(given: Published, sided: Part, heard: Part) -> Iterator[Reason]:
    for measure, part, whole in _measures(heard, given.total):
        if part > whole:
            yield Reason("parts_exceed_whole", _numbers(measure, part, whole))
    if given.took_part is not None:
        complete = all(name in given.parts for name in SIDES)
        for measure, part, whole in _measures(sided, given.took_part):
            if part > whole or complete and part != whole:
                yield Reason("parts_do_not_sum", _numbers(measure, part, whole))
    papers = sided.heads + given.parts.get(VOID, Part()).heads
    printed = [name for name in (*SIDES, VOID) if name in given.parts]
    if given.ballots is not None and (papers > given.ballots or len(printed) > 1 and papers != given.ballots):
        yield Reason("parts_do_not_sum", _numbers("ballots", papers, given.ballots))


def _measures(part: Part, whole: Part) -> Iterator[tuple[str, int, int]]:
    yield "heads", part.heads, whole.heads
    if part.area is not None and whole.area is not None:
        yield "area", part.area, whole.area


def _numbers(measure: str, part: int, whole: int) -> dict[str, int | str]:
    if measure == "area":
        return {"measure": measure, "parts": say_area(part), "whole": say_area(whole)}
    return {"measure": measure, "parts": part, "whole": whole}


def _less(whole: Part, part: Part) -> Part:
    known = whole.area is not None and part.area is not None
    area = max(0, (whole.area or 0) - (part.area or 0)) if known else None
    return Part(max(0, whole.heads - part.heads), area)


def compare(found: Outcome, shares: Mapping[str, str], state: str = "") -> Outcome:
    """The count beside what was printed: rates are computed, never typed.

    A printed share that is not the computed one is remarked; where it lies on the other side of the bar, or where the
    announced result is another, the publication contradicts itself and the verdict is undetermined.
    """
    remarks: list[Reason] = []
    flips = False
    stages = {str(stage["stage"]): stage for stage in found.stages}
    for name, printed in sorted(shares.items()):
        stage, _dot, measure = name.partition(".")
        reason, other_side = _held_against(stages.get(stage, {}), measure, printed, name)
        remarks += [reason] if reason else []
        flips = flips or other_side
    if state and state != found.verdict.state:
        remarks.append(Reason("stated_outcome_differs", {"stated": state, "computed": found.verdict.state}))
        flips = True
    if not remarks:
        return found
    verdict = replace(found.verdict, reasons=(*found.verdict.reasons, *remarks))
    if flips:
        return replace(found, winners=(), verdict=Verdict("undetermined", None, verdict.reasons))
    return replace(found, verdict=verdict)


def _held_against(stage: Mapping[str, Any], measure: str, printed: str, name: str) -> tuple[Reason | None, bool]:
    computed = stage.get(f"{measure}_percent") or ""
    numbers: dict[str, int | str] = {"of": name, "stated": printed, "computed": computed}
    try:
        stated = Decimal(printed)
    except InvalidOperation:
        return Reason("stated_share_unreadable", numbers), False
    if not computed:
        return Reason("stated_share_not_checked", numbers), False
    last_place = Decimal(1).scaleb(int(min(0, stated.as_tuple().exponent)))
    if abs(stated - Decimal(computed)) <= max(last_place, Decimal("0.01")):
        return None, False
    share = Fraction(stated) / 100
    bar = Bar(Fraction(stage["share"]), stage["test"])
    return Reason("stated_share_differs", numbers), bar.met(share.numerator, share.denominator) != stage[
        f"{measure}_met"
    ]
