"""On which vote a topic's decision rests: the last one about it, how far it is, and what it said."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.deliberation.models import Topic
from gongzhi.kernel.reference import Ref
from gongzhi.record import selectors as record
from gongzhi.voting import selectors as voting

CERTIFIED = ("certified", "published")
PASSED = ("passed", "elected", "chosen")


@dataclass(frozen=True)
class Basis:
    """The vote of a topic: "" none, "running", "valid" or "invalid"; its rule, and the outcome that it allows."""

    state: str = ""
    vote_id: int | None = None
    rule: str = ""
    outcome: str = ""
    verdict: str = ""


def basis_of(topic: Topic) -> Basis:
    """The last vote about the topic that was not withdrawn."""
    votes = [vote for vote in voting.of(topic.ref) if vote.state != "withdrawn"]
    if not votes:
        return Basis()
    last = max(votes, key=lambda vote: vote.pk)
    if last.state not in CERTIFIED:
        return Basis("running", last.pk, last.rule)
    fact = record.latest_about(Ref("voting.vote", last.pk), "voting.certified")
    said = fact.data if fact else {}
    state, valid = str(said.get("state", "")), said.get("valid")
    return Basis("invalid" if valid is False else "valid", last.pk, last.rule, outcome_of(state, valid), state)


def outcome_of(state: str, valid: bool | None) -> str:
    """What a certified result lets the topic's decision say."""
    if valid is False:
        return "no_decision"
    if state in PASSED:
        return "adopted"
    return "rejected" if state == "rejected" else "no_decision"
