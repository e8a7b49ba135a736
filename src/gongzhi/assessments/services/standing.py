"""How an organisation stands: the bars against it, and its stage from filing to registration."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.assessments import words
from gongzhi.assessments.events import BarLifted, BarNoted, StageReached
from gongzhi.assessments.lifecycle import STAGE
from gongzhi.assessments.models import Bar, Stage, StageStep
from gongzhi.assessments.permits import Office
from gongzhi.assessments.services.acts import line, today
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append

PAPER = 200


def _office(body_id: int) -> Office:
    body = organisations.bodies([body_id]).get(body_id)
    if body is None:
        raise Refused(_("没有这个组织，请再选。"), code="unknown")
    return Office(body_id, body.place.path)


def _about(body_id: int) -> Ref:
    return Ref("organisations.body", body_id)


def note_bar(*, actor: Actor, body_id: int, reason: str, paper: str, since: date | None = None) -> Bar:
    """Note why an organisation cannot be assessed, with the paper. Refused: "reason", "once", "future", "denied"."""
    day = since or today()
    if reason not in words.BARS:
        raise Refused(_("请选是哪种事由。"), code="reason", field="reason")
    if day > today():
        raise Refused(_("日子不能在今天以后。"), code="future", field="since")
    with transaction.atomic():
        seat = require(organisations.fresh(actor), "assessment.bar", _office(body_id)).seat
        if Bar.objects.filter(body_id=body_id, reason=reason, until__isnull=True).exists():
            raise Refused(_("这个事由已经记下了。"), code="once", field="reason")
        row = Bar(body_id=body_id, reason=reason, since=day, paper=line(paper, PAPER, "paper"))
        row.save()
        append(BarNoted(row.pk, body_id, reason, day.isoformat()), actor=actor, about=_about(body_id), seat=seat)
    return row


def lift_bar(*, actor: Actor, bar_id: int, paper: str) -> Bar:
    """The reason no longer stands, by this paper; from today on. Refused: "unknown", "stale", "denied"."""
    with transaction.atomic():
        row = Bar.objects.select_for_update().filter(pk=bar_id).first()
        if row is None:
            raise Refused(_("没有这条记录，请回到列表再选。"), code="unknown")
        seat = require(organisations.fresh(actor), "assessment.bar", _office(row.body_id)).seat
        if row.until is not None:
            raise Refused(_("已经消除了。"), code="stale")
        row.until, row.lifted_paper = today(), line(paper, PAPER, "paper")
        row.save()
        fact = BarLifted(row.pk, row.body_id, row.until.isoformat())
        append(fact, actor=actor, about=_about(row.body_id), seat=seat)
    return row


def file_body(*, actor: Actor, body_id: int, paper: str) -> Stage:
    """An organisation is filed: the first stage, by this paper. Refused("once") where it already was."""
    with transaction.atomic():
        seat = require(organisations.fresh(actor), "assessment.stage", _office(body_id)).seat
        if Stage.objects.filter(body_id=body_id).exists():
            raise Refused(_("这个组织已经备案了。"), code="once")
        row = Stage(body_id=body_id, since=today())
        row.save()
        _step(row, "file", "", line(paper, PAPER, "paper"), actor, seat)
    return row


def step_body(*, actor: Actor, body_id: int, name: str, paper: str, seen: int | None = None) -> Stage:
    """The next stage, by a paper that shows it; none is skipped. Refused: "stale", "missing", "unknown", "denied"."""
    with transaction.atomic():
        row = Stage.objects.select_for_update().filter(body_id=body_id).first()
        if row is None:
            raise Refused(_("这个组织还没有备案。"), code="unknown")
        step = next((one for one in STAGE.open_moves(row.stage) if one.name == name), None)
        if step is None or (seen is not None and seen != row.version):
            raise Refused(_("这个组织不在这一步。请看最新的情况，再决定。"), code="stale")
        seat = require(organisations.fresh(actor), step.permit, _office(body_id)).seat
        shown, source = line(paper, PAPER, "paper"), row.stage
        row.stage, row.since, row.version = step.target, today(), row.version + 1
        row.save()
        _step(row, name, source, shown, actor, seat)
    return row


def _step(row: Stage, name: str, source: str, paper: str, actor: Actor, seat: Seat | None) -> None:
    StageStep(
        stage=row, move=name, target=row.stage, paper=paper, by_id=actor.person_id, at=clock.now()
    ).save()  # fmt: skip
    fact = StageReached(row.body_id, name, source, row.stage)
    append(fact, actor=actor, about=_about(row.body_id), seat=seat)
