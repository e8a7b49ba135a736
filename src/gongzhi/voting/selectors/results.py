"""What a certificate tells beyond its winners: what each loser lacked, and how many are better off which way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Any

from gongzhi.voting import words
from gongzhi.voting.rules import comparing, free, greedy
from gongzhi.voting.rules.budget import Election
from gongzhi.voting.rules.ties import TieBreak

BESIDE = "beside"


@dataclass(frozen=True)
class Lacked:
    """With how many more supporters, or how much cheaper, a loser would have been in; None: no number would do."""

    more: int | None
    cheaper: int | None = None


@dataclass(frozen=True)
class Extras:
    """Votes and money of each option, what the losers lacked, and the two ways of a budget held side by side."""

    votes: dict[str, int] = field(default_factory=dict)
    lacked: dict[str, Lacked] = field(default_factory=dict)
    better: tuple[int, int, int] | None = None
    unheard: tuple[int, int] | None = None


def extras_of(data: Mapping[str, Any]) -> Extras:
    """Worked out once a certificate: its digest is the name under which it is remembered."""
    if data["vote"]["rule"] == "election":
        return _elected(data["items"][""])
    if data["vote"]["rule"] not in free.COUNTED:
        return Extras()
    items = {key: {"rule": i["rule"], "inputs": i["inputs"], "winners": i["outcome"]["winners"],
                   "stages": i["outcome"]["stages"]} for key, i in data["items"].items()}  # fmt: skip
    return _extras(str(data["sha256"]), json.dumps(items, ensure_ascii=False))


@lru_cache(maxsize=32)
def _extras(digest: str, items: str) -> Extras:
    given = json.loads(items)
    main = given[""]
    return _budget(given) if main["rule"] in words.BUDGET else _leading(main)


def _elected(main: Mapping[str, Any]) -> Extras:
    """Votes of each candidate, and how many more those who are not elected needed to reach the share."""
    counting = main["outcome"]["stages"][1]
    votes = {name: many for name, many, _share, _met in counting["votes"]}
    least, winners = counting["least"], main["outcome"]["winners"]
    lost = {name: Lacked(least - many) for name, many in votes.items() if name not in winners and many < least}
    return Extras(votes, lost)


def _leading(main: dict[str, Any]) -> Extras:
    """Each loser against the last who is in; a transfer of votes (ranked) has no such number."""
    if main["rule"] == "ranked":
        first = main["stages"][0]["votes"] if main["stages"] else {}
        return Extras({key: total for key, total in first.items() if isinstance(total, int)})
    totals = {stage["option"]: stage["total"] for stage in main["stages"] if isinstance(stage["total"], int)}
    winners = [totals[key] for key in main["winners"] if key in totals]
    line = min(winners, default=0)
    lost = {key: Lacked(line - total + 1) for key, total in totals.items() if key not in main["winners"]}
    return Extras(totals, lost if winners else {})


def _budget(given: dict[str, Any]) -> Extras:
    found = free.budget(given[""]["inputs"])
    by_rule = {item["rule"]: item["winners"] for item in given.values()}
    shared, usual = by_rule["equal_shares"], by_rule["greedy"]
    ties = free.ties(given[""]["inputs"]) or TieBreak()
    compared = comparing.compare(found, shared, usual)
    losers = [project.id for project in found.projects if project.id not in given[""]["winners"]]
    work_out = _shares_lacked if given[""]["rule"] == "equal_shares" else _greedy_lacked
    lacked = work_out(found, losers, ties)
    votes = {project.id: found.votes[index] for index, project in enumerate(found.projects)}
    unheard = comparing.unheard(found, shared), comparing.unheard(found, usual)
    return Extras(votes, lacked, (compared.first, compared.second, compared.neither), unheard)


def _greedy_lacked(found: Election, losers: list[str], ties: TieBreak) -> dict[str, Lacked]:
    each = {key: greedy.lacked(found, key, greedy.GreedyCharter(ties)) for key in losers}
    return {key: Lacked(_whole(one["more_supporters"]), _whole(one["cheaper"])) for key, one in each.items()}


def _shares_lacked(found: Election, losers: list[str], ties: TieBreak) -> dict[str, Lacked]:
    if not sum(found.votes):
        return {}
    shares, near = (import_module(f"gongzhi.voting.rules.{name}") for name in ("shares", "near"))
    charter = shares.SharesCharter(ties)
    nearness = near.Nearness(found, ties, shares.solve(found, charter))
    each = {key: nearness.lacked(found.at[key]) for key in losers}
    return {key: Lacked(_whole(one["more_supporters"]), _whole(one["cheaper"])) for key, one in each.items()}


def _whole(number: float | int | None) -> int | None:
    return None if number is None else int(number)
