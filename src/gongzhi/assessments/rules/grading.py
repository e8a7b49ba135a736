"""A grade is a function of confirmed evidence and a scheme: no hand gives points, and anybody can work it out again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from gongzhi.assessments.rules.scheme import Indicator, Scheme, digest

NONE, BARRED = "none", "barred"


@dataclass(frozen=True)
class Proof:
    """One piece of evidence as the rule sees it: for which indicator, of which kind, with which number, confirmed."""

    id: int
    indicator: str
    kind: str
    amount: int | None
    confirmed: bool


@dataclass(frozen=True)
class Line:
    """One indicator's outcome: points out of how many, and the evidence that counted."""

    key: str
    points: int
    of: int
    counted: tuple[int, ...]


@dataclass(frozen=True)
class Result:
    """What the evidence comes to: a grade of the scheme, "none" or "barred"; the points stand in any case."""

    grade: str
    points: int
    bars: tuple[str, ...]
    lines: tuple[Line, ...]

    def as_data(self) -> dict[str, Any]:
        """The result as JSON-ready values."""
        return {
            "grade": self.grade, "points": self.points, "bars": list(self.bars),
            "lines": [asdict(line) | {"counted": list(line.counted)} for line in self.lines],
        }  # fmt: skip


def grade(scheme: Scheme, proofs: Iterable[Proof], bars: Iterable[str] = ()) -> Result:
    """The grade that this evidence gives under this scheme; the order in which evidence came changes nothing."""
    known = sorted((p for p in proofs if p.confirmed), key=lambda p: p.id)
    lines = tuple(_line(one, [p for p in known if p.indicator == one.key]) for one in scheme.indicators)
    points = sum(line.points for line in lines)
    standing = tuple(sorted(set(bars) & set(scheme.bars)))
    name = next((band.name for band in scheme.bands if points >= band.at_least), NONE)
    return Result(BARRED if standing else name, points, standing, lines)


def _line(one: Indicator, proofs: Sequence[Proof]) -> Line:
    usable = [p for p in proofs if p.kind in one.kinds]
    points, counted = {"all": _all, "each": _each, "steps": _steps}[one.rule](one, usable)
    return Line(one.key, points, one.points, tuple(p.id for p in counted))


def _all(one: Indicator, usable: Sequence[Proof]) -> tuple[int, Sequence[Proof]]:
    """All points when every kind of evidence is there, otherwise none."""
    whole = {p.kind for p in usable} == set(one.kinds)
    return (one.points, usable) if whole else (0, ())


def _each(one: Indicator, usable: Sequence[Proof]) -> tuple[int, Sequence[Proof]]:
    """So many points for each, up to the indicator's own."""
    enough = -(-one.points // one.each)
    counted = usable[:enough]
    return min(one.points, len(counted) * one.each), counted


def _steps(one: Indicator, usable: Sequence[Proof]) -> tuple[int, Sequence[Proof]]:
    """By the last number confirmed: the highest step that it reaches, the number itself included."""
    last = next((p for p in reversed(usable) if p.amount is not None), None)
    if last is None or last.amount is None:
        return 0, ()
    reached = [points for least, points in one.steps if last.amount >= least]
    return (max(reached), (last,)) if reached else (0, (last,))


def valid_until(start: date, years: int) -> date:
    """The last day of a term of whole years: the same day of the month, else the month's end (Civil Code 202)."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def working_digest(scheme_digest: str, proofs: Sequence[Proof], result: Result) -> str:
    """One digest over the scheme, the evidence that was confirmed and the result."""
    counted = [asdict(p) for p in sorted(proofs, key=lambda p: p.id) if p.confirmed]
    return digest({"scheme": scheme_digest, "evidence": counted, "result": result.as_data()})
