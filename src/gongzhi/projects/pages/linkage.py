"""Shared workspaces on the desk: the lanes with their parties, what each did, and one's own lane to act in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from gongzhi.cases import selectors as cases
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import address, desk
from gongzhi.projects import selectors, services
from gongzhi.projects.models import Party, Workspace
from gongzhi.projects.pages import partners_forms as asked
from gongzhi.projects.pages.partners_gate import Said, asking, link, needs
from gongzhi.projects.permits.partners import Calling, Stepping
from gongzhi.projects.rules import lanes
from gongzhi.projects.selectors import partners

OPEN = Said(
    gettext_lazy("开一个联动空间"), gettext_lazy("请各方进来，一方只做自己那一份。"), gettext_lazy("空间开好了。")
)
JOIN = Said(gettext_lazy("请一方进来"), gettext_lazy("进来以后就能看、能记自己做了什么。"), gettext_lazy("请进来了。"))
ACT = Said(
    gettext_lazy("记下我这一方做了什么"), gettext_lazy("记下以后不能改，各方都看得到。"), gettext_lazy("记下了。")
)
SWITCH = Said(gettext_lazy("换几方联动"), gettext_lazy("做过的、来过的都不变。"), gettext_lazy("几方联动换好了。"))
LEAVE = Said(gettext_lazy("请这一方离开"), gettext_lazy("做过的都留着。"), gettext_lazy("记下了。"))
CLOSE = Said(gettext_lazy("结束这个联动空间"), gettext_lazy("结束以后只能看。"), gettext_lazy("结束了。"), final=True)


def english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def named(one: lanes.Named) -> str:
    """A line of the table in the reader's language."""
    return one.name_en if english() else one.name


def seen(actor: Actor, workspace_id: int) -> Workspace:
    """The workspace, for those who may see it; else 404, or 403 with the reason."""
    row = partners.workspace(workspace_id)
    if row is None:
        raise Http404
    needs(actor, "linkage.see", row)
    return row


