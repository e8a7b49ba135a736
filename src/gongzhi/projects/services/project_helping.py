"""Somebody who cannot come to the page is asked at the door: who they are is opened and logged, never overruled."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as contacts
from gongzhi.projects.models import Panellist, Project, Verdict
from gongzhi.projects.selectors.project_asked import silent
from gongzhi.projects.services.project_acts import lock_project

PURPOSE = "call_back"  # to ask whether it is solved and whether they are content


def helps(helper: Actor, project: Project, person_id: int, before: Panellist | Verdict | None) -> None:
    """Who enters an answer has no hand in the project, and never writes over what another said.

    Refused: "denied", "own" (one's own answer), "already" (the person, or another helper, has spoken).
    """
    require(organisations.fresh(helper), "project.help", project)
    if helper.person_id == person_id:
        raise Refused(_("自己的回答，请在自己的页面上说。"), code="own")
    if before is not None and before.helped_by_id != helper.person_id:
        raise Refused(_("这一位已经说过了，要改由本人来改。"), code="already")


def open_asked(*, actor: Actor, project_id: int, person_ids: Iterable[int]) -> dict[int, contacts.Contact]:
    """How to find those who were asked and have not spoken; every look is written down for each of them to read.

    Whoever took back their agreement to be called is left out. Refused: "denied", "too_many".
    """
    with transaction.atomic():
        project = lock_project(project_id)
        actor = organisations.fresh(actor)
        require(actor, "project.help", project)
        wanted = {one.person_id for one in silent(project, actor).waiting} & set(person_ids)
        found = {}
        for person in sorted(wanted):
            try:
                found[person] = contacts.read_contact(actor=actor, person_id=person, purpose=PURPOSE, about=project.ref)
            except Refused as refusal:
                if refusal.code != "withdrawn":
                    raise
    return found
