"""Facilities run by somebody else: register, agree by two persons, log when it stood open, let residents judge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects.events.partners import AgreementSettled, FacilityRated, FacilityRegistered, OpeningLogged
from gongzhi.projects.models import Agreement, Facility, FacilityRating, OpeningLog, Project
from gongzhi.projects.models.partners_facilities import AGREEMENT, DAY
from gongzhi.projects.permits.partners import Calling, Rating
from gongzhi.projects.rules.opening import BadLevel, read
from gongzhi.projects.services.project_acts import clean, person_of, today
from gongzhi.projects.services.project_checks import guards_builder
from gongzhi.projects.services.project_evidence import checks_evidence
from gongzhi.projects.words import partners as words
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook

NAME, WHERE, PAPER, MOST_LOGS = 60, 120, 120, 48


def _late() -> timedelta:
    """How far back an opening may still be noted."""
    return timedelta(days=rulebook.limit("facility.log_late", today()).amount)


def register_facility(*, actor: Actor, body_id: int, place_id: int, kind: str, name: str, where: str = "") -> Facility:
    """Put a facility on the list. Refused: "facility_kind", "missing", "denied"."""
    if kind not in words.FACILITIES:
        raise Refused(_("请从清单里选是哪种设施。"), code="facility_kind", field="kind")
    with transaction.atomic():
        place = places.get(place_id)
        seat = require(organisations.fresh(actor), "facility.register", Calling(body_id, place.path)).seat
        row = Facility(
            place_id=place_id, body_id=body_id, kind=kind, name=clean(name, NAME, "name"),
            where=" ".join(where.split())[:WHERE], at=clock.now(),
        )  # fmt: skip
        row.save()
        about = Ref("projects.facility", row.pk)
        append(FacilityRegistered(row.pk, body_id, kind), actor=actor, about=about, seat=seat)
    return row


def draw_agreement(
    *, actor: Actor, facility_id: int, operator_id: int, since: date, until: date, level: Mapping[str, Any],
    subsidy: int, paper: str, project_id: int | None = None, warn_days: int = 0,
) -> Agreement:  # fmt: skip
    """Draw up who runs it and what is promised; `warn_days` before its end both bodies are told that it ends.

    Refused: "level", "dates" (also a warning before the beginning), "own" (the owner), "once", "not_money".
    """
    try:
        read(level)
    except BadLevel as bad:
        raise Refused(_("开放时间写得不对：一天之内，从早到晚，不能重叠。"), code="level", field="level") from bad
    if until < since:
        raise Refused(_("结束的日子要在开始以后。"), code="dates", field="until")
    if not 0 <= warn_days <= (until - since).days:
        raise Refused(_("提醒的日子要在协议开始以后。"), code="dates", field="warn_days")
    if subsidy < 0:
        raise Refused(_("金额不能是负的。"), code="not_money", field="subsidy")
    with transaction.atomic():
        place = _facility(facility_id)
        seat = require(organisations.fresh(actor), "facility.run", place).seat
        if operator_id not in organisations.bodies([operator_id]):
            raise Refused(_("没有这个组织，请再选。"), code="unknown", field="operator_id")
        if operator_id == place.body_id:
            raise Refused(_("管设施的单位不能委托自己。"), code="own", field="operator_id")
        if Agreement.objects.filter(facility=place, state__in=("drawn", "running")).exists():
            raise Refused(_("这处设施已经有一份协议了。"), code="once")
        row = Agreement(
            facility=place, project_id=project_id, operator_id=operator_id, since=since, until=until,
            level=dict(level), subsidy=subsidy, paper=clean(paper, PAPER, "paper"), drawn_by_id=person_of(actor),
            drawn_at=clock.now(), warn_days=warn_days,
        )  # fmt: skip
        row.save()
        fact = AgreementSettled(row.pk, place.pk, operator_id, row.state)
        append(fact, actor=actor, about=row.ref, seat=seat)
    return row


def _facility(facility_id: int) -> Facility:
    row = Facility.objects.select_related("place").filter(pk=facility_id).first()
    if row is None:
        raise Refused(_("没有这处设施，请回到列表再选。"), code="unknown")
    return row


def _agreement(agreement_id: int) -> Agreement:
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("facility__place")
    row = rows.filter(pk=agreement_id).first()
    if row is None:
        raise Refused(_("没有这份协议，请回到列表再选。"), code="unknown")
    return row


def settle_agreement(*, actor: Actor, agreement_id: int, sign: bool) -> Agreement:
    """Sign or refuse it, as another person than who drew it up. Refused: "same_person", "related", "late"."""
    with transaction.atomic():
        row = _agreement(agreement_id)
        actor = organisations.fresh(actor)
        seat = require(actor, "facility.run", row.facility).seat
        if row.state != "drawn":
            raise Refused(_("这份协议已经定过了。"), code="late")
        if person_of(actor) == row.drawn_by_id:
            raise Refused(_("拟协议的和签协议的要是两个人。"), code="same_person")
        if any(s.body_id == row.operator_id for s in actor.seats):
            raise Refused(_("您在运营单位里有岗位，不能签这份协议。"), code="related")
        row.state = "running" if sign else "refused"
        row.signed_by_id, row.signed_at = person_of(actor), clock.now()
        row.save()
        fact = AgreementSettled(row.pk, row.facility_id, row.operator_id, row.state)
        append(fact, actor=actor, about=row.ref, seat=seat)
    return row


def log_opening(*, actor: Actor, agreement_id: int, day: date, start: int, end: int, kind: str = "open") -> OpeningLog:
    """From which to which minute of the day it stood open (the operator), or was found shut (who owns it).

    Only added, within a week. Refused: "minutes", "day" (to come, over a week ago, outside the term), "late", "denied".
    """
    if kind not in words.LOGS or not 0 <= start < end <= DAY:
        raise Refused(_("时间要在一天之内，从早到晚。"), code="minutes", field="start")
    with transaction.atomic():
        row = _agreement(agreement_id)
        thing = row if kind == "open" else row.facility
        actor = organisations.fresh(actor)
        seat = require(actor, "facility.log" if kind == "open" else "facility.run", thing).seat
        if row.state not in ("running", "ended"):  # its last days may still be noted within the week
            raise Refused(_("协议还没有生效，或者到期了。"), code="late")
        if not max(row.since, today() - _late()) <= day <= min(row.until, today()):
            raise Refused(_("只能记协议期内、最近七天的。"), code="day", field="day")
        minute_now = clock.today().hour * 60 + clock.today().minute
        if day == today() and end > minute_now:
            raise Refused(_("还没有到的时间不能记。"), code="minutes", field="end")
        if OpeningLog.objects.filter(agreement=row, day=day).count() >= MOST_LOGS:
            raise Refused(_("这一天记得太多了。"), code="many")
        made = OpeningLog(
            agreement=row, day=day, kind=kind, start=start, end=end, by_id=person_of(actor), at=clock.now()
        )
        made.save()
        fact = OpeningLogged(row.pk, made.pk, day.isoformat(), kind, start, end)
        append(fact, actor=actor, about=row.ref, seat=seat)
    return made


def rate_facility(*, actor: Actor, agreement_id: int, mark: str) -> FacilityRating:
    """A resident says how the facility is, once a quarter; the last word counts. Refused: "mark", "denied"."""
    if mark not in words.RATINGS:
        raise Refused(_("请选好、一般还是不好。"), code="mark", field="mark")
    with transaction.atomic():
        row = _agreement(agreement_id)
        actor = organisations.fresh(actor)
        require(actor, "facility.rate", Rating(row))
        if row.state != "running":
            raise Refused(_("协议还没有生效，或者到期了。"), code="late")
        day = today()
        quarter = f"{day.year}Q{(day.month + 2) // 3}"
        made, _new = FacilityRating.objects.update_or_create(
            agreement=row, person_id=person_of(actor), quarter=quarter, defaults={"mark": mark, "at": clock.now()}
        )
        append(FacilityRated(row.pk, quarter), actor=actor, about=row.ref)
    return made


@checks_evidence(AGREEMENT)
def stands(about: Ref, project: Project, kind: str) -> str | None:
    """An agreement stands as evidence of its own project, once two persons have agreed to it."""
    row = Agreement.objects.filter(pk=about.id).first()
    if row is None or row.project_id != project.pk or row.state != "running":
        return _("这份协议还没有签，或者是别的项目的。")
    return None


@guards_builder("outsourcing")
def may_run(project: Project, body_id: int | None) -> str | None:
    """Somebody in the register, and not the body that answers for the project itself."""
    if body_id is None:
        return _("运营单位要先在组织名册里登记。")
    return _("管设施的单位不能委托自己。") if body_id == project.body_id else None
