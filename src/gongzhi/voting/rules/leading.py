"""Who leads when each option has one total: the seats, and what happens on the line between in and out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules.outcome import Outcome, Reason, State, Verdict
from gongzhi.voting.rules.ties import TieBreak

Total = int | Fraction


def leaders(
    rule: str,
    totals: Mapping[str, Total],
    *,
    seats: int,
    ties: TieBreak | None,
    voters: int,
    blank: int = 0,
    withdrawn: Collection[str] = (),
) -> Outcome:
    """The `seats` options with the highest totals; an option with nothing never wins.

    Equals on the line: the tie rule decides; without one nobody of them is in, and the verdict is "tied". `withdrawn`
    options are no longer among the totals, and the verdict names them.
    """
    if seats < 1:
        raise Refused(_("应选人数至少是 1。"), code="seats", field="seats")
    gone = (Reason("withdrawn", {"who": ", ".join(sorted(withdrawn))}),) if withdrawn else ()
    stages = tuple({"option": one, "total": told(total)} for one, total in totals.items())
    if not voters:
        return Outcome(rule, (), stages, None, Verdict("no_decision", None, (Reason("nobody_voted"), *gone)))
    winners, state, reasons = _decided(totals, seats, ties)
    counted = Reason("counted", {"ballots": voters, "blank": blank, "seats": seats})
    return Outcome(rule, tuple(winners), stages, None, Verdict(state, None, (counted, *gone, *reasons)))


Decided = tuple[list[str], State, tuple[Reason, ...]]


def _decided(totals: Mapping[str, Total], seats: int, ties: TieBreak | None) -> Decided:
    supported = sorted((one for one in totals if totals[one] > 0), key=lambda one: -totals[one])
    if not supported:
        return [], "no_decision", (Reason("nothing_supported"),)
    line = totals[supported[min(seats, len(supported)) - 1]]
    sure = [one for one in supported if totals[one] > line]
    on_line = [one for one in supported if totals[one] == line]
    free = seats - len(sure)
    if len(on_line) <= free:
        return [*sure, *on_line], "chosen", ()
    chosen, state, reason = _broken(on_line, totals, free, ties)
    return [*sure, *chosen], state, (reason,)


def _broken(
    on_line: list[str], totals: Mapping[str, Total], free: int, ties: TieBreak | None
) -> tuple[list[str], State, Reason]:
    if ties is None:
        return [], "tied", Reason("tie", {"tied": ", ".join(on_line), "seats": free, "total": told(totals[on_line[0]])})
    order = sorted(on_line, key=lambda one: ties.keys(one, 0, 0))
    told_by = "lot" if "lot" in ties.by else "id"
    numbers = {"chosen": ", ".join(order[:free]), "tied": ", ".join(on_line), "by": told_by}
    return order[:free], "chosen", Reason("tie_broken", numbers)


def exact(total: int | Decimal) -> Total:
    """A sum of points as a total that compares exactly."""
    return total if isinstance(total, int) else Fraction(total)


def told(total: Total) -> int | str:
    """A total as JSON can hold it: whole, or exact as "7/3"."""
    return int(total) if total == int(total) else str(total)
