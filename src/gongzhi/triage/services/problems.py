"""Every move of a recurring problem: lock, look up, ask, change, set the clock, write one fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append, link
from gongzhi.rulebook import selectors as rulebook
from gongzhi.triage import permits as permits  # declares the powers
from gongzhi.triage.events import ProblemFound, ProblemMoved
from gongzhi.triage.lifecycle import DUTIES, PROBLEM
from gongzhi.triage.models import Problem, ProblemWord

DESKS = ("residents_committee", "service_station", "street_office")
TITLE = 60
_LIMITS = {"review": "problem.review_limit", "plan": "problem.plan_limit", "solve": "problem.plan_limit"}


@dataclass
class Change:
    """A move in the making: what is changed, by whom, with which inputs, and what is said about it."""

    problem: Problem
    step: Move
    seat: Seat | None
    actor: Actor
    given: dict[str, Any]
    now: datetime
    source: str
    saying: list[tuple[str, str]] = field(default_factory=list)

    def say(self, kind: str, text: object) -> None:
        """Words that go with this move."""
        if str(text or "").strip():
            self.saying.append((kind, str(text).strip()))


def about(problem: Problem) -> Ref:
    """How the record names a problem."""
    return Ref("triage.problem", problem.pk)


def lock_problem(problem_id: int) -> Problem:
    """The problem under a lock, with its places. Refused("unknown")."""
    rows = Problem.objects.select_for_update(of=("self",)).select_related("street", "community")
    found = rows.filter(pk=problem_id).first()
    if found is None:
        raise Refused(_("没有这个问题，请回到列表再选。"), code="unknown")
    return found


def unchanged(problem: Problem, seen: int | None) -> Problem:
    """The problem, when it is still as the actor saw it (None: whatever it is). Refused("stale")."""
    if seen is not None and seen != problem.version:
        raise _stale()
    return problem


def _stale() -> Refused:
    return Refused(_("这个问题刚有人动过，您看到的不是最新的。请看最新的情况，再决定。"), code="stale")


def limit(name: str) -> Limit:
    """A time limit in force today."""
    return rulebook.limit(name, clock.today().date())


def move_problem(*, actor: Actor, problem_id: int, move: str, seen: int | None = None, **given: Any) -> Problem:
    """Make one move. `seen` is the version that the actor looked at; two at once: one wins, the other is told.

    Refused: "stale", "denied" (with the reason), "missing" with the field, and what the move itself asks.
    """
    with transaction.atomic():
        problem = _locked(problem_id, given.get("into"))
        actor = organisations.fresh(actor)
        step = next((m for m in PROBLEM.open_moves(problem.state) if m.name == move), None)
        if step is None or (seen is not None and seen != problem.version):
            raise _stale()
        answer = require(actor, step.permit, problem)
        for need in step.needs:
            if given.get(need) in (None, "", (), []):
                raise Refused(_("还缺一项，请补上再送。"), code="missing", field=need)
        change = Change(problem, step, answer.seat, actor, given, clock.now(), problem.state)
        problem.state = step.target
        problem.version += 1
        _EFFECTS.get(move, _nothing)(change)
        _settle(change)
    return problem


def _locked(problem_id: int, beside: Any) -> Problem:
    """Two equals are locked in the order of their numbers, so that two acts cannot wait for each other."""
    if beside:
        pair = sorted({problem_id, int(beside)})
        list(Problem.objects.select_for_update().filter(pk__in=pair).order_by("pk").values_list("pk", flat=True))
    return lock_problem(problem_id)


def _settle(change: Change) -> None:
    problem = change.problem
    problem.save()
    set_clock(problem, change.actor, change.given.get("due"), anew=change.step.name == "plan")
    into = problem.into_id
    fact = ProblemMoved(problem.pk, change.step.name, change.source, problem.state, problem.lead_id, into)
    append(fact, actor=change.actor, about=about(problem), seat=change.seat)
    body = change.seat.body_id if change.seat else None
    ProblemWord.objects.bulk_create(
        ProblemWord(problem=problem, kind=kind, text=text, body_id=body, at=change.now) for kind, text in change.saying
    )


def desk_of(problem: Problem) -> int | None:
    """The body whose desk looks at what the machine found: the community's, or the street's where it spans several."""
    area = problem.community or problem.street
    there = organisations.bodies_for(DESKS, area)
    wanted = DESKS if problem.community_id else DESKS[-1:]
    return next((there[kind].pk for kind in wanted if kind in there), None)


def set_clock(problem: Problem, actor: Actor, due: datetime | None = None, *, anew: bool = False) -> None:
    """One duty runs in every open state, none in a closed one."""
    kind = DUTIES.get(problem.state)
    ref = about(problem)
    for duty in list(duties_read.open_of(ref)):
        if duty.kind == kind and not anew:
            return
        duties.discharge(about=ref, kind=duty.kind, body_id=duty.body_id, actor=actor)
    if kind is None:
        return
    owner = desk_of(problem) if problem.state == "found" else problem.lead_id
    rule = "problem.quiet" if problem.state == "watched" else _LIMITS[kind]
    duties.open_duty(kind=kind, about=ref, body_id=owner, limit=limit(rule), due_at=due, actor=actor)


def open_problem(problem: Problem, actor: Actor) -> Problem:
    """Write a problem that was found, with its clock and its fact; inside the caller's transaction."""
    problem.state = PROBLEM.start
    problem.save()
    fact = ProblemFound(problem.pk, problem.street_id, problem.community_id, problem.people)
    append(fact, actor=actor, about=about(problem))
    set_clock(problem, actor)
    return problem


