"""Name every power in the house, and answer every question about it with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused


@dataclass(frozen=True)
class Answer:
    """Yes, with the seat that gives the power (if one does); or no, with the reason in words for a person."""

    yes: bool
    reason: object = ""
    seat: Seat | None = None

    def __bool__(self) -> bool:
        return self.yes


Test = Callable[[Actor, Any], Answer]
_permits: dict[str, tuple[object, Test]] = {}


def allowed(seat: Seat | None = None) -> Answer:
    """Yes; `seat` is the office used, and goes on the record."""
    return Answer(True, "", seat)


def denied(reason: object) -> Answer:
    """No, and why."""
    return Answer(False, reason)


def by_seat(seat: Seat | None, reason: object) -> Answer:
    """Yes by the seat that gives the power; no, and why, where none does."""
    return allowed(seat) if seat else denied(reason)


def permit(name: str, label: object) -> Callable[[Test], Test]:
    """Declare a permit: the decorated function answers for one actor and one thing.

    `label` is the public sentence of the power ("take in a report for somebody else").
    """

    def declare(test: Test) -> Test:
        if name in _permits:
            raise ValueError(f"permit {name} is declared twice")
        _permits[name] = (label, test)
        return test

    return declare


def may(actor: Actor, name: str, thing: Any) -> Answer:
    """The permit's answer. An unknown name is a programming error, not a "no"."""
    return _permits[name][1](actor, thing)


def require(actor: Actor, name: str, thing: Any) -> Answer:
    """The answer when it is yes; Refused("denied") with the reason when it is no."""
    answer = may(actor, name, thing)
    if not answer:
        raise Refused(answer.reason, code="denied")
    return answer


def declared() -> dict[str, object]:
    """Every permit's name and label."""
    return {name: label for name, (label, _) in _permits.items()}
