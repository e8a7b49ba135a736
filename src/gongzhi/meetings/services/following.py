"""Resolutions: made with an owner and a day, reported, checked; each is a duty until it is carried out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.event import Event
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.meetings.events import ResolutionMade, ResolutionMoved, ResolutionReported
from gongzhi.meetings.lifecycle import RESOLUTION
from gongzhi.meetings.models import Item, Meeting, Motion, Resolution
from gongzhi.meetings.rules.orders import BALLOT, NO
from gongzhi.meetings.selectors.orders import orders
from gongzhi.meetings.services import acting
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append, link
from gongzhi.rulebook import selectors as rulebook


def about(resolution: Resolution) -> Ref:
    """How the record names a resolution."""
    return Ref("meetings.resolution", resolution.pk)


def add_resolution(
    *, actor: Actor, item_id: int, text: str, owner_id: int, due: datetime | None = None, kind: str = "decision",
    motion_id: int | None = None, basis: Ref | None = None,
) -> Resolution:  # fmt: skip
    """Say who carries out what by when; it becomes a duty of the owner.

    A "decision" rests on a motion of this item that was carried, or (where hands do not decide) on `basis`, for example
    a certified vote; an "opinion" is passed on to be answered. Refused: "cannot_decide" where a meeting only hears;
    "ballot_needed"; "not_carried"; "unlisted"; "past"; "once" for a second resolution on the same motion.
    """
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_item(item_id))
        office = acting.may_run(actor, meeting)
        item = Item.objects.get(pk=item_id)
        _in_session(meeting, basis)
        motion = _ground(meeting, item, kind, motion_id, basis)
        now = clock.now()
        if due is not None and due <= now:
            raise Refused(_("办好的日子要在今天以后。"), code="past", field="due")
        limit = _limit("meeting.resolution.default")
        ref = item.about or meeting.about
        made = Resolution(
            meeting=meeting, item=item, motion=motion, kind=kind, text=acting.line(text, acting.TEXT, "text"),
            owner=organisations.body(owner_id), basis=str(basis or ""), made_at=now,
            about_label=ref.label if ref else "", about_id=ref.id if ref else None,
            due_at=due or duties_read.due_of(limit, now),
        )  # fmt: skip
        made.save()
        append(_made(made), actor=actor, about=about(made), seat=office)
        link(acting.about(meeting), about(made), "resolution")
        duties.open_duty(
            kind="carry_out", about=about(made), body_id=owner_id, limit=limit, due_at=made.due_at, actor=actor
        )
    return made


def _made(row: Resolution) -> ResolutionMade:
    matter, due = str(row.about or ""), row.due_at.isoformat()
    return ResolutionMade(row.pk, row.meeting_id, row.kind, row.owner_id, due, matter)


def _limit(name: str) -> Limit:
    return rulebook.limit(name, clock.today().date())


def _in_session(meeting: Meeting, basis: Ref | None) -> None:
    """While it is open, or after it before the minutes are drafted; a ballot's result may come later."""
    if meeting.state in ("open", "closed") or (basis is not None and meeting.opened_at is not None):
        return
    if meeting.opened_at is None:
        raise Refused(_("会还没有开，没有决议。"), code="stale")
    raise Refused(_("记录已经写好，不能再往里加决议。"), code="stale")


def _ground(meeting: Meeting, item: Item, kind: str, motion_id: int | None, basis: Ref | None) -> Motion | None:
    if kind == "opinion":
        return None
    if kind != "decision":
        raise Refused(_("请写明是决议还是意见。"), code="kind_unknown", field="kind")
    if not item.listed:
        raise Refused(_("通知里没有这件事，只能记下，留到下次会上表决。"), code="unlisted")
    decides = orders(meeting.orders).decides
    if decides == NO:
        raise Refused(_("这种会只听意见，不能形成决议；可以记成意见。"), code="cannot_decide", field="kind")
    if decides != BALLOT:
        return _carried(item, motion_id)
    if basis is None:
        raise Refused(_("这件事要按面积和户数投票，不能在会上举手定。"), code="ballot_needed")
    return None


