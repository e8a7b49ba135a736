"""One mark a voter: yes, no or abstain on one question, or one option of several."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gongzhi.voting.rules.leading import leaders
from gongzhi.voting.rules.outcome import Outcome, Reason, State, Verdict
from gongzhi.voting.rules.ties import TieBreak

Base = Literal["marked", "cast", "roll"]


@dataclass(frozen=True)
class Share:
    """A share of a base: "marked" is yes and no, "cast" counts abstentions too, "roll" is everybody entitled.

    `strict`: more than the share (过半); otherwise the share itself is enough (以上).
    """

    share: Fraction
    strict: bool
    base: Base
    ground: str = ""

    def met(self, count: int, bases: dict[Base, int]) -> bool:
        """Whether the count reaches it, in whole numbers."""
        left, right = count * self.share.denominator, bases[self.base] * self.share.numerator
        return left > right or (left == right and not self.strict)


@dataclass(frozen=True)
class Question:
    """What a yes needs, and how many must take part for the vote to count at all (None: any number)."""

    passes: Share
    quorum: Share | None = None


def decide(question: Question, *, yes: int, no: int, abstain: int = 0, roll: int | None = None) -> Outcome:
    """Passed or rejected; "no_decision" when nobody votes or too few take part; "tied" when yes and no are equal.

    ValueError for a base of the whole roll without its size.
    """
    cast = yes + no + abstain
    if roll is None and "roll" in {question.passes.base, question.quorum.base if question.quorum else ""}:
        raise ValueError("a share of the roll needs the size of the roll")
    bases: dict[Base, int] = {"marked": yes + no, "cast": cast, "roll": roll if roll is not None else cast}
    state, code = _state(question, yes, no, cast, bases)
    share, quorum = question.passes, question.quorum
    numbers: dict[str, int | str] = {"yes": yes, "no": no, "abstain": abstain, "of": bases[share.base]}
    numbers["share"], numbers["strict"] = str(share.share), int(share.strict)
    if roll is not None:
        numbers["roll"] = roll
    ground = quorum.ground if quorum and code == "quorum_missed" else share.ground
    verdict = Verdict(state, None, (Reason(code, numbers, ground),))
    winners = ("yes",) if state == "passed" else ("no",) if state == "rejected" else ()
    return Outcome("single", winners, ({"yes": yes, "no": no, "abstain": abstain},), None, verdict)


def _state(question: Question, yes: int, no: int, cast: int, bases: dict[Base, int]) -> tuple[State, str]:
    if cast == 0:
        return "no_decision", "nobody_voted"
    if question.quorum is not None and not question.quorum.met(cast, bases):
        return "no_decision", "quorum_missed"
    if yes and question.passes.met(yes, bases):
        return "passed", "share_reached"
    return ("tied", "equal") if yes == no and yes else ("rejected", "share_missed")


def count(
    options: Sequence[str],
    ballots: Iterable[tuple[str, int]],
    *,
    ties: TieBreak | None = None,
    seats: int = 1,
    withdrawn: Collection[str] = (),
) -> Outcome:
    """The option with the most marks; "" is a blank ballot, and so is a mark for a withdrawn option."""
    totals = dict.fromkeys((one for one in options if one not in withdrawn), 0)
    voters = blank = 0
    for option, papers in ballots:
        voters += papers
        if option in totals:
            totals[option] += papers
        else:
            blank += papers
    return leaders("single", totals, seats=seats, ties=ties, voters=voters, blank=blank, withdrawn=withdrawn)
