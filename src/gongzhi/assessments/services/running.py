"""Run an assessment: open it, compute the grade, publish it, look again on appeal, put it in force."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.assessments.events import (
    AppealSettled,
    AssessmentAppealed,
    AssessmentGraded,
    AssessmentMoved,
    AssessmentOpened,
)
from gongzhi.assessments.models import Appeal, Assessment, Check, Grading, Scheme
from gongzhi.assessments.permits import Office
from gongzhi.assessments.rules.grading import valid_until
from gongzhi.assessments.rules.scheme import read
from gongzhi.assessments.selectors import compute, standing_bars, waiting
from gongzhi.assessments.services.acts import Act, line, move, person_of, today
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append

CLOCK = system("assessments.clock")
WORDS = 2000


def open_assessment(
    *, actor: Actor, body_id: int, scheme_id: int, period: tuple[date, date], by_body_id: int | None = None
) -> Assessment:
    """Begin to assess an organisation under a published scheme for a period (both days included).

    Refused: "denied", "barred" while a bar of the scheme stands, "once" for a second one of the period, "period".
    """
    since, until = period
    if until < since:
        raise Refused(_("时段的最后一天要在第一天以后。"), code="period", field="until")
    body = organisations.bodies([body_id]).get(body_id)
    with transaction.atomic():
        scheme = Scheme.objects.filter(pk=scheme_id).first()
        if body is None or scheme is None:
            raise Refused(_("没有这个组织或这个方案，请再选。"), code="unknown")
        office = Office(body_id, body.place.path, by_body_id)
        seat = require(organisations.fresh(actor), "assessment.open", office).seat
        by_body = seat.body_id if seat else by_body_id
        if by_body is None:
            raise Refused(_("请写明由哪个单位来评。"), code="missing", field="by_body")
        _no_bar(scheme, body_id)
        same = Assessment.objects.filter(body_id=body_id, scheme=scheme, since=since).exclude(state="stopped")
        if same.exists():
            raise Refused(_("这个时段已经在评了。"), code="once", field="since")
        row = Assessment(
            body_id=body_id, by_body_id=by_body, place_id=body.place_id, scheme=scheme, since=since, until=until,
            opened_at=clock.now(),
        )  # fmt: skip
        row.save()
        days = (since.isoformat(), until.isoformat())
        append(AssessmentOpened(row.pk, body_id, by_body, scheme.pk, *days), actor=actor, about=row.ref, seat=seat)
    return row


def _no_bar(scheme: Scheme, body_id: int) -> None:
    bars = {bar.reason for bar in standing_bars(body_id, today())} & set(read(scheme.content).bars)
    if bars:
        raise Refused(_("有不能参评的事由还没有消除，现在不能开始。"), code="barred")


def _compute(act: Act) -> Grading:
    """Work the grade out from what is confirmed now, keep the working, and copy its outcome."""
    result, mark = compute(act.row, today())
    number = Grading.objects.filter(assessment=act.row).count() + 1
    made = Grading(
        assessment=act.row, number=number, grade=result.grade, points=result.points, result=result.as_data(),
        digest=mark, at=clock.now(),
    )  # fmt: skip
    made.save()
    act.row.grade, act.row.points = result.grade, result.points
    act.record(AssessmentGraded(act.row.pk, result.grade, result.points, number, mark, act.row.state))
    return made


def grade(*, actor: Actor, assessment_id: int, seen: int | None = None) -> Grading:
    """Compute the grade; nobody can type one. Refused("waiting") while evidence is unchecked."""
    with move(actor, assessment_id, "grade", seen) as act:
        left = waiting(act.row.pk)
        if left:
            raise Refused(_("还有 %(n)d 份证明没有核对。") % {"n": left}, code="waiting")
        made = _compute(act)
    return made


def reopen(*, actor: Actor, assessment_id: int, reason: str, seen: int | None = None) -> Assessment:
    """Back to gathering before anything was published, with a reason."""
    with move(actor, assessment_id, "reopen", seen, reason=reason) as act:
        act.row.reason = line(reason, 300, "reason")
        act.record(_moved(act, "reopen"))
    return act.row


def _moved(act: Act, name: str, until: str = "") -> AssessmentMoved:
    return AssessmentMoved(act.row.pk, name, act.source, act.row.state, until)


def _show(act: Act) -> str:
    """A notice of the scheme's days from today on; the start day is not counted."""
    act.row.noticed_at = clock.now()
    act.row.notice_until = today() + timedelta(days=read(act.row.scheme.content).notice_days)
    return act.row.notice_until.isoformat()