def _carried(item: Item, motion_id: int | None) -> Motion:
    motion = Motion.objects.filter(pk=motion_id, item=item, state="passed").first() if motion_id else None
    if motion is None:
        raise Refused(_("决议要有一条表决通过的议案。"), code="not_carried", field="motion")
    if Resolution.objects.filter(motion=motion).exists():
        raise Refused(_("这一条已经写成决议了。"), code="once", field="motion")
    return motion


def report_resolution(*, actor: Actor, resolution_id: int, text: str, seen: int | None = None) -> Resolution:
    """The owner says that it is carried out, and how; the convening body has to check."""
    with transaction.atomic():
        row = _lock(resolution_id, seen)
        row.report, row.reported_at = acting.line(text, acting.TEXT, "text"), clock.now()
        late = row.reported_at > row.due_at
        _move(row, "report", actor, ResolutionReported(row.pk, row.meeting_id, late))
        duties.discharge(about=about(row), kind="carry_out", actor=actor)
        check = _limit("meeting.resolution.check")
        duties.open_duty(kind="review", about=about(row), body_id=row.meeting.body_id, limit=check, actor=actor)
    return row


def confirm_resolution(*, actor: Actor, resolution_id: int, seen: int | None = None) -> Resolution:
    """The convening body went and saw: it is done."""
    with transaction.atomic():
        row = _lock(resolution_id, seen)
        row.ended_at = clock.now()
        _move(row, "confirm", actor, ResolutionMoved(row.pk, row.meeting_id, "confirm", "done"))
        duties.discharge(about=about(row), kind="review", actor=actor)
    return row


def send_back_resolution(*, actor: Actor, resolution_id: int, reason: str, seen: int | None = None) -> Resolution:
    """It is not done: the owner's clock runs on to the day that it had, never a fresh one."""
    with transaction.atomic():
        row = _lock(resolution_id, seen)
        row.reason, row.reported_at = acting.line(reason, 200, "reason"), None
        _move(row, "send_back", actor, ResolutionMoved(row.pk, row.meeting_id, "send_back", "open"))
        duties.discharge(about=about(row), kind="review", actor=actor)
        ended = [d.pk for d in duties_read.of(about(row)) if d.kind == "carry_out" and d.state != "open"]
        duties.reopen(duty_ids=ended[-1:], actor=actor)
    return row


def drop_resolution(*, actor: Actor, resolution_id: int, reason: str, seen: int | None = None) -> Resolution:
    """It is not to be carried out any more; everybody reads why, and it never counts as done."""
    with transaction.atomic():
        row = _lock(resolution_id, seen)
        row.reason, row.ended_at = acting.line(reason, 200, "reason"), clock.now()
        _move(row, "drop", actor, ResolutionMoved(row.pk, row.meeting_id, "drop", "dropped"))
        duties.cancel(about=about(row), actor=actor)
    return row


def _lock(resolution_id: int, seen: int | None) -> Resolution:
    rows = Resolution.objects.select_for_update(of=("self",)).select_related("meeting__body", "owner")
    row = rows.filter(pk=resolution_id).first()
    if row is None:
        raise Refused(_("没有这项决议，请回到列表再选。"), code="unknown")
    if seen is not None and seen != row.version:
        raise Refused(_("这项决议刚有人动过。请看最新的情况，再决定。"), code="stale")
    return row


def _move(row: Resolution, name: str, actor: Actor, fact: Event) -> None:
    step = next((one for one in RESOLUTION.open_moves(row.state) if one.name == name), None)
    if step is None:
        raise Refused(_("这项决议刚有人动过。请看最新的情况，再决定。"), code="stale")
    office = require(organisations.fresh(actor), step.permit, row).seat
    row.state = step.target
    row.version += 1
    row.save()
    append(fact, actor=actor, about=about(row), seat=office)
