"""Shared workspaces: parties come into lanes, do only their lane's acts, and a template may grow."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.event import Event
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects.events.partners import LaneActed, PartyMoved, TemplateSwitched, WorkspaceOpened
from gongzhi.projects.models import LaneAct, Party, Project, Workspace
from gongzhi.projects.models.partners_linkage import WORKSPACE
from gongzhi.projects.permits.partners import Calling, Stepping
from gongzhi.projects.rules import lanes
from gongzhi.projects.services.project_acts import clean, person_of
from gongzhi.projects.services.project_evidence import checks_evidence
from gongzhi.record.services import append, link

TITLE, TEXT = 60, 500
SHARED = ("cases.case", "projects.project")


def open_workspace(
    *, actor: Actor, about: Ref, body_id: int, place_id: int, title: str, template: str = "three"
) -> Workspace:
    """Share a case or a project among parties. Refused: "template", "about", "once" (one is open), "denied"."""
    if template not in lanes.table().templates:
        raise Refused(_("请从清单里选几方联动。"), code="template", field="template")
    if about.label not in SHARED:
        raise Refused(_("只有一件事或一个项目能这样办。"), code="about")
    with transaction.atomic():
        seat = require(organisations.fresh(actor), "linkage.open", Calling(body_id, places.get(place_id).path)).seat
        if Workspace.objects.filter(about_label=about.label, about_id=about.id, closed_at=None).exists():
            raise Refused(_("这件事已经有一个联动空间了。"), code="once")
        row = Workspace(
            about_label=about.label, about_id=about.id, body_id=body_id, place_id=place_id, template=template,
            title=clean(title, TITLE, "title"), opened_at=clock.now(),
        )  # fmt: skip
        row.save()
        link(about, row.ref, "workspace")
        _tell(row, WorkspaceOpened(row.pk, str(about), body_id, template), actor, seat)
    return row


def _tell(row: Workspace, event: Event, actor: Actor, seat: Seat | None) -> None:
    append(event, actor=actor, about=row.ref, seat=seat)


def _lock(workspace_id: int) -> Workspace:
    rows = Workspace.objects.select_for_update(of=("self",)).select_related("place")
    row = rows.filter(pk=workspace_id).first()
    if row is None:
        raise Refused(_("没有这个联动空间，请回到列表再选。"), code="unknown")
    if row.closed_at is not None:
        raise Refused(_("这个联动空间已经结束了。"), code="late")
    return row


def _run(actor: Actor, row: Workspace) -> Seat | None:
    return require(organisations.fresh(actor), "linkage.run", row).seat


def join_lane(
    *, actor: Actor, workspace_id: int, lane: str, body_id: int | None = None, person_id: int | None = None
) -> Party:
    """Bring a body, or a person, into a lane. Refused: "lane" (not in the template), "lane_kind", "party", "once"."""
    table = lanes.table()
    with transaction.atomic():
        row = _lock(workspace_id)
        seat = _run(actor, row)
        if lane not in table.templates[row.template].lanes:
            raise Refused(_("现在的联动里没有这一方。"), code="lane", field="lane")
        if (body_id is None) == (person_id is None):
            raise Refused(_("请选一个单位，或者一个人。"), code="party", field="body_id")
        if body_id is not None and organisations.body(body_id).kind not in table.lanes[lane].kinds:
            raise Refused(_("这个单位不是这一方的。"), code="lane_kind", field="body_id")
        here = Party.objects.filter(workspace=row, lane=lane, until=None).values_list("body_id", "person_id")
        if (body_id, person_id) in set(here):
            raise Refused(_("已经在里面了。"), code="once")
        made = Party(workspace=row, lane=lane, body_id=body_id, person_id=person_id, since=clock.now())
        made.save()
        _tell(row, PartyMoved(row.pk, made.pk, lane, True), actor, seat)
    return made


def leave_lane(*, actor: Actor, party_id: int) -> Party:
    """A party leaves; what it did stays. By who runs the workspace. Refused: "unknown", "denied"."""
    found = Party.objects.filter(pk=party_id, until=None).first()
    if found is None:
        raise Refused(_("没有这一方，或者已经离开了。"), code="unknown")
    with transaction.atomic():
        row = _lock(found.workspace_id)
        seat = _run(actor, row)
        found.until = max(clock.now(), found.since)
        found.save(update_fields=["until"])
        _tell(row, PartyMoved(row.pk, found.pk, found.lane, False), actor, seat)
    return found


def act_in_lane(*, actor: Actor, workspace_id: int, act: str, text: str) -> LaneAct:
    """Do something in one's own lane, and nowhere else. Refused: "unknown_act", "denied", "missing", "late"."""
    table = lanes.table()
    if act not in table.acts:
        raise Refused(_("请从清单里选做了什么。"), code="unknown_act", field="act")
    with transaction.atomic():
        row = _lock(workspace_id)
        actor = organisations.fresh(actor)
        parties = tuple(Party.objects.filter(workspace=row, until=None).order_by("pk"))
        seat = require(actor, "linkage.act", Stepping(row, parties, act)).seat
        own = {s.body_id for s in actor.seats}
        mine = next(
            p for p in parties
            if act in table.open_to(row.template, p.lane) and (p.body_id in own or p.person_id == actor.person_id)
        )  # fmt: skip
        made = LaneAct(
            workspace=row, party=mine, lane=mine.lane, act=act, text=clean(text, TEXT, "text"),
            by_id=person_of(actor), at=clock.now(),
        )  # fmt: skip
        made.save()
        _tell(row, LaneActed(row.pk, made.pk, mine.pk, mine.lane, act), actor, seat)
    return made


def switch_template(*, actor: Actor, workspace_id: int, template: str) -> Workspace:
    """Other lanes from now on; parties and acts stay as they are. Refused: "template", "same", "lane_in_use"."""
    table = lanes.table()
    if template not in table.templates:
        raise Refused(_("请从清单里选几方联动。"), code="template", field="template")
    with transaction.atomic():
        row = _lock(workspace_id)
        seat = _run(actor, row)
        if template == row.template:
            raise Refused(_("现在就是这样联动的。"), code="same", field="template")
        here = set(Party.objects.filter(workspace=row, until=None).values_list("lane", flat=True))
        if here - set(table.templates[template].lanes):
            raise Refused(_("还有一方不在新的联动里，请它先离开。"), code="lane_in_use", field="template")
        before, row.template, row.version = row.template, template, row.version + 1
        row.save()
        _tell(row, TemplateSwitched(row.pk, before, template), actor, seat)
    return row


def close_workspace(*, actor: Actor, workspace_id: int) -> Workspace:
    """It is over; everything stays to be read. Refused: "late", "denied"."""
    with transaction.atomic():
        row = _lock(workspace_id)
        seat = _run(actor, row)
        row.closed_at, row.version = max(clock.now(), row.opened_at), row.version + 1
        row.save()
        _tell(row, TemplateSwitched(row.pk, row.template, "closed"), actor, seat)
    return row


@checks_evidence(WORKSPACE)
def stands(about: Ref, project: Project, kind: str) -> str | None:
    """A workspace stands as evidence of its own project once every lane of its template has a party."""
    row = Workspace.objects.filter(pk=about.id, about_label="projects.project", about_id=project.pk).first()
    if row is None:
        return _("这个联动空间是别的项目的。")
    here = set(Party.objects.filter(workspace=row, until=None).values_list("lane", flat=True))
    missing = [key for key in lanes.table().templates[row.template].lanes if key not in here]
    return _("各方还没有到齐。") if missing else None