def notice(*, actor: Actor, assessment_id: int, seen: int | None = None) -> Assessment:
    """Show the grade with all its working to everybody; appeals are open for as long."""
    with move(actor, assessment_id, "notice", seen) as act:
        act.record(_moved(act, "notice", _show(act)))
    return act.row


def appeal(*, actor: Actor, assessment_id: int, text: str, seen: int | None = None) -> Appeal:
    """The organisation asks for another look within the notice: evidence opens again.

    Refused: "late" after the notice, "too_many" past the scheme's number.
    """
    with move(actor, assessment_id, "appeal", seen, text=text) as act:
        row = act.row
        if row.notice_until is not None and today() > row.notice_until:
            raise Refused(_("公示已经结束，过了申请复核的时间。"), code="late")
        before = Appeal.objects.filter(assessment=row).count()
        if before >= read(row.scheme.content).appeals:
            raise Refused(_("复核的次数用完了。"), code="too_many")
        made = Appeal(
            assessment=row, number=before + 1, text=line(text, WORDS, "text"), by_id=person_of(actor),
            raised_at=clock.now(),
        )  # fmt: skip
        made.save()
        act.record(AssessmentAppealed(row.pk, made.pk))
    return made


def settle_appeal(*, actor: Actor, assessment_id: int, reply: str, seen: int | None = None) -> Appeal:
    """Answer the open appeal: computed again from the evidence as it now stands, and noticed anew.

    The outcome is not typed either: upheld when grade or points changed, else rejected. Refused: "waiting" while
    evidence is unchecked, "same_person" for whoever confirmed evidence of this assessment.
    """
    with move(actor, assessment_id, "settle", seen, reply=reply) as act:
        row = act.row
        person = person_of(actor)
        if Check.objects.filter(evidence__assessment=row, by_id=person).exists():
            raise Refused(_("核对过证明的人不能答复复核，请换一个人。"), code="same_person")
        if waiting(row.pk):
            raise Refused(_("还有证明没有核对，核对完再答复。"), code="waiting")
        open_one = Appeal.objects.select_for_update().get(assessment=row, outcome="open")
        before = (row.grade, row.points)
        made = _compute(act)
        open_one.outcome = "upheld" if (made.grade, made.points) != before else "rejected"
        open_one.reply, open_one.settled_by_id = line(reply, WORDS, "reply"), person
        open_one.settled_at = clock.now()
        open_one.save()
        act.record(AppealSettled(row.pk, open_one.pk, open_one.outcome))
        act.record(_moved(act, "settle", _show(act)))
    return open_one


def put_in_force(*, actor: Actor, assessment_id: int, seen: int | None = None) -> Assessment:
    """After the notice the grade stands for the scheme's years. Refused("early"), "barred", "not_reproduced"."""
    with move(actor, assessment_id, "put_in_force", seen) as act:
        row = act.row
        if row.notice_until is None or today() <= row.notice_until:
            raise Refused(_("公示期还没有过。"), code="early")
        result, mark = compute(row, today())
        last = Grading.objects.filter(assessment=row).order_by("-number").first()
        if last is None or (last.digest, row.grade) != (mark, result.grade):
            raise Refused(_("现在再算，和公示的不一样，请先查清。"), code="not_reproduced")
        row.in_force_from = today()
        row.valid_until = valid_until(today(), read(row.scheme.content).valid_years)
        act.record(_moved(act, "put_in_force", row.valid_until.isoformat()))
    return row


def stop(*, actor: Actor, assessment_id: int, reason: str, seen: int | None = None) -> Assessment:
    """Not to be finished, with a reason; before anything was published."""
    with move(actor, assessment_id, "stop", seen, reason=reason) as act:
        act.row.reason = line(reason, 300, "reason")
        act.record(_moved(act, "stop"))
    return act.row
