"""What was reported, said again and again, or decided → the need list, with everybody who asked behind it (row C01)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.cases import selectors as cases
from gongzhi.cases.selectors.advisers import Belonging, belongs_by
from gongzhi.cases.selectors.told import LABEL as CASE
from gongzhi.cases.selectors.told import people_behind
from gongzhi.deliberation import selectors as deliberation
from gongzhi.flows.problem_to_topic import LABEL as PROBLEM
from gongzhi.flows.problem_to_topic import propose as propose_topic
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES
from gongzhi.projects.selectors import needs
from gongzhi.projects.services.needs import raise_need
from gongzhi.triage import selectors as triage

TOPIC = "deliberation.topic"
PERMITS = {CASE: "case.see", PROBLEM: "problem.lead", TOPIC: "topic.lead"}
DESKS = (*COMMUNITY_ROLES, *STREET_ROLES)


@dataclass(frozen=True)
class Wanted:
    """What a need of a matter would begin with; a person reads and changes it before it is put on the list."""

    source: Ref
    title: str
    place_id: int
    people: tuple[int, ...]


def wanted(actor: Actor, source: Ref) -> Wanted:
    """The matter as a need. Refused: "unknown", "denied" (who leads it lists it; a report, the desk of its place)."""
    found = _of(actor, source)
    if found is None:
        raise Refused(_("没有这件事，请核对编号。"), code="unknown")
    thing, title, place_id = found
    require(actor, PERMITS[source.label], thing)
    if source.label == CASE and not _at_desk(actor, thing):
        raise Refused(_("列进需求清单由社区或者街道来做。"), code="denied")
    return Wanted(source, title, place_id, tuple(sorted(people_of(source))))


def _at_desk(actor: Actor, case: Any) -> bool:
    return any(actor.seats_as(*DESKS, over=case.place.path))


def _of(actor: Actor, source: Ref) -> tuple[Any, str, int] | None:
    if source.label == CASE:
        case = cases.case(actor, source.id)
        return case, case.heading, case.community_id or case.place_id
    if source.label == PROBLEM:
        problem = triage.problem(source.id)
        return (problem, problem.title, propose_topic(problem).place_id) if problem else None
    topic = deliberation.topic(source.id) if source.label == TOPIC else None
    return (topic, topic.title, topic.place_id) if topic else None


def people_of(source: Ref) -> set[int]:
    """The distinct people behind a matter, and behind what it came from."""
    if source.label == CASE:
        return people_behind([source.id])
    if source.label == PROBLEM:
        heard = triage.messages_of(source.id)
        numbers = [row.about_id for row in heard if row.about_label == CASE]
        return {row.person_id for row in heard if row.person_id is not None} | people_behind(numbers)
    topic = deliberation.topic(source.id)
    if topic is None:
        return set()
    signed = set(topic.signatures.values_list("person_id", flat=True))
    if topic.raised_by_id and not organisations.holds_a_seat([topic.raised_by_id]):
        signed.add(topic.raised_by_id)
    return signed | (people_of(Ref(topic.source_label, topic.source_id)) if topic.source_id else set())


def list_need(*, actor: Actor, source: Ref, title: str, purpose: str, text: str = "") -> Any:
    """Put a matter on the need list, once; the record links the two.

    Refused: as `wanted`, and what raising a need asks ("purpose", "missing", "already").
    """
    first = wanted(actor, source)
    return raise_need(
        actor=actor,
        place_id=first.place_id,
        title=title,
        text=text,
        purpose=purpose,
        source=source,
        people=first.people,
    )


@belongs_by
def need_of(case: Any, reader: Actor | None) -> list[Belonging]:
    """The need that a case stands behind; for those who may answer it, the way to list it."""
    found = needs.by_source(Ref(CASE, case.pk))
    if found is not None:
        return [Belonging(_("在需求清单上：%(title)s") % {"title": found.title}, reverse("need", args=[found.pk]))]
    if reader is not None and _at_desk(reader, case) and may(reader, PERMITS[CASE], case):
        return [Belonging(_("要花钱、花人才办得了？列进需求清单"), reverse("need_from", args=[CASE, case.pk]))]
    return []
