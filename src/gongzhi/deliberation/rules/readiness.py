"""What is missing before a topic may take its next step: one list, asked by services and shown on pages."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.deliberation.rules.tables import DecisionKind, Method

# Orders under which people are heard and nothing is decided.
ONLY_HEAR = frozenset({"residents_forum", "hearing"})


@dataclass(frozen=True)
class Standing:
    """How far a topic has come. `unmet`: flagged minorities without a recorded step; `meetings`: their orders."""

    kind: DecisionKind | None
    method: Method | None
    parties: int = 0
    items: int = 0
    core_seats: int = 0
    core_needed: int = 3
    unseated: int = 0  # parties without a seat that was not declined
    investigations: int = 0
    unmet: int = 0
    meetings: tuple[str, ...] = ()
    vote: str = ""  # "", "running", "valid", "invalid"
    vote_rule: str = ""
    published: bool = False


def missing(standing: Standing, move: str) -> tuple[str, ...]:
    """The closed words of what still stands between the topic and this move; empty: nothing does."""
    return tuple(_ASKED[move](standing)) if move in _ASKED else ()


def _deliberate(it: Standing) -> list[str]:
    return [
        *(["parties"] if not it.parties else []),
        *(["core"] if it.core_seats < it.core_needed else []),
        *(["unseated"] if it.unseated else []),
        *(["investigation"] if not it.investigations else []),
    ]


def _put_to_vote(it: Standing) -> list[str]:
    kind = it.kind
    lacking = [*_deliberate(it), *(["minority"] if it.unmet else [])]
    if kind is not None and not kind.votes:
        lacking.append("no_vote")
    if kind is not None and kind.major and _forum_only(it):
        lacking.append("forum_only")
    return lacking


def _conclude(it: Standing) -> list[str]:
    kind = it.kind
    lacking = [*(["investigation"] if not it.investigations else []), *(["minority"] if it.unmet else [])]
    if kind is None:
        return [*lacking, "kind"]
    if kind.votes:
        # A certified vote by the right rule is basis enough, whatever was held before it.
        wanted = {"": "vote", "running": "vote_running"}.get(it.vote)
        if wanted:
            lacking.append("forum_only" if kind.major and _forum_only(it) and wanted == "vote" else wanted)
        elif it.vote_rule != kind.rule:
            lacking.append("wrong_rule")
    elif kind.rule == "consensus" and not it.meetings:
        lacking.append("meeting")
    elif kind.rule == "consensus" and set(it.meetings) <= ONLY_HEAR:
        lacking.append("forum_only" if kind.major else "forum_decides_not")
    return lacking


def _carry_out(it: Standing) -> list[str]:
    return [] if it.published else ["publish"]


def _forum_only(it: Standing) -> bool:
    """Whether nothing but forums was held: their opinions count, but they are no basis."""
    held = set(it.meetings)
    by_method = it.method is not None and not it.method.enough
    return held == {"residents_forum"} or (not held and by_method)


_ASKED = {
    "deliberate": _deliberate,
    "put_to_vote": _put_to_vote,
    "conclude": _conclude,
    "carry_out": _carry_out,
}
