"""What one person has to do with votes: the ballots that are theirs, the proxies they hold, what they objected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongzhi.kernel import clock
from gongzhi.voting.models import Ballot, Elector, Mark, Objection, Proxy, Vote, Voter


@dataclass(frozen=True)
class MyBallot:
    """One ballot that a person may cast: their own, or by proxy; whether and how it was cast, and what they chose.

    `choice` is told only to whoever cast it, and only in an open-roll vote: of a secret ballot nobody knows it.
    """

    vote: Vote
    elector: Elector
    proxy: bool
    cast_at: datetime | None
    channel: str
    changeable: bool
    choice: dict[str, Any] | None = None


def standing(person_id: int, vote_id: int) -> list[tuple[Elector, bool]]:
    """The electors for whom a person may cast in a vote; True marks a proxy."""
    own = Voter.objects.filter(person_id=person_id, vote_id=vote_id).select_related("elector").order_by("id")
    held = Proxy.objects.filter(holder_id=person_id, vote_id=vote_id, ended_at=None).select_related("elector")
    return [(row.elector, False) for row in own] + [(row.elector, True) for row in held.order_by("id")]


def my_ballot(person_id: int | None, vote: Vote) -> list[MyBallot]:
    """The person's ballots in one vote; none for a stranger."""
    if person_id is None:
        return []
    found = standing(person_id, vote.pk)
    marks = {m.elector_id: m for m in Mark.objects.filter(elector_id__in=[e.pk for e, _proxy in found])}
    return [_mine(vote, elector, proxy, marks.get(elector.pk), person_id) for elector, proxy in found]


def my_ballots(person_id: int) -> list[MyBallot]:
    """Every ballot of a person that is out or was cast, nearest close first."""
    own = Voter.objects.filter(person_id=person_id).values_list("vote_id", flat=True)
    held = Proxy.objects.filter(holder_id=person_id, ended_at=None).values_list("vote_id", flat=True)
    votes = Vote.objects.filter(pk__in={*own, *held}).exclude(state__in=("drafted", "rolled", "withdrawn"))
    found = votes.select_related("place", "body").order_by("-closes", "id")
    return [ballot for vote in found for ballot in my_ballot(person_id, vote)]


def _mine(vote: Vote, elector: Elector, proxy: bool, mark: Mark | None, person_id: int) -> MyBallot:
    can_change = vote.secrecy == "roll" and bool(vote.charter.get("changeable")) and vote.closes >= clock.now()
    if mark is None:
        return MyBallot(vote, elector, proxy, None, "", can_change)
    can_change = can_change and mark.channel == "electronic" and (mark.proxy or not proxy)
    choice = None
    if vote.secrecy == "roll" and mark.by_id == person_id and mark.channel == "electronic":
        choice = Ballot.objects.filter(mark=mark).order_by("-number").values_list("choice", flat=True).first()
    return MyBallot(vote, elector, proxy, mark.at, mark.channel, can_change, choice)


def my_objections(person_id: int, vote_id: int) -> list[Objection]:
    """What a person objected to in a vote, newest first."""
    return list(Objection.objects.filter(person_id=person_id, vote_id=vote_id).order_by("-id"))