@desk(gettext_lazy("这里给参加的各方看。"))
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The workspaces in which the reader has a part."""
    table = lanes.table()
    rows = [{"row": row, "template": named(table.templates[row.template])} for row in partners.workspaces_of(actor)]
    return render(request, "projects/linkages.html", {"rows": rows})


@desk(gettext_lazy("这里给参加的各方看。"))
def one(request: HttpRequest, actor: Actor, workspace_id: int) -> HttpResponse:
    """One workspace: every lane of its template, who walks there, what they may do and did."""
    row, table = seen(actor, workspace_id), lanes.table()
    parties = partners.parties_of(row.pk)
    open_now = row.closed_at is None
    runs = open_now and bool(may(actor, "linkage.run", row))
    context = {
        "row": row, "template": named(table.templates[row.template]), "runs": runs,
        "lanes": [
            {"name": named(table.lanes[key]), "acts": [named(table.acts[act]) for act in table.lanes[key].acts],
             "parties": [p for p in parties if p.lane == key]}
            for key in table.templates[row.template].lanes
        ],
        "done": [{"row": act, "act": named(table.acts[act.act]), "lane": named(table.lanes[act.lane])}
                 for act in partners.acts_in(row.pk)],
        "acts": _acts(row, parties, actor, runs), "about": _about(row),
    }  # fmt: skip
    return render(request, "projects/linkage.html", context)


def _acts(row: Workspace, parties: list[Party], actor: Actor, runs: bool) -> list[dict[str, Any]]:
    bar = []
    if row.closed_at is None and mine(row, parties, actor):
        bar.append(link(ACT.label, reverse("linkage_act", args=[row.pk]), "pencil", "filled"))
    if runs:
        bar += [
            link(JOIN.label, reverse("linkage_join", args=[row.pk]), "person-plus"),
            link(SWITCH.label, reverse("linkage_switch", args=[row.pk]), "diagram-3"),
            link(CLOSE.label, reverse("linkage_close", args=[row.pk]), "lock", "final"),
        ]
    return bar


def mine(row: Workspace, parties: list[Party], actor: Actor) -> list[str]:
    """The acts that the actor may do here."""
    wish = tuple(parties)
    return [key for key in lanes.table().acts if may(actor, "linkage.act", Stepping(row, wish, key))]


def _about(row: Workspace) -> str:
    names = {"cases.case": "work_matter", "projects.project": "project"}
    return address(names[row.about_label], row.about_id)


@desk()
def new(request: HttpRequest, actor: Actor, about: str, about_id: int) -> HttpResponse:
    """Share a case or a project."""
    label = {"case": "cases.case", "project": "projects.project"}.get(about)
    matter: Any = cases.case(actor, about_id) if about == "case" else selectors.project(about_id) if label else None
    if label is None or matter is None or matter.place is None:
        raise Http404
    seat = next((s for s in actor.seats if may(actor, "linkage.open", Calling(s.body_id, matter.place.path))), None)
    needs(actor, "linkage.open", Calling(seat.body_id if seat else 0, matter.place.path))
    form = asked.WorkspaceForm(request.POST or None, english=english())

    def do(given: dict[str, Any]) -> str:
        row = services.open_workspace(
            actor=actor, about=Ref(label, about_id), body_id=seat.body_id if seat else 0, place_id=matter.place_id,
            **given,
        )  # fmt: skip
        return reverse("linkage", args=[row.pk])

    return asking(request, form, do, OPEN, reverse("linkages"))


def _run(actor: Actor, workspace_id: int) -> Workspace:
    row = seen(actor, workspace_id)
    needs(actor, "linkage.run", row)
    return row


@desk()
def join(request: HttpRequest, actor: Actor, workspace_id: int) -> HttpResponse:
    """Bring a body into a lane."""
    row, table = _run(actor, workspace_id), lanes.table()
    ways = [(key, named(table.lanes[key])) for key in table.templates[row.template].lanes]
    kinds = {kind for key, _name in ways for kind in table.lanes[key].kinds}
    bodies = {
        b.pk: b for b in [*organisations.bodies_at(row.place, kinds), *organisations.bodies_within(row.place, kinds)]
    }
    form = asked.PartyForm(request.POST or None, ways=ways, bodies=list(bodies.values()))

    def do(given: dict[str, Any]) -> None:
        body_id = int(given["body_id"])
        services.join_lane(actor=actor, workspace_id=row.pk, lane=given["lane"], body_id=body_id)

    return asking(request, form, do, JOIN, reverse("linkage", args=[row.pk]))


@desk()
def leave(request: HttpRequest, actor: Actor, workspace_id: int, party_id: int) -> HttpResponse:
    """A party leaves."""
    row = _run(actor, workspace_id)
    if party_id not in {party.pk for party in partners.parties_of(row.pk)}:
        raise Http404
    back = reverse("linkage", args=[row.pk])
    return asking(
        request, None, lambda given: services.leave_lane(actor=actor, party_id=party_id) and None, LEAVE, back
    )


@desk(gettext_lazy("这里给参加的各方看。"))
def act(request: HttpRequest, actor: Actor, workspace_id: int) -> HttpResponse:
    """Do something in one's own lane."""
    row, table = seen(actor, workspace_id), lanes.table()
    keys = mine(row, partners.parties_of(row.pk), actor)
    form = asked.LaneForm(request.POST or None, acts=[(key, named(table.acts[key])) for key in keys])

    def do(given: dict[str, Any]) -> None:
        services.act_in_lane(actor=actor, workspace_id=row.pk, **given)

    return asking(request, form, do, ACT, reverse("linkage", args=[row.pk]))


@desk()
def switch(request: HttpRequest, actor: Actor, workspace_id: int) -> HttpResponse:
    """Three, four or five parties; nothing else changes."""
    row = _run(actor, workspace_id)
    form = asked.SwitchForm(request.POST or None, english=english(), initial={"template": row.template})

    def do(given: dict[str, Any]) -> None:
        services.switch_template(actor=actor, workspace_id=row.pk, **given)

    return asking(request, form, do, SWITCH, reverse("linkage", args=[row.pk]))


@desk()
def close(request: HttpRequest, actor: Actor, workspace_id: int) -> HttpResponse:
    """It is over."""
    row = _run(actor, workspace_id)
    back = reverse("linkage", args=[row.pk])
    return asking(
        request, None, lambda given: services.close_workspace(actor=actor, workspace_id=row.pk) and None, CLOSE, back
    )
