"""Propose a project and move it along: one act, one fact; no step is skipped and no way back is silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects.events.projects import NeedAnswered, ProjectMoved, ProjectProposed
from gongzhi.projects.lifecycle import PROJECT
from gongzhi.projects.models import Project, ProjectNeed, ProjectWord
from gongzhi.projects.permits.projects import Proposing
from gongzhi.projects.services.needs import meet_needs, plan_needs, unplan_needs
from gongzhi.projects.services.project_acts import Act, clean, due, lock_project, stale, today
from gongzhi.projects.services.project_acts import act_on as act_on
from gongzhi.projects.services.project_checks import ready, within_cap
from gongzhi.projects.services.project_clock import set_clock
from gongzhi.projects.services.project_evidence import add_evidence as add_evidence
from gongzhi.projects.services.project_money import give_back_money, reserve_money
from gongzhi.projects.services.project_panels import failed, passed, solved
from gongzhi.projects.services.project_work import clear_all
from gongzhi.projects.words import projects as words
from gongzhi.record.services import append, link

TITLE, REASON = 60, 600
CLOCK = system("projects.clock")


def propose(
    *, actor: Actor, place_id: int, body_id: int, kind: str, title: str, text: str = "", purpose: str = "",
    estimate_fen: int = 0, needs: Sequence[int] = (), about: Ref | None = None,
) -> Project:  # fmt: skip
    """Propose a project from needs that are on the list; `about` is the matter that it comes from (lineage).

    Refused: "unknown_kind", "no_need", "cap", "denied", "missing", and what planning a need refuses.
    """
    if kind not in words.KINDS:
        raise Refused(_("请从清单里选是哪一类项目。"), code="unknown_kind", field="kind")
    place = places.get(place_id)
    actor = organisations.fresh(actor)
    seat = require(actor, "project.propose", Proposing(body_id, place.path)).seat
    answered = sorted(set(needs))
    if not answered:
        raise Refused(_("项目要从需求来，请至少选一条需求。"), code="no_need", field="needs")
    if estimate_fen < 0:
        raise Refused(_("金额不能是负的。"), code="not_money", field="estimate")
    within_cap(kind, estimate_fen)
    now = clock.now()
    with transaction.atomic():
        project = Project.objects.create(
            kind=kind, place=place, body_id=body_id, need_id=answered[0], title=clean(title, TITLE, "title"),
            text=text.strip(), purpose=purpose, estimate=estimate_fen, proposed_at=now, state_since=now,
            proposed_by_id=actor.person_id,
        )  # fmt: skip
        ProjectNeed.objects.bulk_create(ProjectNeed(project=project, need_id=pk, at=now) for pk in answered)
        plan_needs(actor=actor, need_ids=answered, project_id=project.pk)
        fact = ProjectProposed(project.pk, kind, place.pk, body_id, tuple(answered), estimate_fen)
        append(fact, actor=actor, about=project.ref, seat=seat)
        if about is not None:
            link(about, project.ref, "proposed")
        set_clock(project, actor)
    return project


def add_need(*, actor: Actor, project_id: int, need_id: int) -> ProjectNeed:
    """Let the project answer one more need, until it is built. Refused: what planning a need refuses."""
    with act_on(actor, project_id, "project.run", "collected", "deliberated", "fixed", "noticed") as act:
        plan_needs(actor=act.actor, need_ids=[need_id], project_id=project_id)
        row = ProjectNeed.objects.create(project=act.project, need_id=need_id, at=act.now)
        act.record(NeedAnswered(project_id, need_id))
    return row


def move(*, actor: Actor, project_id: int, move: str, seen: int | None = None, **given: Any) -> Project:
    """Make one move of the lifecycle. `seen` is the version that the actor looked at.

    Inputs: fix: cost (fen; the estimate without it), promised_end (date), fund_id and purpose (money is then reserved
    here); start: planned_end (date); ways back and drop: reason; repair: reason, planned_end.
    Refused: "stale", "skipped" (not from this state), "denied", "missing", and what `project_checks.ready` refuses.
    """
    with transaction.atomic():
        project = lock_project(project_id)
        actor = organisations.fresh(actor)
        if seen is not None and seen != project.version:
            raise stale()
        step = next((m for m in PROJECT.open_moves(project.state) if m.name == move), None)
        if step is None:
            said = _("现在是“%(now)s”，一步也不能跳过。") % {"now": words.STATES[project.state]}
            raise Refused(said, code="skipped")
        seat = require(actor, step.permit, project).seat
        for need in step.needs:
            if given.get(need) in (None, "", (), []):
                raise Refused(_("还缺一项，请补上再送。"), code="missing", field=need)
        act = Act(project, actor, seat, clock.now(), step, given)
        _PREPARE.get(move, _nothing)(act)
        ready(act, move)
        _EFFECTS.get(move, _nothing)(act)
        _settle(act)
    return project


def close_judged(project_id: int) -> None:
    """The time for verdicts is over: the clock closes the project, unless it has moved on."""
    found = Project.objects.filter(pk=project_id, state="judging", verdict_until__lte=clock.now()).first()
    if found is not None:
        move(actor=CLOCK, project_id=project_id, move="close")


def _settle(act: Act) -> None:
    project, step = act.project, act.step
    assert step is not None
    source, project.state, project.state_since = project.state, step.target, act.now
    project.version += 1
    if not PROJECT.is_open(project.state):
        project.ended_at = act.now
    project.save()
    if "reason" in step.needs:
        text = clean(act.given["reason"], REASON, "reason")
        ProjectWord.objects.create(project=project, move=step.name, text=text, body_id=act.body_id, at=act.now)
    act.record(ProjectMoved(project.pk, step.name, source, project.state))
    set_clock(project, act.actor)


# --- what each move changes ---


def _nothing(act: Act) -> None:
    """A move that only changes the state."""


def _promise(act: Act) -> None:
    """What it will cost, by when; the money is reserved now unless that was done before."""
    project, given = act.project, act.given
    cost = given.get("cost")
    project.promised_cost = project.estimate if cost is None else int(cost)
    if project.promised_cost < 0:
        raise Refused(_("金额不能是负的。"), code="not_money", field="cost")
    within_cap(project.kind, project.promised_cost)
    project.promised_end = given.get("promised_end")
    if given.get("fund_id") and project.promised_cost:
        reserve_money(act, int(given["fund_id"]), str(given.get("purpose") or project.purpose), project.promised_cost)


def _fix(act: Act) -> None:
    act.project.fixed_at, act.project.fixed_by_id = act.now, act.actor.person_id


def _notice(act: Act) -> None:
    act.project.noticed_at, act.project.notice_until = act.now, due("project.notice", act.now)


def _start(act: Act) -> None:
    project = act.project
    project.started_at, project.planned_end = act.now, act.given["planned_end"]
    project.promised_end = project.promised_end or project.planned_end


def _hand_in(act: Act) -> None:
    act.project.handed_in_at = act.now


def _pass(act: Act) -> None:
    passed(act)
    project = act.project
    project.accepted_at = act.now
    project.verdict_from = due("project.verdict_after", act.now)
    project.verdict_until = due("project.verdict_window", project.verdict_from)


def _repair(act: Act) -> None:
    if act.given["planned_end"] < today():
        raise Refused(_("完工的日子要在今天以后。"), code="past", field="planned_end")
    act.project.planned_end = act.given["planned_end"]


def _close(act: Act) -> None:
    """Its needs are met; or on the list again, where most of those who spoke say that it solved nothing."""
    given: dict[str, Any] = {"actor": act.actor, "project_id": act.project.pk}
    if solved(act):
        meet_needs(**given)
    else:
        unplan_needs(reason=_("做完以后，多数人说没解决问题。"), **given)


def _talk_again(act: Act) -> None:
    give_back_money(act)
    project = act.project
    project.noticed_at = project.notice_until = project.promised_end = None


def _drop(act: Act) -> None:
    give_back_money(act)
    clear_all(act)
    unplan_needs(actor=act.actor, project_id=act.project.pk, reason=clean(act.given["reason"], REASON, "reason"))


_PREPARE: dict[str, Callable[[Act], None]] = {"fix": _promise}
_EFFECTS: dict[str, Callable[[Act], None]] = {
    "fix": _fix,
    "notice": _notice,
    "start": _start,
    "hand_in": _hand_in,
    "pass": _pass,
    "redo": failed,
    "repair": _repair,
    "close": _close,
    "talk_again": _talk_again,
    "drop": _drop,
}
