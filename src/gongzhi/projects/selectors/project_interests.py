"""Who gains or loses by a project, as declared and as the registers show; they decide nothing about it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.seats import acting_in
from gongzhi.projects.models import Candidate, Interest, Member, Project

DOERS = ("builder",)


def builders_of(project_id: int) -> set[int]:
    """The bodies that could earn by it: whoever was named and not refused, and who builds."""
    named = Candidate.objects.filter(project_id=project_id, state__in=("named", "chosen"))
    team = Member.objects.filter(project_id=project_id, role__in=DOERS, left_at=None)
    rows = [*named.values_list("body_id", flat=True), *team.values_list("body_id", flat=True)]
    return {body for body in rows if body is not None}


def conflict_of(person_id: int | None, project: Project) -> str:
    """Why this person may not decide about the project, in words; empty when nothing is known against it."""
    if person_id is None or project.pk is None:
        return ""
    if Interest.objects.filter(project_id=project.pk, person_id=person_id).exists():
        return _("您申报过和这个项目有利害关系，这一步请别人来。")
    builders = builders_of(project.pk)
    if builders and any(seat.body_id in builders for seat in organisations.actor_for(person_id).seats):
        return _("您在要做这个项目的单位任职，这一步请别人来。")
    return ""


def conflicted(project: Project, person_ids: set[int]) -> set[int]:
    """Those among these people who may not decide; three queries for any number."""
    declared = Interest.objects.filter(project=project, person_id__in=person_ids).values_list("person_id", flat=True)
    return {*declared, *(person_ids & people_of_bodies({*builders_of(project.pk), project.body_id}))}


def people_of_bodies(body_ids: set[int]) -> set[int]:
    """Whoever holds a seat in one of these bodies now."""
    terms: list[Any] = [term for body in body_ids for term in organisations.holders(body)]
    return {term.person_id for term in terms}


def works_on(actor: Actor, project: Project) -> Seat | None:
    """The seat by which somebody belongs to the team of the project (partners who only signed up do not)."""
    if not actor.seats or project.pk is None:
        return None
    rows = Member.objects.filter(project_id=project.pk, left_at=None).exclude(role="partner")
    bodies = set(rows.values_list("body_id", flat=True)) - {None}
    return acting_in(actor, *bodies)
