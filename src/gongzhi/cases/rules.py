"""Pure rules of the loop: receipt codes, the next rung, which move a judgement makes, and how facts rebuild a case."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongzhi.cases.events import CaseHanded, CaseMoved, CaseReported
from gongzhi.cases.lifecycle import CASE, RUNGS

CODE_DIGITS = 16


def check_digit(digits: str) -> str:
    """The Luhn digit that finishes a receipt code, so that a slip in reading it out is noticed before any look-up."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        n = int(digit) * (2 if place % 2 == 0 else 1)
        total += n - 9 if n > 9 else n
    return str(-total % 10)


def is_code(text: str) -> bool:
    """Whether this is a well-formed receipt code (spaces and dashes already removed)."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit() and check_digit(text[:-1]) == text[-1]


def grouped(code: str) -> str:
    """The code as it is printed and read out: four groups of four."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def next_rung(level: str) -> str | None:
    """The rung above, or None at the top."""
    place = RUNGS.index(level) + 1
    return RUNGS[place] if place < len(RUNGS) else None


def verdict(*, outcome: str, solved: bool, satisfied: int, reopened: int) -> str:
    """The move that a judgement makes. Dissatisfied (not solved, or 1–2 of 5) reopens once; a second time closes.

    An honest explanation ("explained") is accepted by a satisfied reporter without being called solved.
    """
    content = satisfied >= 3 and (solved or outcome == "explained")
    if content:
        return "confirm_solved" if outcome == "solved" else "confirm_explained"
    return "reopen" if reopened == 0 else "contest"


def decider(bounces: int) -> str:
    """Who settles whose matter it is: the community after one refusal, the street after two."""
    return "community" if bounces <= 1 else "street"


def intake_class(intake: str, *, is_collective: bool) -> str:
    """政策咨询 / 居民需求 / 个人诉求 / 治理难题 (row E13): a matter that many share is a governance problem."""
    if intake == "consult":
        return "policy"
    if is_collective:
        return "governance"
    return {"help": "need", "suggestion": "need", "complaint": "appeal", "report": "governance"}[intake]


# Whose desk looks first at a matter of unknown type (row E13): questions about policy go to the service station, which
# has the administrative ends (row D10); all else to the residents' committee; where there is neither, to the street.
DESKS = {
    "policy": ("service_station", "residents_committee", "street_office"),
    "need": ("residents_committee", "service_station", "street_office"),
    "appeal": ("residents_committee", "service_station", "street_office"),
    "governance": ("residents_committee", "community_party", "street_office"),
}


def desks(intake: str) -> tuple[str, ...]:
    """The kinds of body whose desk sorts a matter of this kind, the first that exists at the place."""
    return DESKS[intake_class(intake, is_collective=False)]


@dataclass(frozen=True)
class Standing:
    """Everything about a case that the record can rebuild."""

    state: str
    level: str
    holder_id: int
    offered_to: int | None
    matter: str
    tier: str
    bounces: int
    reopened: int
    outcome: str
    branch: str
    primary: int | None
    is_open: bool


def fold(seen: Standing | None, event: CaseReported | CaseMoved | CaseHanded) -> Standing:
    """The standing after one more fact. ValueError when the facts cannot follow each other."""
    if isinstance(event, CaseReported):
        if seen is not None:
            raise ValueError("a case is reported once")
        return Standing(
            event.state, event.level, event.holder_id, None, event.matter, event.tier, 0, 0, "", "", None, True
        )
    if isinstance(event, CaseHanded):
        if seen is None or seen.state != "merged":
            raise ValueError("only a merged case goes with its main case")
        return replace(seen, holder_id=event.holder_id, level=event.level)
    if seen is None or seen.state != event.source:
        raise ValueError(f"{event.move} from {event.source} does not follow {seen and seen.state}")
    return replace(
        seen,
        state=event.state,
        level=event.level,
        holder_id=event.holder_id,
        offered_to=event.offered_to,
        matter=event.matter,
        tier=event.tier,
        bounces=event.bounces,
        reopened=event.reopened,
        outcome=event.outcome,
        branch=event.branch,
        primary=event.primary,
        is_open=CASE.is_open(event.state),
    )
