"""The old way to spend a budget: by votes, each project that still fits; and what each loser lacked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from gongzhi.voting.rules.budget import Election, Number
from gongzhi.voting.rules.outcome import Outcome, Reason, Verdict
from gongzhi.voting.rules.ties import TieBreak

Short = Literal["skip", "stop"]


@dataclass(frozen=True)
class GreedyCharter:
    """`when_short`: what does not fit is skipped, or ends the list. `least`: votes that a project needs at all."""

    ties: TieBreak = TieBreak()
    when_short: Short = "skip"
    least: int = 1


def weights(election: Election) -> Sequence[Number]:
    """What the order goes by: points where the ballots give points, votes otherwise."""
    return election.votes if election.scores is None else election.scores


def ranked(election: Election, charter: GreedyCharter) -> list[int]:
    """The projects from first to last."""
    by = weights(election)

    def place(index: int) -> tuple[object, ...]:
        project = election.projects[index]
        return (-by[index], *charter.ties.keys(project.id, project.cost, election.votes[index]))

    return sorted(range(len(election.projects)), key=place)


def picked(election: Election, charter: GreedyCharter = GreedyCharter()) -> list[int]:
    """Indices of the projects that get in, in order."""
    left, chosen = election.budget, []
    for index in ranked(election, charter):
        cost = election.projects[index].cost
        if election.votes[index] < charter.least:
            continue
        if cost <= left:
            left -= cost
            chosen.append(index)
        elif charter.when_short == "stop":
            break
    return chosen


def count(election: Election, charter: GreedyCharter = GreedyCharter()) -> Outcome:
    """The winners by votes, one stage for each project in its order, and the ties that mattered."""
    chosen = picked(election, charter)
    stages, left, by = [], election.budget, weights(election)
    for index in ranked(election, charter):
        project = election.projects[index]
        stage: dict[str, Any] = {"project": project.id, "votes": election.votes[index]}
        if election.scores is not None:
            stage["score"] = str(by[index])
        stage |= {"cost": election.amount(project.cost), "left": election.amount(left), "funded": index in chosen}
        left -= project.cost if index in chosen else 0
        stages.append(stage)
    winners = tuple(election.projects[index].id for index in chosen)
    reasons = tuple(_ties(election, charter, set(chosen)))
    verdict = Verdict("chosen" if winners else "no_decision", None, reasons or _empty(election, winners))
    return Outcome("greedy", winners, tuple(stages), election.amount(election.budget - left), verdict)


def _empty(election: Election, winners: tuple[str, ...]) -> tuple[Reason, ...]:
    if winners:
        return ()
    return (Reason("nobody_voted") if not sum(election.votes) else Reason("nothing_fits"),)


def _ties(election: Election, charter: GreedyCharter, chosen: set[int]) -> list[Reason]:
    """Equals of whom only some got in: the tie rule decided."""
    by, equals = weights(election), dict[Number, list[int]]()
    for index in ranked(election, charter):
        equals.setdefault(by[index], []).append(index)
    costs = {project.id: project.cost for project in election.projects}
    votes = {project.id: election.votes[index] for index, project in enumerate(election.projects)}
    found = []
    for tied in equals.values():
        if (
            len(tied) > 1
            and 0 < len(chosen.intersection(tied)) < len(tied)
            and election.votes[tied[0]] >= charter.least
        ):
            found.append(charter.ties.why([election.projects[index].id for index in tied], costs, votes))
    return found


def lacked(election: Election, loser: str, charter: GreedyCharter = GreedyCharter()) -> dict[str, int | float | None]:
    """With how many more votes, or how much cheaper, a loser would have been in; None where no number would do.

    Points are not votes: where ballots give points, only the price is told.
    """
    election = replace(election, groups=tuple(((one,), votes) for one, votes in enumerate(election.votes)))
    index = election.at[loser]
    cost = election.projects[index].cost
    more = None
    if election.scores is None:
        more = _least(max(election.votes) + 1, lambda extra: index in picked(_with(election, index, extra, 0), charter))
    off = _least(cost, lambda less: index in picked(_with(election, index, 0, less), charter))
    return {"more_supporters": more, "cheaper": None if off is None else election.amount(off)}


def _with(election: Election, index: int, extra: int, less: int) -> Election:
    """The same election with `extra` more voters for one project alone, and its cost lower by `less`."""
    projects = list(election.projects)
    projects[index] = replace(projects[index], cost=projects[index].cost - less)
    groups = (*election.groups, ((index,), extra)) if extra else election.groups
    return replace(election, projects=tuple(projects), groups=groups)


def _least(most: int, enough: Any) -> int | None:
    """The smallest number up to `most` that is enough; being enough never stops again. None when `most` is not."""
    if not enough(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
