"""The rules that an estate chooses for itself, as certificates recount them: from equal ballots, grouped.

A ballot is kept with how many gave exactly it, in an order of its own content: nothing tells who cast it or when.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from gongzhi.voting.rules import approval, certificate, greedy, score, single, stv
from gongzhi.voting.rules.budget import Election, Project, election
from gongzhi.voting.rules.outcome import Outcome
from gongzhi.voting.rules.ties import TieBreak

Inputs = Mapping[str, Any]
Grouped = list[list[Any]]


def grouped(ballots: Iterable[Any]) -> Grouped:
    """[[ballot, how many], …]; JSON-ready, sorted by what the ballots say."""
    counted = Counter(json.dumps(ballot, ensure_ascii=False, sort_keys=True) for ballot in ballots)
    return [[json.loads(text), many] for text, many in sorted(counted.items())]


def inputs(
    rule: str, options: Sequence[tuple[str, int]], ballots: Iterable[Any], charter: Mapping[str, Any]
) -> dict[str, Any]:
    """What a recount needs: options (key, cost) that stand, ballots as lists of keys (or points by key), by-laws."""
    wanted = ("seats", "most_picks", "top_score", "budget", "seed", "tie_break")
    given: dict[str, Any] = {name: charter[name] for name in wanted if charter.get(name)}
    listed = (
        [[key, cost] for key, cost in options] if rule in ("equal_shares", "greedy") else [key for key, _c in options]
    )
    return given | {"options": listed, "ballots": grouped(ballots)}


def ties(given: Inputs) -> TieBreak | None:
    """The by-laws' tie rule, None where they name none; a lot is drawn from the seed that they committed to."""
    named = str(given.get("tie_break", ""))
    return TieBreak(tuple(way for way in named.split(",") if way), str(given.get("seed", ""))) if named else None


def budget(given: Inputs) -> Election:
    """The budget election that such inputs describe."""
    projects = [Project(key, cost) for key, cost in given["options"]]
    kept = [picked for picked, many in given["ballots"] for _copy in range(many)]
    return election(projects, given["budget"], kept)


def _approval(given: Inputs) -> Outcome:
    return approval.count(
        given["options"], given["ballots"], seats=given.get("seats", 1), at_most=given.get("most_picks"),
        ties=ties(given),
    )  # fmt: skip


def _single(given: Inputs) -> Outcome:
    marks = [(picked[0] if picked else "", many) for picked, many in given["ballots"]]
    return single.count(given["options"], marks, seats=given.get("seats", 1), ties=ties(given))


def _score(given: Inputs) -> Outcome:
    scale = score.Scale(0, given["top_score"])
    return score.count(given["options"], given["ballots"], scale=scale, seats=given.get("seats", 1), ties=ties(given))


def _ranked(given: Inputs) -> Outcome:
    papers = [(tuple((key,) for key in ranking), many) for ranking, many in given["ballots"]]
    return stv.count(given["options"], papers, seats=given.get("seats", 1), seed=given.get("seed", ""))


def _equal_shares(given: Inputs) -> Outcome:
    shares = import_module("gongzhi.voting.rules.shares")  # numpy: not for the start of the web server
    return _whole(shares.count(budget(given), shares.SharesCharter(ties(given) or TieBreak())))


def _greedy(given: Inputs) -> Outcome:
    return _whole(greedy.count(budget(given), greedy.GreedyCharter(ties(given) or TieBreak())))


def _whole(found: Outcome) -> Outcome:
    """Broken amounts as text: a certificate holds whole numbers only."""
    stages = tuple({k: f"{v:f}" if isinstance(v, float) else v for k, v in stage.items()} for stage in found.stages)
    return replace(found, stages=stages)


COUNTED: dict[str, Callable[[Inputs], Outcome]] = {
    "approval": _approval,
    "single": _single,
    "score": _score,
    "ranked": _ranked,
    "equal_shares": _equal_shares,
    "greedy": _greedy,
}
for _rule, _recounter in COUNTED.items():
    certificate.register(_rule, _recounter)
