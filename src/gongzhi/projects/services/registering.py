"""Units and members check in to a community, claim needs, serve, are appraised; both hear what came of it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.event import Event
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.written import clean
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects.events.resources import (
    CheckedIn,
    CheckedOut,
    ClaimMoved,
    OrgRoleSet,
    RegisterBaseSet,
    ReportedBack,
)
from gongzhi.projects.models import Claim, Need, OrgRole, RegisterBase, Registration, ReportBack
from gongzhi.projects.permits.needs import Where
from gongzhi.projects.permits.resources import CheckIn
from gongzhi.projects.rules.claim_life import CLAIM
from gongzhi.projects.rules.report_back import checked
from gongzhi.projects.words import needs as need_words
from gongzhi.projects.words import resources as words
from gongzhi.record.services import append

LABEL = "projects.checkin"  # what a community's check-in is called on the record; its number is the place's


def _unknown() -> Refused:
    return Refused(_("没有这一条报到或者认领，请回到列表再选。"), code="unknown")


def check_in(
    *, actor: Actor, place_id: int, body_id: int, person_id: int | None = None, alliance: bool = False
) -> Registration:
    """A unit, or (with `person_id`) a member of it, checks in to a community. Twice is once. Refused("denied")."""
    place, kind = places.get(place_id), "member" if person_id else "unit"
    seat = require(organisations.fresh(actor), "register.check_in", CheckIn(place.path, body_id, person_id)).seat
    given = {"place": place, "kind": kind, "until": None} | (
        {"person_id": person_id} if person_id else {"body_id": body_id}
    )
    with transaction.atomic():
        found = Registration.objects.filter(**given).first()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                row = Registration.objects.create(
                    **{**given, "body_id": body_id, "person_id": person_id},
                    alliance=alliance and kind == "unit", since=clock.now(),
                )  # fmt: skip
        except IntegrityError:  # the same check-in came through another process a moment ago
            return Registration.objects.get(**given)
        append(CheckedIn(row.pk, place.pk, kind, body_id, row.alliance), actor=actor, about=_about(place.pk), seat=seat)
    return row


def check_out(*, actor: Actor, registration_id: int) -> Registration:
    """A check-in ends. Refused: "unknown", "denied"."""
    with transaction.atomic():
        row = Registration.objects.select_for_update(of=("self",)).select_related("place").filter(
            pk=registration_id, until=None
        ).first()  # fmt: skip
        if row is None:
            raise _unknown()
        wish = CheckIn(row.place.path, row.body_id, row.person_id)
        seat = require(organisations.fresh(actor), "register.check_in", wish).seat
        row.until = clock.now()
        row.save()
        fact = CheckedOut(row.pk, row.place_id, row.kind, row.body_id)
        append(fact, actor=actor, about=_about(row.place_id), seat=seat)
    return row


def set_base(*, actor: Actor, place_id: int, kind: str, many: int, paper: str, on: date | None = None) -> RegisterBase:
    """How many units or members should check in, by which list. Refused: "kind", "amount", "missing", "denied"."""
    place, day = places.get(place_id), on or clock.today().date()
    seat = require(organisations.fresh(actor), "register.keep", Where(place.path)).seat
    if kind not in words.REGISTRANTS:
        raise Refused(_("请选是单位还是党员。"), code="kind", field="kind")
    if many < 1:
        raise Refused(_("数量要大于 0。"), code="amount", field="many")
    with transaction.atomic():
        row = RegisterBase.objects.create(
            place=place, kind=kind, many=many, paper=clean(paper, 200, "paper"), on=day, at=clock.now()
        )
        _record(RegisterBaseSet(place.pk, kind, many, day.isoformat()), actor, place.pk, seat)
    return row


def _about(place_id: int) -> Ref:
    return Ref(LABEL, place_id)


def _record(event: Event, actor: Actor, place_id: int, seat: Any) -> None:
    append(event, actor=actor, about=_about(place_id), seat=seat)


# --- claims ---


def claim_need(*, actor: Actor, registration_id: int, need_id: int) -> Claim:
    """Whoever checked in takes a need on; nobody is ever assigned one. Refused: "unknown", "not_open", "denied"."""
    with transaction.atomic():
        registration = Registration.objects.select_related("place").filter(pk=registration_id, until=None).first()
        need = Need.objects.select_related("place").filter(pk=need_id).first()
        if registration is None or need is None:
            raise _unknown()
        seat = require(organisations.fresh(actor), "claim.serve", registration).seat
        if need.state not in ("listed", "planned") or not need.place.path.startswith(registration.place.path):
            raise Refused(_("请在报到的社区里，选一件还在清单上的需求。"), code="not_open")
        try:
            with transaction.atomic():
                row = Claim.objects.create(registration=registration, need=need, claimed_at=clock.now())
        except IntegrityError:
            raise Refused(_("这件您已经认领了。"), code="already") from None
        append(ClaimMoved(row.pk, need.pk, "claim", row.state), actor=actor, about=need.ref, seat=seat)
    return row


def move_claim(*, actor: Actor, claim_id: int, move: str, note: str = "", verdict: str = "") -> Claim:
    """Serve, judge, feed back or drop a claim. Refused: "unknown", "stale", "missing", "verdict", "denied"."""
    with transaction.atomic():
        row = Claim.objects.select_for_update(of=("self",)).select_related(
            "registration__place", "need__place"
        ).filter(pk=claim_id).first()  # fmt: skip
        if row is None:
            raise _unknown()
        step = next((m for m in CLAIM.open_moves(row.state) if m.name == move), None)
        if step is None:
            raise Refused(_("这一步刚有人办过，请看看最新的情况。"), code="stale")
        seat = require(organisations.fresh(actor), step.permit, row).seat
        if "note" in step.needs:
            row.note = clean(note, 300, "note")
        if "verdict" in step.needs:
            if verdict not in words.CLAIM_JUDGED:
                raise Refused(_("请选有没有帮上忙。"), code="verdict", field="verdict")
            row.verdict = verdict
        row.state, row.version = step.target, row.version + 1
        stamp = {"served": "served_at", "judged": "judged_at"}.get(row.state, "closed_at")
        setattr(row, stamp, clock.now())
        row.save()
        fact = ClaimMoved(row.pk, row.need_id, move, row.state, row.verdict)
        append(fact, actor=actor, about=row.need.ref, seat=seat)
    return row


# --- the report to a unit ---


def report_back(*, actor: Actor, place_id: int, body_id: int, since: date, until: date) -> ReportBack:
    """Tell a unit what its check-in to a community came to in a period [since, until): counts only, about no person.

    Refused: "period" (empty or not over yet), "already", "denied".
    """
    place = places.get(place_id)
    seat = require(organisations.fresh(actor), "register.keep", Where(place.path)).seat
    if not since < until <= clock.today().date():
        raise Refused(_("请写一段已经过去的日子。"), code="period", field="until")
    with transaction.atomic():
        if ReportBack.objects.filter(place=place, body_id=body_id, since=since, until=until).exists():
            raise Refused(_("这一段已经反馈过了。"), code="already")
        row = ReportBack.objects.create(
            place=place, body_id=body_id, since=since, until=until, at=clock.now(),
            data=checked(_counts(place.pk, body_id, since, until)),
        )  # fmt: skip
        fact = ReportedBack(row.pk, place.pk, body_id, since.isoformat(), until.isoformat())
        append(fact, actor=actor, about=_about(place.pk), seat=seat)
    return row


def _counts(place_id: int, body_id: int, since: date, until: date) -> dict[str, Any]:
    first, last = datetime.combine(since, time(), CHINA), datetime.combine(until, time(), CHINA)
    rows = Claim.objects.filter(registration__place_id=place_id, registration__body_id=body_id)
    registered = Registration.objects.filter(place_id=place_id, body_id=body_id, kind="member", since__lt=last)
    judged = Counter(rows.filter(judged_at__gte=first, judged_at__lt=last).values_list("verdict", flat=True))
    served = rows.filter(served_at__gte=first, served_at__lt=last)
    return {
        "since": since.isoformat(), "until": until.isoformat(),
        "registered": registered.exclude(until__lt=last).count(),
        "claimed": rows.filter(claimed_at__gte=first, claimed_at__lt=last).count(), "served": served.count(),
        "judged": sum(judged.values()), "helped": judged["helped"], "partly": judged["partly"], "not": judged["not"],
        "purposes": dict(Counter(served.values_list("need__purpose", flat=True))),
    }  # fmt: skip


# --- organisations between those who need and those who give ---


def set_org_role(*, actor: Actor, place_id: int, body_id: int, role: str, purpose: str, stands: bool = True) -> None:
    """An organisation stands at a place as support or hub for a purpose, or no longer. Refused: "role", "denied"."""
    place = places.get(place_id)
    seat = require(organisations.fresh(actor), "register.keep", Where(place.path)).seat
    if role not in words.ORG_ROLES or purpose not in need_words.PURPOSES:
        raise Refused(_("请选是支持型还是枢纽型，为了哪一类。"), code="role", field="role")
    given = {"place": place, "body_id": organisations.body(body_id).pk, "role": role, "purpose": purpose, "until": None}
    with transaction.atomic():
        there = OrgRole.objects.filter(**given)
        if there.exists() == stands:
            return
        if stands:
            OrgRole.objects.create(**given, since=clock.now())
        else:
            there.update(until=clock.now())
        _record(OrgRoleSet(body_id, place.pk, role, purpose, stands), actor, place.pk, seat)
