"""Owners elect their committee: each candidate needs the matter's majority on both measures, then the seats are filled.

The law names no way out of a tie: the by-laws do (the larger area wins, or the vote is held again).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gongzhi.voting.rules.outcome import Outcome, Reason, State, Verdict
from gongzhi.voting.rules.owners import USUAL, judge
from gongzhi.voting.rules.owners_law import LARGER_AREA, Charter, OwnersLaw
from gongzhi.voting.rules.owners_roll import FOR, Tally, Unit, tally

RULE = "owners_committee"


def elect(
    units: Iterable[Unit],
    said: Mapping[str, Mapping[str, str]],
    seats: int,
    law: OwnersLaw,
    charter: Charter = USUAL,
) -> Outcome:
    """Fill `seats`. `said`: for each candidate, what every unit that voted says of him, by the unit's key."""
    roll = list(units)
    tallies = {
        candidate: tally((unit._replace(choice=choices[unit.key]) if unit.key in choices else unit for unit in roll),
                         charter)
        for candidate, choices in said.items()
    }  # fmt: skip
    return fill(tallies, seats, law, charter)


def fill(tallies: Mapping[str, Tally], seats: int, law: OwnersLaw, charter: Charter = USUAL) -> Outcome:
    """The same from each candidate's tally."""
    found = {name: judge(counted, law, charter) for name, counted in tallies.items()}
    stages = tuple({"stage": "candidate", "candidate": name, **one.as_dict()} for name, one in found.items())
    broken = [one for one in found.values() if one.verdict.state == "undetermined"]
    if broken or not found:
        reasons = broken[0].verdict.reasons if broken else (Reason("no_candidate"),)
        return Outcome(RULE, (), stages, None, Verdict("undetermined", None, reasons))
    enough = [name for name, one in found.items() if one.verdict.state == "passed"]
    weights = {name: _weight(tallies[name], charter) for name in enough}
    winners, tied = _seated(sorted(enough, key=lambda name: weights[name], reverse=True), weights, seats)
    valid = all(one.verdict.valid for one in found.values())
    state, reasons = _ended(winners, tied, seats, charter)
    return Outcome(RULE, winners, stages, None, Verdict(state, valid, reasons))


def _weight(counted: Tally, charter: Charter) -> tuple[int, int]:
    """Heads first; area only where the by-laws let it break a tie."""
    yes = counted.part(FOR)
    return yes.heads, (yes.area or 0) if charter.tie == LARGER_AREA else 0


def _seated(
    ranking: Sequence[str], weights: Mapping[str, tuple[int, int]], seats: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if len(ranking) <= seats or weights[ranking[seats]] < weights[ranking[seats - 1]]:
        return tuple(ranking[:seats]), ()
    last = weights[ranking[seats - 1]]
    return tuple(n for n in ranking if weights[n] > last), tuple(n for n in ranking if weights[n] == last)


def _ended(
    winners: Sequence[str], tied: Sequence[str], seats: int, charter: Charter
) -> tuple[State, tuple[Reason, ...]]:
    left = seats - len(winners)
    if tied:
        return "tied", (Reason("tie_for_last_seats", {"candidates": "、".join(tied), "seats": left}, charter.ground),)
    open_seats = (Reason("seats_left", {"seats": left}),) if left else ()
    if not winners:
        return "no_decision", (Reason("nobody_reached_share"), *open_seats)
    return "elected", (Reason("share_reached", {"elected": len(winners)}), *open_seats)
