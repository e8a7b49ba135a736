"""What every count hands back: the winners, the steps that led there, and a verdict whose reasons are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

State = Literal["passed", "rejected", "no_decision", "tied", "undetermined", "elected", "chosen"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Reason:
    """Why a verdict is as it is.

    `code` is a closed word that pages put into a sentence; `numbers` are what the sentence needs (integers, or exact
    amounts and ids as text); `ground` is the law and article, or the by-law, empty where arithmetic alone decides.
    """

    code: str
    numbers: Mapping[str, int | str] = field(default_factory=dict)
    ground: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The reason as JSON can hold it."""
        return {"code": self.code, "numbers": dict(self.numbers), "ground": self.ground}


@dataclass(frozen=True)
class Verdict:
    """The state of the question, whether the procedure was valid (None: nothing here can tell), and why."""

    state: State
    valid: bool | None
    reasons: tuple[Reason, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The verdict as JSON can hold it."""
        return {"state": self.state, "valid": self.valid, "reasons": [reason.as_dict() for reason in self.reasons]}

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the reasons, in order."""
        return tuple(reason.code for reason in self.reasons)


@dataclass(frozen=True)
class Outcome:
    """One count: ids of the winners, its steps (JSON-ready), the money spent where there is money, the verdict.

    Winners stand in the order in which the rule found them. Counting itself is exact; an amount with decimals
    is a float here only to be printed.
    """

    rule: str
    winners: tuple[str, ...]
    stages: tuple[dict[str, Any], ...]
    spent: int | float | None
    verdict: Verdict

    def as_dict(self) -> dict[str, Any]:
        """The count as JSON can hold it; the same keys for every rule."""
        return {
            "rule": self.rule,
            "winners": list(self.winners),
            "stages": [dict(stage) for stage in self.stages],
            "spent": self.spent,
            "verdict": self.verdict.as_dict(),
        }
