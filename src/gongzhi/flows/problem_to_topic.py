"""Triage → deliberation: what many people say again and again becomes a topic that can be decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.cases.selectors.advisers import Belonging, belongs_by
from gongzhi.cases.selectors.told import LABEL as CASE
from gongzhi.deliberation import selectors as deliberation
from gongzhi.deliberation import services
from gongzhi.deliberation.permits.topics import HIDDEN
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.places import selectors as places
from gongzhi.triage import selectors as triage
from gongzhi.triage.selectors import reading
from gongzhi.triage.selectors.problems import SHOWN

LABEL = "triage.problem"
PERMIT = "problem.lead"
SEGMENT = 8  # digits of a path that name one place


@dataclass(frozen=True)
class Proposal:
    """What a topic of a problem would begin with; a person reads and changes it before it is sent."""

    title: str
    text: str
    place_id: int
    tier: str
    matter: str


def propose(problem: Any) -> Proposal:
    """The problem's own title and figures; at the estate where all of it happens, else at its community or street."""
    people, size = triage.counted([problem.pk])[problem.pk]
    place = _where(problem)
    tier = "street" if place.level == "street" else "community"
    said = ngettext("%(people)d 位居民先后说过 %(size)d 次。", "%(people)d 位居民先后说过 %(size)d 次。", size)
    asked = _("%(title)s：怎么解决、在哪里做、谁来出钱，请大家一起商量。") % {"title": problem.title}
    text = f"{asked}{said % {'people': people, 'size': size}}"
    return Proposal(problem.title, text, place.pk, tier, problem.matter)


def estates(problem: Any) -> list[Any]:
    """The estates from which its messages came, the most first: an owners' matter is one estate's."""
    found: Counter[int] = Counter()
    for spot, many in reading.places_of_many([problem.pk])[problem.pk]:
        place = places.get(spot.pk)
        estate = place if place.level == "estate" else places.ancestor(place, "estate")
        if estate is not None:
            found[estate.pk] += many
    return [places.get(pk) for pk, _many in found.most_common()]


def _where(problem: Any) -> Any:
    paths = [spot.path for spot, _many in reading.places_of_many([problem.pk])[problem.pk]]
    shared = commonprefix(paths)
    whole = shared[: len(shared) // SEGMENT * SEGMENT]
    if whole:
        place = places.get(int(whole[-SEGMENT:]))
        estate = place if place.level == "estate" else places.ancestor(place, "estate")
        if estate is not None:
            return estate
    return problem.community or problem.street


def raise_from_problem(*, actor: Actor, problem_id: int, title: str, text: str, place_id: int | None = None) -> Any:
    """Make a topic of a confirmed problem; the record links the two.

    Refused: "unknown", "denied", "not_yet" (nobody confirmed the problem), and what raising a topic asks, "already"
    among it.
    """
    problem = triage.problem(problem_id)
    if problem is None:
        raise Refused(_("没有这个问题，请回到列表再选。"), code="unknown")
    require(actor, PERMIT, problem)
    if problem.state not in SHOWN:
        raise Refused(_("先确认这是一个问题，再拿来商量。"), code="not_yet")
    first = propose(problem)
    return services.raise_topic(
        actor=actor, place_id=place_id or first.place_id, tier=first.tier, title=title, text=text,
        source=Ref(LABEL, problem.pk), matter=first.matter,
    )  # fmt: skip


def topics_of(problem_id: int) -> list[Any]:
    """The topics that grew from a problem, the latest first."""
    return deliberation.by_source(Ref(LABEL, problem_id))


@belongs_by
def topic_of(case: Any, reader: Actor | None) -> list[Belonging]:
    """The topic that a case's problem, or the case itself, led to."""
    problem = reading.problem_of(Ref(CASE, case.pk))
    found = deliberation.by_source(Ref(CASE, case.pk)) + (topics_of(problem.pk) if problem else [])
    return [
        Belonging(_("正在商量：%(title)s") % {"title": one.title}, reverse("topic", args=[one.pk]))
        for one in found
        if one.state not in HIDDEN
    ]
