"""Say what is wanted and move it along: one act, one fact; a need is never dropped without a reason in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.written import clean
from gongzhi.mandates import selectors as mandates
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects.events.needs import HouseholdsAsked, NeedChanged, NeedMoved, NeedRaised
from gongzhi.projects.models import Asking, Need, NeedWord
from gongzhi.projects.permits.needs import Where
from gongzhi.projects.rules.excluded import exclusion
from gongzhi.projects.rules.need_life import NEED
from gongzhi.projects.rules.times import whole
from gongzhi.projects.services.needs_people import behind
from gongzhi.projects.words import needs as words
from gongzhi.record.services import append, link

TITLE = 60
LONGEST = 5000
ORIGINS = {
    "cases.case": "case",
    "triage.problem": "problem",
    "deliberation.topic": "request",
    "deliberation.decision": "decision",
}


@dataclass
class Change:
    """A move in the making: the need under its lock, who acts by which seat, the inputs, and what is said with it."""

    need: Need
    step: Move
    actor: Actor
    seat: Seat | None
    given: dict[str, Any]
    now: datetime
    source: str
    saying: list[tuple[str, str]] = field(default_factory=list)


def one_line(text: object) -> str:
    """One line of a title. Refused("missing"), Refused("too_long")."""
    return clean(" ".join(str(text or "").split()), TITLE, "title")


def lock_need(need_id: int) -> Need:
    """The need under a lock, with its place. Refused("unknown")."""
    found = Need.objects.select_for_update(of=("self",)).select_related("place").filter(pk=need_id).first()
    if found is None:
        raise unknown()
    return found


def unknown() -> Refused:
    """There is no such need."""
    return Refused(_("没有这件需求，请回到清单再选。"), code="unknown")


def raise_need(
    *, actor: Actor, place_id: int, title: str, text: str = "", purpose: str, source: Ref | None = None,
    origin: str = "", matter: str = "", ordered: bool = False, people: Sequence[int] = (), size: int = 0,
    times: Sequence[Sequence[int]] = (),
) -> Need:  # fmt: skip
    """Say a need. From a desk of the place, or a named part of the system, it is on the list at once; from anybody else
    it waits for the desk. `people` are ids of those who want it (supporters of an application, reporters of a case);
    whoever says it without a seat stands behind it as well.

    Refused: "purpose", "origin", "missing", "too_long", "already" (its source has a need), "excluded" (an application
    about what the law or an order settles, with the ground), "bad_times".
    """
    place, origin = places.get(place_id), origin or _origin(actor, source)
    if purpose not in words.PURPOSES:
        raise Refused(_("请选一类：这件事是为了什么。"), code="purpose", field="purpose")
    if origin not in words.SOURCES:
        raise Refused(_("请选从哪里来的。"), code="origin", field="origin")
    if origin == "request":
        _check_open(matter, ordered)
    answer = require(actor, "need.raise", Where(place.path))
    sure = bool(answer.seat) or bool(actor.part)
    owner = organisations.body_for("residents_committee", place)
    need = Need(
        place=place, body=owner, title=one_line(title), text=str(text or "").strip()[:LONGEST], purpose=purpose,
        matter=matter, origin=origin, source_label=source.label if source else "",
        source_id=source.id if source else None, state="listed" if sure else NEED.start,
        raised_by_id=None if actor.part or answer.seat else actor.person_id, raised_at=clock.now(),
        size=max(0, size), times=_times(times),
    )  # fmt: skip
    with transaction.atomic():
        _insert(need)
        if source is not None:
            link(source, need.ref, "wanted")
        fact = NeedRaised(need.pk, place.pk, purpose, origin, str(source) if source else "")
        append(fact, actor=actor, about=need.ref, seat=answer.seat)
        behind(need, [*([need.raised_by_id] if need.raised_by_id else []), *people], actor, answer.seat)
    return need


def _origin(actor: Actor, source: Ref | None) -> str:
    if source is not None:
        return ORIGINS.get(source.label, "staff")
    return "staff" if actor.is_staff or actor.part else "resident"


def _check_open(matter: str, ordered: bool) -> None:
    known = mandates.matter(matter) if matter else None
    found = exclusion(matter, known.group if known else "", ordered=ordered)
    if found is not None:
        text = _("这件事不走居民申请：%(what)s，依据：%(ground)s。请直接反映，会转给有权的单位。")
        raise Refused(
            text % {"what": words.EXCLUDED[found.why], "ground": found.ground}, code="excluded", field="matter"
        )


def _times(given: Sequence[Sequence[int]]) -> list[list[int]]:
    try:
        return [list(pair) for pair in whole(given)]
    except ValueError:
        raise Refused(_("时间没看懂：请写从几点到几点，后一个要晚些。"), code="bad_times", field="times") from None


def _insert(need: Need) -> None:
    try:
        with transaction.atomic():
            need.save()
    except IntegrityError as error:
        raise Refused(_("这件事已经在需求清单上了，不用再提。"), code="already") from error


def move_need(*, actor: Actor, need_id: int, move: str, seen: int | None = None, **given: Any) -> Need:
    """Make one move of a need. `seen` is the version that the actor looked at; two at once: one wins.

    Refused: "stale", "denied" (with the reason), "missing" with the field, "not_later" (a day that is over).
    """
    with transaction.atomic():
        return step(actor=actor, need=lock_need(need_id), move=move, seen=seen, **given)


def step(*, actor: Actor, need: Need, move: str, seen: int | None = None, **given: Any) -> Need:
    """The same, on a need that is locked already."""
    actor = organisations.fresh(actor)
    found = next((m for m in NEED.open_moves(need.state) if m.name == move), None)
    if found is None or (seen is not None and seen != need.version):
        raise Refused(_("这件需求刚有人动过，请看最新的情况，再决定。"), code="stale")
    answer = require(actor, found.permit, need)
    for name in found.needs:
        if given.get(name) in (None, ""):
            raise Refused(_("还缺一项，请补上再送。"), code="missing", field=name)
    change = Change(need, found, actor, answer.seat, given, clock.now(), need.state)
    need.state, need.version = found.target, need.version + 1
    _EFFECTS.get(move, _nothing)(change)
    _settle(change)
    return need


def _settle(change: Change) -> None:
    need = change.need
    need.closed_at = None if NEED.is_open(need.state) else change.now
    need.save()
    for name in ("reason", "ground"):
        if change.given.get(name):
            change.saying.append((name, clean(change.given[name], LONGEST, name)))
    body = change.seat.body_id if change.seat else None
    NeedWord.objects.bulk_create(
        NeedWord(need=need, kind=kind, text=text, body_id=body, at=change.now) for kind, text in change.saying
    )
    fact = NeedMoved(need.pk, change.step.name, change.source, need.state, need.into_id, need.project)
    append(fact, actor=change.actor, about=need.ref, seat=change.seat)


def _nothing(change: Change) -> None:
    """A move that only changes the state."""


def _put_off(change: Change) -> None:
    until = change.given["until"]
    if not isinstance(until, date) or until <= clock.today().date():
        raise Refused(_("请写今天以后的一个日子，到了那天再看。"), code="not_later", field="until")
    change.need.until = until


def _back(change: Change) -> None:
    change.need.until = None
    change.need.project = None


def _plan(change: Change) -> None:
    change.need.project = int(change.given["project"])
    change.need.until = None
    link(change.need.ref, Ref("projects.project", change.need.project), "wanted")


_EFFECTS: dict[str, Callable[[Change], None]] = {
    "put_off": _put_off,
    "take_back": _back,
    "unplan": _back,
    "reopen": _back,
    "plan": _plan,
}


# --- doors for projects ---


def plan_needs(*, actor: Actor, need_ids: Sequence[int], project_id: int) -> list[Need]:
    """These needs became a project. Refused("stale") when one of them is not on the list, "denied"."""
    with transaction.atomic():
        return [step(actor=actor, need=lock_need(pk), move="plan", project=project_id) for pk in sorted(set(need_ids))]


def unplan_needs(*, actor: Actor, project_id: int, reason: str) -> list[Need]:
    """The project was dropped: its needs are on the list again, with the reason."""
    with transaction.atomic():
        ids = Need.objects.filter(project=project_id, state="planned").order_by("pk").values_list("pk", flat=True)
        return [step(actor=actor, need=lock_need(pk), move="unplan", reason=reason) for pk in list(ids)]


def meet_needs(*, actor: Actor, project_id: int) -> list[Need]:
    """The project is finished and judged: its needs are met."""
    with transaction.atomic():
        ids = Need.objects.filter(project=project_id, state="planned").order_by("pk").values_list("pk", flat=True)
        return [step(actor=actor, need=lock_need(pk), move="meet") for pk in list(ids)]


# --- what the desk adds ---


def change_need(*, actor: Actor, need_id: int, purpose: str = "", title: str = "", size: int | None = None) -> Need:
    """The desk says what a need is for, in one clear line, and how much of it is wanted. Refused as in raising."""
    with transaction.atomic():
        need = lock_need(need_id)
        seat = require(organisations.fresh(actor), "need.sort", need).seat
        if purpose and purpose not in words.PURPOSES:
            raise Refused(_("请选一类：这件事是为了什么。"), code="purpose", field="purpose")
        need.purpose = purpose or need.purpose
        need.title = one_line(title) if title else need.title
        need.size = need.size if size is None else max(0, size)
        need.version += 1
        need.save()
        append(NeedChanged(need.pk, need.purpose), actor=actor, about=need.ref, seat=seat)
    return need


def note_asking(*, actor: Actor, need_id: int, asked: int, want: int, way: str, on: date | None = None) -> Asking:
    """Households were asked: how many, how many want it, by which way. Refused: "counts", "way", "future", "denied"."""
    day = on or clock.today().date()
    if way not in words.ASKED_BY:
        raise Refused(_("请选是怎么问的。"), code="way", field="way")
    if asked < 1 or not 0 <= want <= asked:
        raise Refused(_("要的户数不能多过问的户数，问的户数至少是 1。"), code="counts", field="want")
    if day > clock.today().date():
        raise Refused(_("日子还没到，请写问的那一天。"), code="future", field="on")
    with transaction.atomic():
        need = lock_need(need_id)
        seat = require(organisations.fresh(actor), "need.sort", need).seat
        row = Asking.objects.create(
            need=need, asked=asked, want=want, way=way, on=day, body_id=seat.body_id if seat else None, at=clock.now()
        )
        append(HouseholdsAsked(need.pk, asked, want, way), actor=actor, about=need.ref, seat=seat)
    return row


def return_needs() -> int:
    """Needs that were put off until a day that has come are on the list again; returns how many."""
    due = Need.objects.filter(state="later", until__lte=clock.today().date()).order_by("pk")
    many = 0
    for pk in list(due.values_list("pk", flat=True)):
        move_need(actor=Actor(part="projects.clock"), need_id=pk, move="take_back")
        many += 1
    return many