# --- what each move changes ---


def _nothing(change: Change) -> None:
    """A move that only changes the state."""


def clean_title(title: str) -> str:
    """One line of a title. Refused("too_long")."""
    line = " ".join(str(title).split())
    if not line:
        raise Refused(_("请写一个别人一看就懂的题目。"), code="missing", field="title")
    if len(line) > TITLE:
        raise Refused(_("题目最多 60 个字。"), code="too_long", field="title")
    return line


def _confirm(change: Change) -> None:
    problem, title = change.problem, clean_title(change.given["title"])
    problem.named_by_hand = problem.named_by_hand or title != problem.title
    problem.title = title
    lead = organisations.body(int(change.given["lead"]))
    area = problem.community or problem.street
    if not any(lead.pk == body.pk for body in organisations.bodies_at(area)):
        raise Refused(_("请选管这个地方的单位来牵头。"), code="unknown_body", field="lead")
    problem.lead, problem.confirmed_at = lead, change.now


def _dismiss(change: Change) -> None:
    change.say("reason", change.given["reason"])


def _join(change: Change) -> None:
    problem = change.problem
    into = Problem.objects.filter(pk=int(change.given["into"])).first()
    if into is None or into.pk == problem.pk or not PROBLEM.is_open(into.state) or into.street_id != problem.street_id:
        raise Refused(_("请选同一个街道里还没了结的另一个问题。"), code="cannot_join", field="into")
    if Problem.objects.filter(into=problem).exists():
        raise Refused(_("这个问题里还并着别的，请把它作为主的。"), code="cannot_join", field="into")
    problem.into = into
    link(about(problem), about(into), "joined")


def _part(change: Change) -> None:
    change.problem.into = None


def _plan(change: Change) -> None:
    due = change.given["due"]
    if due <= change.now:
        raise Refused(_("办好的日子要在今天以后。"), code="past", field="due")
    change.problem.plan_due = due
    change.say("plan", change.given["plan"])


def _progress(change: Change) -> None:
    change.say("progress", change.given["note"])


def _finish(change: Change) -> None:
    change.problem.finished_at = change.now
    change.say("finish", change.given["note"])


def _recur(change: Change) -> None:
    change.problem.finished_at = None


_EFFECTS: dict[str, Callable[[Change], None]] = {
    "confirm": _confirm,
    "dismiss": _dismiss,
    "join": _join,
    "part": _part,
    "plan": _plan,
    "progress": _progress,
    "finish": _finish,
    "recur": _recur,
}
