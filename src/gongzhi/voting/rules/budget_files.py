"""Count a .pb file: Equal Shares and the old way side by side, who prefers which, what each loser lacked.

Loads numpy: not for the web server's start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules import comparing, greedy, pabulib, shares
from gongzhi.voting.rules.budget import Election
from gongzhi.voting.rules.files import Asked, Counted
from gongzhi.voting.rules.near import Nearness
from gongzhi.voting.rules.outcome import Outcome, Reason, Verdict
from gongzhi.voting.rules.ties import TieBreak

USUAL = ("cost", "votes", "id")
COMPLETIONS = ("add1", "none")
SHORT = ("skip", "stop")
OTHER = {"equal_shares": "greedy", "greedy": "equal_shares"}


def equal_shares(asked: Asked) -> Counted:
    """The file by Equal Shares; `completion` is "add1" or "none"."""
    election, ties = _election(asked), _ties(asked)
    charter = shares.SharesCharter(ties, _one_of(asked, "completion", COMPLETIONS))  # type: ignore[arg-type]
    result = shares.solve(election, charter) if sum(election.votes) else None
    outcome = shares.told(election, charter, result) if result else shares.count(election, charter)
    losers = []
    if result:
        near, won = Nearness(election, ties, result), set(result.projects)
        losers = _losers(election, lambda one: None if election.at[one] in won else near.lacked(election.at[one]))
    other = greedy.count(election, _greedy(asked, ties))
    return _counted(asked, election, outcome, losers, other)


def by_votes(asked: Asked) -> Counted:
    """The file by votes, each project that still fits; `when_short` is "skip" or "stop"."""
    election, ties = _election(asked), _ties(asked)
    charter = _greedy(asked, ties)
    outcome = greedy.count(election, charter)
    won = set(outcome.winners)
    losers = _losers(election, lambda one: None if one in won else greedy.lacked(election, one, charter))
    return _counted(asked, election, outcome, losers, shares.count(election, shares.SharesCharter(ties)))


def _ties(asked: Asked) -> TieBreak:
    return asked.ties(USUAL) or TieBreak(USUAL)


def _greedy(asked: Asked, ties: TieBreak) -> greedy.GreedyCharter:
    return greedy.GreedyCharter(ties, _one_of(asked, "when_short", SHORT))  # type: ignore[arg-type]


def _one_of(asked: Asked, name: str, known: tuple[str, ...]) -> str:
    word = asked.given.get(name) or known[0]
    if word not in known:
        text = _("{name} 应是 {known} 之一，写的是“{word}”。", name=name, known=", ".join(known), word=word)
        raise Refused(text, code="charter", field=name)
    return word


def _election(asked: Asked) -> Election:
    election = pabulib.read(asked.path)
    unknown = [key for key in asked.withdrawn if key not in election.at]
    if unknown:
        raise Refused(_("撤回的项目 {key} 不在项目表中。", key=unknown[0]), code="withdrawn_unknown", field="withdrawn")
    if asked.withdrawn:
        election = election.without(asked.withdrawn)
    word = asked.given.get("budget", "")
    if not word:
        return election
    if not re.fullmatch(r"\d{1,15}(\.\d+)?", word) or (units := Decimal(word) * election.unit) % 1 or not units:
        raise Refused(_("预算应是大于零的金额，写的是“{word}”。", word=word), code="budget", field="budget")
    return replace(election, budget=int(units))


def _losers(election: Election, lacked: Callable[[str], dict[str, Any] | None]) -> list[dict[str, Any]]:
    found = [(project.id, lacked(project.id)) for project in election.projects]
    return [{"project": key, **what} for key, what in found if what is not None]


def _counted(
    asked: Asked, election: Election, outcome: Outcome, losers: list[dict[str, Any]], other: Outcome
) -> Counted:
    name, otherwise = outcome.rule, OTHER[outcome.rule]
    compared = {
        f"by_{measure}": {
            name: found.first, otherwise: found.second, "neither": found.neither,
        }
        for measure in ("number", "cost")
        for found in (comparing.compare(election, outcome.winners, other.winners, measure),)
    }  # fmt: skip
    beside: dict[str, Any] = {
        "budget": election.amount(election.budget),
        "voters": election.voters,
        "nothing_for": {one.rule: comparing.unheard(election, one.winners) for one in (outcome, other)},
        "losers": losers,
        "compared": {"with": otherwise, "winners": list(other.winners), "spent": other.spent, **compared},
    }
    beside |= _official(election, outcome)
    names = {project.id: project.name for project in election.projects}
    return Counted(_checked(election, outcome, asked), names, beside)


def _official(election: Election, outcome: Outcome) -> dict[str, Any]:
    """What the file says was chosen, beside what was counted; nothing when the file does not say."""
    if not any(project.selected for project in election.projects):
        return {}
    official = [project.id for project in election.projects if project.selected == "1"]
    found = set(outcome.winners)
    return {
        "official": {
            "equal": found == set(official),
            "only_official": [key for key in official if key not in found],
            "only_here": [key for key in outcome.winners if key not in official],
        }
    }


def _checked(election: Election, outcome: Outcome, asked: Asked) -> Outcome:
    """The verdict with what the file's own numbers say about it."""
    printed = [(p.printed_votes, votes) for p, votes in zip(election.projects, election.votes, strict=True)]
    apart = sum(1 for told, votes in printed if told is not None and told != votes)
    reasons = list(outcome.verdict.reasons)
    if asked.withdrawn:
        reasons.append(Reason("withdrawn", {"who": ", ".join(asked.withdrawn)}))
    if apart:
        reasons.append(Reason("printed_votes_differ", {"projects": apart}))
    many, line = election.broken
    if many:
        reasons.append(Reason("limits_broken", {"ballots": many, "first_line": line}))
    valid = not apart and not many
    if valid:
        reasons.append(Reason("file_agrees", {"ballots": election.voters, "projects": len(election.projects)}))
    return replace(outcome, verdict=Verdict(outcome.verdict.state, valid, tuple(reasons)))
