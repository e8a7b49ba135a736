"""Count a file by a rule's name: which reader and which count belong together, for the command line.

`COUNTS` is the registry: a rule's name leads to "module:function", loaded when it is asked for, so that a count of
owners does not wait for the arrays of budgets. A function takes an `Asked` and gives a `Counted`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules.outcome import Outcome
from gongzhi.voting.rules.ties import TieBreak


@dataclass(frozen=True)
class Asked:
    """A file, and what the command line says beside the rule; `given` holds what some rules want (matter, on, …)."""

    path: Path
    rule: str
    seats: int | None = None
    seed: str = ""
    tie_break: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)

    def ties(self, usual: tuple[str, ...] = ()) -> TieBreak | None:
        """The tie rule asked for; with a seed alone the lot; otherwise the usual one, None where there is none."""
        by = self.tie_break or (("lot",) if self.seed else usual)
        return TieBreak(by, self.seed) if by else None


@dataclass(frozen=True)
class Counted:
    """An outcome, the names of the ids for people, and what a rule tells beside its outcome (losers, comparison)."""

    outcome: Outcome
    names: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The whole as JSON can hold it; `rule`, `winners`, `stages`, `spent`, `verdict` always stand in it."""
        return {**self.outcome.as_dict(), **self.beside}


BUDGETS = "gongzhi.voting.rules.budget_files"
BALLOTS = "gongzhi.voting.rules.ballot_files"
LAWFUL = "gongzhi.voting.law_files"
COUNTS: dict[str, str] = {
    "equal_shares": f"{BUDGETS}:equal_shares",
    "greedy": f"{BUDGETS}:by_votes",
    "ranked": f"{BALLOTS}:ranked",
    "approval": f"{BALLOTS}:approvals",
    "single": f"{BALLOTS}:singles",
    "score": f"{BALLOTS}:scores",
    "committee": f"{BALLOTS}:committee",
    "owners": f"{LAWFUL}:by_owners",
    "households": f"{LAWFUL}:in_the_hall",
    "residents_assembly": f"{LAWFUL}:in_the_hall",
    "representatives": f"{LAWFUL}:in_the_hall",
    "election": f"{LAWFUL}:at_the_election",
}
ALSO = {
    "stv": "ranked", "scottish_stv": "ranked", "equalshares": "equal_shares", "mes": "equal_shares",
    "equalshares/add1": "equal_shares", "greedy_by_votes": "greedy", "plurality": "single",
}  # fmt: skip
FOR_SEATS = {"equalshares": "equal-shares", "mes": "equal-shares", "phragmen": "seqphragmen", "approval": "av"}
BUDGET_FILES = (".pb", ".pb.gz")
PROFILE_FILES = (".abc.yaml", ".abc.yml", ".yaml", ".yml")


def count(asked: Asked) -> Counted:
    """Count a file; Refused with words for a person when the rule is unknown or the file is wrong.

    "equal_shares" is a budget's rule on a budget's file and a committee's rule on a profile.
    """
    word = asked.rule.strip().lower()
    rule = ALSO.get(word, word)
    for_seats = FOR_SEATS.get(word, word.replace("_", "-"))
    name = asked.path.name.lower()
    if for_seats in committee_rules() and (name.endswith(PROFILE_FILES) or rule not in COUNTS):
        is_budget = name.endswith(BUDGET_FILES) and for_seats == "equal-shares"
        where, asked = (
            (COUNTS["equal_shares"], asked) if is_budget else (COUNTS["committee"], replace(asked, rule=for_seats))
        )
    elif rule in COUNTS and rule != "committee":
        where = COUNTS[rule]
    else:
        known = ", ".join(sorted({*COUNTS, *committee_rules()} - {"committee"}))
        raise Refused(_("不认识的计票规则 {rule}。可用：{known}", rule=asked.rule, known=known), code="rule_unknown")
    module, _colon, function = where.partition(":")
    counter: Callable[[Asked], Counted] = getattr(import_module(module), function)
    return counter(asked)


def committee_rules() -> tuple[str, ...]:
    """The names of the rules for committees."""
    return tuple(import_module("gongzhi.voting.rules.committees").RULES)
