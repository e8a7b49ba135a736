"""Reading the making of committees: who stands, what the review found, by when to appeal, and the advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.deliberation.models import Candidate, Selection
from gongzhi.deliberation.rules.composition import Advice, advise
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.worktime import due
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.seats import DESKS, at_desks
from gongzhi.rulebook import selectors as rulebook

CROSS = ("community_party", "residents_committee")  # 交叉任职: sitting in one of these as well


def _rows() -> QuerySet[Selection]:
    return Selection.objects.select_related("place", "reviewer")


def selection(selection_id: int) -> Selection | None:
    """The making of a committee, or None."""
    return _rows().filter(pk=selection_id).first()


def desk_selections(actor: Actor) -> QuerySet[Selection]:
    """What the actor's seats review, or stand over."""
    return _rows().filter(at_desks(actor, body="reviewer_id", roles=DESKS)).order_by("-id")


def candidates(selection_id: int) -> list[Candidate]:
    """Everybody who was nominated, for those who review; the public reads `standing`."""
    rows = Candidate.objects.filter(selection_id=selection_id)
    return list(rows.select_related("person", "selection__place", "refused_by").order_by("id"))


def candidate(candidate_id: int) -> Candidate | None:
    """One candidacy, or None; the page asks whose it is."""
    rows = Candidate.objects.select_related("selection__place", "selection__reviewer", "refused_by", "person")
    return rows.filter(pk=candidate_id).first()


def mine(person_id: int) -> list[Candidate]:
    """The candidacies of one person, for that person."""
    rows = Candidate.objects.filter(person_id=person_id).select_related("selection__place", "refused_by")
    return list(rows.order_by("-id"))


def people_standing(ids: Sequence[int], since: datetime) -> set[int]:
    """Which of these people stand in a selection that is open, or was certified after `since`."""
    live = Q(selection__state="open") | Q(selection__certified_at__gte=since)
    return set(Candidate.objects.filter(live, person_id__in=list(ids)).values_list("person_id", flat=True))


def standing(selection_id: int) -> list[Candidate]:
    """Who may be voted for, or was: the names that a lawful election makes public; never who was refused, or why."""
    rows = Candidate.objects.filter(selection_id=selection_id, state__in=["eligible", "elected", "not_elected"])
    return list(rows.select_related("person").order_by("id"))


def tally(selection_id: int) -> dict[str, int]:
    """How many stand in which state."""
    rows = Candidate.objects.filter(selection_id=selection_id).values_list("state", flat=True)
    return dict(Counter(rows))


def findings(one: Candidate) -> dict[str, str]:
    """The last finding for each listed ground."""
    return dict(one.screenings.order_by("id").values_list("bar", "finding"))


def screenings(one: Candidate) -> list[Any]:
    """Everything the review wrote down, oldest first."""
    return list(one.screenings.order_by("id"))


def appeal_until(one: Candidate) -> datetime:
    """By when somebody who was refused may appeal."""
    at = one.refused_at or clock.now()
    return due(at, rulebook.limit("candidate.appeal", at), rulebook.calendar())


def advice_for(one: Selection, states: Collection[str] = ("eligible", "elected")) -> Advice:
    """The party members' share of those who stand or were elected: exact, and advice only (row A17).

    Who did not say counts as not a member, so the share is the least that it can be.
    """
    rows = list(one.candidates.filter(state__in=list(states)).values_list("person_id", "party_member"))
    people = [person for person, _said in rows]
    return advise(
        members=len(rows),
        party_members=sum(1 for _person, said in rows if said),
        wanted=rulebook.share("committee.party_share", clock.today().date()),
        crossed=_crossed(one, people),
    )


def _crossed(one: Selection, people: Collection[int]) -> int:
    there = organisations.bodies_for(CROSS, one.place)
    sitting = {term.person_id for body in there.values() for term in organisations.holders(body.pk)}
    return len(set(people) & sitting)
