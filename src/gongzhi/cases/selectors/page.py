"""What a matter page says: its six stages, who has it until when, who had it before, and what this person may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef

from gongzhi.cases import words
from gongzhi.cases.lifecycle import CASE, JUDGING, STAGE, UNDOS
from gongzhi.cases.models import Call, Case, Holding, Judgement, Photo, Plan
from gongzhi.cases.selectors.lists import seen_by
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import may
from gongzhi.organisations import selectors as organisations
from gongzhi.record.selectors import Kept


@dataclass(frozen=True)
class Stage:
    """One of the six stages for the stage bar: `status` is done, now, next or skipped."""

    number: int
    name: object
    means: object
    status: str


def stages(case: Case) -> list[Stage]:
    """The six stages of this case, in order. Whistle and joint solving are skipped where the holder solved it alone."""
    here = STAGE[case.primary.state] if case.state == "merged" and case.primary else STAGE[case.state]
    return [Stage(n, name, words.STAGE_MEANS[n], _status(case, n, here)) for n, name in words.STAGES.items()]


def _status(case: Case, number: int, here: int) -> str:
    if number == here and case.is_open:
        return "now"
    if number in (3, 5) and not case.whistled:
        # Until the answer a whistle can still come; afterwards it was not needed.
        return "next" if case.is_open and case.state != "answered" else "skipped"
    if number < here or (not case.is_open and case.state in ("solved", "explained")):
        return "done"
    return "skipped" if not case.is_open else "next"


@dataclass(frozen=True)
class Holder:
    """Who answered for a case from when to when."""

    body_id: int
    name: str
    level: str
    since: datetime
    until: datetime | None


_HELD = Kept(lambda number: Holding.objects.filter(case_id=number).select_related("body").order_by("id"))


def holders_of(case: Case) -> list[Holder]:
    """Everybody who ever held the case, without a gap (row E12)."""
    return [Holder(r.body_id, r.body.name, r.level, r.since, r.until) for r in _HELD(number=case.pk)]


@dataclass(frozen=True)
class Promise:
    """The one sentence of a matter: who has it now, until when, and what happens if that passes."""

    state: str
    body_id: int
    body: str
    phone: str
    due_at: datetime | None
    overdue: bool
    then: str  # rise, judge, remind or nothing


def promise(case: Case) -> Promise:
    """Who has the case now, until when, what then."""
    body = case.holder
    then = "nothing"
    if case.state == "answered":
        then = "judge"
    elif case.is_open:
        then = "rise" if case.level != "district" and case.state not in ("sorting", "split") else "remind"
    return Promise(case.state, body.pk, body.name, body.phone, case.due_at, case.overdue, then)


@dataclass(frozen=True)
class OpenMove:
    """A move that this person may make now."""

    move: Move
    label: object
    judged: bool


def moves_open(actor: Actor, case: Case) -> list[OpenMove]:
    """Exactly the moves that this actor may make on this case now; the buttons are drawn from it.

    Taking back is offered beside the message of the act itself (selectors.undo), for as long as it is fresh.
    """
    if actor.part:
        return []
    found = []
    for move in CASE.open_moves(case.state):
        if move.name not in UNDOS and may(actor, move.permit, case):
            found.append(OpenMove(move, words.MOVES[move.name], move.name in JUDGING))
    return found


_ROW = Kept(
    lambda number: Case.objects.filter(pk=number).select_related("place", "holder", "offered_to", "primary", "part_of")
)
# What hangs on a case, by the name under which Django knows it.
_HUNG: dict[str, Kept] = {
    "calls": Kept(lambda number: Call.objects.filter(case_id=number).select_related("body", "whistler")),
    "photos": Kept(lambda number: Photo.objects.filter(case_id=number)),
    "judgements": Kept(lambda number: Judgement.objects.filter(case_id=number)),
    "plans": Kept(lambda number: Plan.objects.filter(case_id=number)),
    "parts": Kept(lambda number: Case.objects.filter(part_of_id=number).select_related("holder").order_by("id")),
    "followers": Kept(lambda number: Case.objects.filter(primary_id=number).order_by("id")),
}


def _hangs(model: type[Model], column: str) -> Exists:
    return Exists(model._default_manager.filter(**{column: OuterRef("pk")}))


# In the order of _HUNG. Most cases have none of these: one question for all of them saves a question for each.
_ANY = Kept(
    lambda number: Case.objects.filter(pk=number).values_list(
        _hangs(Call, "case_id"),
        _hangs(Photo, "case_id"),
        _hangs(Judgement, "case_id"),
        _hangs(Plan, "case_id"),
        _hangs(Case, "part_of_id"),
        _hangs(Case, "primary_id"),
    )
)


def with_file(case_id: int) -> Case:
    """The case with everything that its page shows: two statements, and one for each kind of thing that hangs on it.

    Raises Case.DoesNotExist.
    """
    found = _filed(case_id)
    if found is None:
        raise Case.DoesNotExist
    return found


def file_for(actor: Actor, case_id: int) -> Case:
    """What `with_file` gives, if the actor may see it. Refused: "unknown" for none, "denied" with the reason."""
    return seen_by(actor, _filed(case_id))


def _filed(case_id: int) -> Case | None:
    found: Case | None = next(iter(_ROW(number=case_id)), None)
    if found is not None:
        for (name, read), any_there in zip(_HUNG.items(), _ANY(number=case_id)[0], strict=True):
            _hang(found, name, read(number=case_id) if any_there else [])
    return found


def _hang(case: Case, name: str, rows: list[Any]) -> None:
    """As a prefetch would: `case.photos.all()` and the like ask no more."""
    there = getattr(case, name).all()
    there._result_cache, there._prefetch_done = rows, True
    case.__dict__.setdefault("_prefetched_objects_cache", {})[name] = there


def bodies_to_offer(case: Case) -> list[Any]:
    """The bodies at the case's place and above it that could take it: for handing on, deciding and whistling."""
    found = organisations.bodies_at(case.place)
    return [body for body in found if body.pk != case.holder_id]
