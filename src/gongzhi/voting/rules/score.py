"""Score: a voter gives each option points within a range; the highest sum wins, or the highest mean where agreed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules.leading import Total, leaders
from gongzhi.voting.rules.outcome import Outcome
from gongzhi.voting.rules.ties import TieBreak


@dataclass(frozen=True)
class Scale:
    """The range of points; an option that a voter leaves out counts as the lowest ("sum"), or not at all ("mean")."""

    lowest: int = 0
    highest: int = 5
    by: Literal["sum", "mean"] = "sum"


def count(
    options: Sequence[str],
    ballots: Iterable[tuple[Mapping[str, int], int]],
    *,
    scale: Scale = Scale(),
    seats: int = 1,
    ties: TieBreak | None = None,
    withdrawn: Collection[str] = (),
) -> Outcome:
    """Count (points by option, how many such ballots). Refused("score_range") for points outside the range.

    Totals are points above the lowest, so that leaving out and giving the lowest weigh the same in a sum.
    """
    sums = dict.fromkeys((one for one in options if one not in withdrawn), 0)
    given = dict.fromkeys(sums, 0)
    voters = blank = 0
    for points, papers in ballots:
        named = {one: worth for one, worth in points.items() if one in sums}
        for one, worth in named.items():
            _in_range(worth, scale)
            sums[one] += (worth - scale.lowest) * papers
            given[one] += papers
        voters += papers
        blank += 0 if named else papers
    totals: dict[str, Total] = dict(sums)
    if scale.by == "mean":
        totals = {one: Fraction(sums[one], given[one]) if given[one] else 0 for one in sums}
    return leaders("score", totals, seats=seats, ties=ties, voters=voters, blank=blank, withdrawn=withdrawn)


def _in_range(worth: int, scale: Scale) -> None:
    if not scale.lowest <= worth <= scale.highest:
        text = _("打分应在 {low} 到 {high} 之间。", low=scale.lowest, high=scale.highest)
        raise Refused(text, code="score_range", field="score")
