"""Method of Equal Shares with cost utility: everyone has the same share of the money, and projects are bought together.

A project is bought at the lowest rate at which its supporters can pay it together, each as much as the others or all
that is left to them. With the completion Add1 every voter is given one unit of the currency more, and all begins anew,
until the next step would overspend. Floats search; `exact` decides the last two budgets with whole numbers only.
Loads numpy: not for the web server's start.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from gongzhi.voting.rules import exact
from gongzhi.voting.rules.budget import Election
from gongzhi.voting.rules.outcome import Outcome, Reason, Verdict
from gongzhi.voting.rules.purse import Purse, searched
from gongzhi.voting.rules.ties import TieBreak

LEAP = 16  # a search looks so many units ahead before it steps one by one


@dataclass(frozen=True)
class SharesCharter:
    """The tie rule, and what follows when money is left: "add1", or "none"."""

    ties: TieBreak = TieBreak()
    completion: Literal["add1", "none"] = "add1"


@dataclass(frozen=True)
class Result:
    """The certified end: the last budget of a voter that does not overspend, its exact count, and the next one's."""

    purse: Purse
    share: Fraction
    steps: int
    bought: list[exact.Purchase]
    before: list[exact.Money]
    next_spent: int | None

    @property
    def projects(self) -> list[int]:
        """Indices of the projects bought, in order."""
        return [purchase.project for purchase in self.bought]

    @property
    def spent(self) -> int:
        """What they cost together."""
        return sum(self.purse.costs[project] for project in self.projects)


def solve(election: Election, charter: SharesCharter = SharesCharter()) -> Result:
    """Find the end by floats, then certify it and the next step exactly, walking on or back where floats were wrong."""
    purse = Purse(election, charter.ties)
    start = Fraction(election.budget, max(election.voters, 1))
    steps = _searched(purse, election, start) if charter.completion == "add1" else 0
    while True:
        bought, before = exact.run(purse, start + steps * election.unit)
        result = Result(purse, start + steps * election.unit, steps, bought, before, None)
        if result.spent > election.budget and steps:
            steps -= 1
            continue
        if charter.completion == "none" or _everything(purse, len(bought)):
            return result
        following, _before = exact.run(purse, start + (steps + 1) * election.unit)
        spent = sum(purse.costs[purchase.project] for purchase in following)
        if spent > election.budget:
            return Result(purse, result.share, steps, bought, before, spent)
        steps += 1


def _searched(purse: Purse, election: Election, start: Fraction) -> int:
    """After how many units more the next one would overspend, as far as floats can tell."""
    steps, look_at, share = 0, 0, float(start)
    while True:
        bought, evenly = searched(purse, share + steps * election.unit)
        if sum(purse.costs[project] for project in bought) > election.budget:
            return max(steps - 1, 0)
        if _everything(purse, len(bought)):
            return steps
        if evenly and steps >= look_at:
            steps += _unchanged(purse, share + steps * election.unit, election.unit, bought)
            look_at = steps + LEAP
        steps += 1


def _unchanged(purse: Purse, share: float, unit: int, bought: list[int]) -> int:
    """How many units more surely change nothing.

    Two passes with the same purchases, each paid in equal parts, have the same rates; in between the purchases' rates
    are those too, and every other project has less money than at the upper end, so nothing can come in their place.
    """
    sure, units = 0, LEAP
    while searched(purse, share + units * unit) == (bought, True):
        sure, units = units, 2 * units
    return sure


def _everything(purse: Purse, bought: int) -> bool:
    """Whether every project that anybody supports is bought, so that more money changes nothing."""
    return bought == sum(1 for votes in purse.votes if votes)


def count(election: Election, charter: SharesCharter = SharesCharter()) -> Outcome:
    """The winners in the order of their purchase; the first stage tells the voter's budget."""
    if not sum(election.votes):
        return Outcome("equal_shares", (), (), 0, Verdict("no_decision", None, (Reason("nobody_voted"),)))
    return told(election, charter, solve(election, charter))


def told(election: Election, charter: SharesCharter, result: Result) -> Outcome:
    """A certified end in words that every count shares."""
    ids = [project.id for project in election.projects]
    first: dict[str, Any] = {
        "voters": election.voters,
        "voter_budget": int(result.share / election.unit),
        "voter_budget_exact": str(result.share / election.unit),
        "steps": result.steps,
        "spent": election.amount(result.spent),
        "next_spent": None if result.next_spent is None else election.amount(result.next_spent),
    }
    stages = [first, *(_stage(election, ids, purchase) for purchase in result.bought)]
    costs, votes = dict(zip(ids, result.purse.costs, strict=True)), dict(zip(ids, election.votes, strict=True))
    reasons = [
        charter.ties.why([ids[one] for one in purchase.tied], costs, votes)
        for purchase in result.bought
        if len(purchase.tied) > 1
    ]
    winners = tuple(ids[project] for project in result.projects)
    if not winners:
        reasons.append(Reason("nothing_fits"))
    verdict = Verdict("chosen" if winners else "no_decision", None, tuple(reasons))
    return Outcome("equal_shares", winners, tuple(stages), election.amount(result.spent), verdict)


def _stage(election: Election, ids: list[str], purchase: exact.Purchase) -> dict[str, Any]:
    cost = election.projects[purchase.project].cost
    pays = purchase.rate * cost / election.unit
    return {
        "project": ids[purchase.project],
        "cost": election.amount(cost),
        "votes": election.votes[purchase.project],
        "each_pays_at_most": round(float(pays), 6),
        "tied": [ids[one] for one in purchase.tied if one != purchase.project],
    }
