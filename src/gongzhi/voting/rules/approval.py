"""Approval: a voter ticks every option that will do; the most ticks win."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from gongzhi.voting.rules.leading import leaders
from gongzhi.voting.rules.outcome import Outcome, Reason, Verdict
from gongzhi.voting.rules.ties import TieBreak


def count(
    options: Sequence[str],
    ballots: Iterable[tuple[Collection[str], int]],
    *,
    seats: int = 1,
    at_most: int | None = None,
    ties: TieBreak | None = None,
    withdrawn: Collection[str] = (),
) -> Outcome:
    """Count (options ticked, how many such ballots). A ballot with more ticks than `at_most` is not counted.

    Ticks for a withdrawn or unknown option are passed over; a ballot with none left is blank.
    """
    totals = dict.fromkeys((one for one in options if one not in withdrawn), 0)
    voters = blank = over = 0
    for ticked, papers in ballots:
        if at_most is not None and len(set(ticked)) > at_most:
            over += papers
            continue
        named = set(ticked) & totals.keys()
        blank += 0 if named else papers
        voters += papers
        for one in named:
            totals[one] += papers
    outcome = leaders("approval", totals, seats=seats, ties=ties, voters=voters, blank=blank, withdrawn=withdrawn)
    if not over:
        return outcome
    reasons = (*outcome.verdict.reasons, Reason("too_many_ticks", {"ballots": over, "at_most": at_most or 0}))
    verdict = Verdict(outcome.verdict.state, outcome.verdict.valid, reasons)
    return Outcome(outcome.rule, outcome.winners, outcome.stages, None, verdict)
