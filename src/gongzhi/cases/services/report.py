"""Taking in what somebody reports: checked, routed, clocked and on the record in one transaction."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.cases import words
from gongzhi.cases.codes import code_key, new_code
from gongzhi.cases.events import CaseNoted, CaseReported
from gongzhi.cases.lifecycle import DUTIES
from gongzhi.cases.models import Case, Holding, Word
from gongzhi.cases.rules import desks
from gongzhi.cases.search import index_case
from gongzhi.cases.selectors.limits import limit, stage_limit
from gongzhi.cases.services.engine import about, lock_case
from gongzhi.duties import services as duties
from gongzhi.duties.selectors import due_of
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.permit import may, require
from gongzhi.mandates import selectors as mandates
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.selectors import fresh
from gongzhi.people import services as people
from gongzhi.places import selectors as places
from gongzhi.record.services import append, gathered, insert
from gongzhi.rulebook import selectors as rulebook

USUAL_TIER = "7d"


@dataclass(frozen=True)
class NewCase:
    """What somebody reports, as it was typed. `key` makes sending twice harmless; `reporter_id` or a telephone says
    who speaks when a helper takes it in; nothing is needed from a resident but the words and the place."""

    text: str
    place_id: int | None
    intake: str = "help"
    matter: str = ""
    where: str = ""
    channel: str = "web"
    key: str | None = None
    phone: str = ""
    name: str = ""
    reporter_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    place: Any = None  # the row of `place_id` where the caller has just read it


@dataclass(frozen=True)
class Receipt:
    """The case and the code to follow it by; the code is shown now and can never be read again from the tables."""

    case: Case
    code: str
    again: bool = False


def report_case(*, actor: Actor | None, new: NewCase) -> Receipt:
    """Take in one matter. `actor` None: a resident without an account.

    Refused: "empty", "too_long", "no_place", "unknown_matter", "unknown_kind", "denied" (a helper outside the area).
    Sending the same `key` again gives the receipt of the first sending.
    """
    said = _checked(new)
    code = new_code(new.key)
    try:
        with transaction.atomic():
            return Receipt(_take_in(actor, new, said, code), code)
    except (IntegrityError, Refused):
        # The table itself keeps a key from being taken twice, so the first sending pays for no look-up.
        earlier = Case.objects.filter(key=new.key).first() if new.key else None
        if earlier is None:
            raise
        if _of_another(actor, new, said, earlier):
            return report_case(actor=actor, new=replace(new, key=None if new.channel == "web" else uuid4().hex))
        return Receipt(earlier, code, again=True)


def _of_another(actor: Actor | None, new: NewCase, said: str, earlier: Case) -> bool:
    """Whether the key is another sender's: it opens nothing to this one, and what is said now is taken in by itself.

    A key that a helper or an import used opens nothing to a browser. A helper is led to the matter of another's key
    only if it says the same and is one that the helper may see anyway.
    """
    if new.channel == "web":
        return earlier.channel != "web"
    if actor is None or actor.part or earlier.helper_id == actor.person_id:
        return False
    return earlier.text != said or not may(actor, "case.see", earlier)


def _clean(text: str) -> str:
    """The words as typed, without control characters (new lines stay)."""
    kept = (c for c in unicodedata.normalize("NFC", text) if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def checked_text(text: str) -> str:
    """The words as they will be kept. Refused: "empty", "too_long" with the length that is too much."""
    said = _clean(text)
    most = rulebook.number("report.max_chars", clock.today().date())
    if len(said) < 2:
        raise Refused(_("请写下是什么事，一句话就行。"), code="empty", field="text")
    if len(said) > most:
        raise Refused(
            _("写了 %(n)d 个字，最多 %(most)d 个。请删短一些，写的都还在。") % {"n": len(said), "most": most},
            code="too_long",
            field="text",
        )
    return said


def _checked(new: NewCase) -> str:
    text = checked_text(new.text)
    if new.intake not in words.INTAKE_KINDS:
        raise Refused(_("请选一种：咨询、求助、投诉、举报、建议。"), code="unknown_kind", field="intake")
    if new.channel not in words.CHANNELS:
        raise Refused(_("没有这个受理渠道。"), code="unknown_channel", field="channel")
    if new.matter and mandates.matter(new.matter) is None:
        raise Refused(_("责任清单里没有这个事项，请从清单里选，或选“不知道”。"), code="unknown_matter", field="matter")
    return text


def _take_in(actor: Actor | None, new: NewCase, text: str, code: str) -> Case:
    place = _place(new)
    helper: int | None = None
    seat: Seat | None = None
    if actor is None:
        reporter = people.reporter(phone=new.phone, name=new.name).pk
        actor = Actor(person_id=reporter)
    elif new.channel == "web":
        reporter = actor.person_id or 0
    else:
        if not actor.part:
            actor = fresh(actor)
            seat = require(actor, "case.take_in", place).seat
        helper = actor.person_id
        reporter = new.reporter_id or people.reporter(phone=new.phone, name=new.name).pk
    return _open(
        actor, seat, place, text, code, new.matter,
        intake=new.intake, channel=new.channel, where=_clean(new.where)[:200], key=new.key,
        reporter_id=reporter, helper_id=helper, lon=new.lon, lat=new.lat,
    )  # fmt: skip


def _place(new: NewCase) -> Any:
    if new.place_id is None:
        raise Refused(_("请写在哪里，比如“3 栋 2 单元楼梯”。"), code="no_place", field="place")
    place = new.place if new.place is not None and new.place.pk == new.place_id else places.get(new.place_id)
    if place.level not in _PLACED:
        raise Refused(_("请选到社区、小区或楼栋。"), code="no_place", field="place")
    return place


_PLACED = (
    "street", "community", "big_grid", "mid_grid", "small_grid", "estate", "building", "unit", "household",
)  # fmt: skip


def _desk(place: Any, intake: str) -> int:
    """Whose desk sorts a matter of unknown type at this place; its class decides (row E13). One query."""
    kinds = desks(intake)
    there = organisations.bodies_for(kinds, place)
    found = next((there[kind] for kind in kinds if kind in there), None)
    if found is None:
        raise Refused(_("这个地方还没有登记社区，请选别的地方或打电话。"), code="no_place", field="place")
    return found.pk


def _open(actor: Actor, seat: Seat | None, place: Any, text: str, code: str, matter: str, **more: Any) -> Case:
    """Route, write the case with its holder and clocks, and its fact."""
    now, today = clock.now(), clock.today().date()
    ids = places.level_ids(place)
    if matter:
        found = mandates.route(matter, place, today)
        state, holder, level = "filed", found.body.pk, found.rung
        tier, clause = found.matter.tier, f"{matter}:{found.rung}"
    else:
        holder = _desk(place, more["intake"])
        state, level, tier, clause = "sorting", "community", USUAL_TIER, ""
    case = Case(
        text=text, place=place, matter=matter, tier=tier, state=state, level=level, holder_id=holder,
        community_id=ids.get("community"), street_id=ids.get("street"),
        reported_at=now, code_key=code_key(code), **more,
    )  # fmt: skip
    clocks = [duties.NewDuty(kind, _limit(case, kind), holder) for kind in DUTIES[state]]
    case.due_at = due_of(clocks[-1].limit, now)  # when the holder must have answered (or sorted)
    insert([case])
    insert([Holding(case=case, body_id=holder, level=level, since=now)])
    index_case(case)
    with gathered():
        duties.open_duties(about=about(case), plans=clocks, at=now, actor=actor)
        fact = CaseReported(
            case.pk, case.intake, case.channel, matter, tier, place.pk, case.community_id, case.street_id,
            state, level, holder, case.part_of_id, clause,
        )  # fmt: skip
        append(fact, actor=actor, about=about(case), seat=seat)
    return case


def _limit(case: Case, kind: str) -> Limit:
    """How long the clock of this kind runs in the first state."""
    return stage_limit(case) if kind == "solve" else limit("case.accept_limit")


def open_part(case: Case, matter: str, text: str, actor: Actor, seat: Seat | None) -> Case:
    """One part of a divided case, routed by its own matter; it has no reporter of its own to judge it."""
    return _open(
        actor, seat, case.place, _clean(text), new_code(None), matter,
        intake=case.intake, channel=case.channel, where=case.where, reporter_id=case.reporter_id,
        helper_id=actor.person_id, part_of=case,
    )  # fmt: skip


def add_words(*, actor: Actor, case_id: int, text: str, sight: str = "parties") -> Word:
    """Add something: the reporter for all who handle it, staff for the parties or ("staff") among themselves."""
    said = _clean(text)
    if not said:
        raise Refused(_("还没有写字。"), code="empty", field="text")
    with transaction.atomic():
        case = lock_case(case_id)
        actor = fresh(actor)
        answer = require(actor, "case.note", case)
        if sight not in ("parties", "staff") or (sight == "staff" and answer.seat is None):
            raise Refused(_("请选谁能看到。"), code="unknown_sight", field="sight")
        body = answer.seat.body_id if answer.seat else None
        word = Word.objects.create(case=case, kind="note", text=said, sight=sight, body_id=body, at=clock.now())
        fact = append(CaseNoted(case.pk, word.pk, sight), actor=actor, about=about(case), seat=answer.seat)
        word.fact_id = fact.pk
        word.save(update_fields=["fact_id"])
    return word
