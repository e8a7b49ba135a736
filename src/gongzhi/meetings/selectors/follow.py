"""What became of what was decided: resolutions, what is late, how much is carried out, and the yearly plans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.meetings.models import Item, Motion, Resolution, Slot, YearPlan
from gongzhi.meetings.selectors.reading import HELD
from gongzhi.organisations.seats import acting
from gongzhi.places import selectors as places


def resolution(resolution_id: int) -> Resolution | None:
    """One resolution with its meeting and owner; None when there is none."""
    return _rows().filter(pk=resolution_id).first()


def _rows() -> QuerySet[Resolution]:
    return Resolution.objects.select_related("meeting__body", "meeting__place", "owner", "item")


def resolutions_of(about: Ref) -> QuerySet[Resolution]:
    """The resolutions about a matter, oldest first."""
    return _rows().filter(about_label=about.label, about_id=about.id).order_by("made_at", "id")


def resolutions_at(meeting_id: int) -> QuerySet[Resolution]:
    """What one meeting resolved, in order."""
    return _rows().filter(meeting_id=meeting_id).order_by("id")


def followed(*, body_id: int | None = None, place: Any = None) -> QuerySet[Resolution]:
    """The resolutions of the meetings of a body, or of meetings inside a place."""
    rows = _rows()
    if body_id is not None:
        rows = rows.filter(meeting__body_id=body_id)
    if place is not None:
        rows = rows.filter(meeting__place__in=places.within(place))
    return rows


def followed_by(actor: Actor) -> QuerySet[Resolution]:
    """What this actor's bodies decided or have to carry out, soonest due first."""
    bodies = [seat.body_id for seat in acting(actor)]
    rows = _rows().filter(Q(meeting__body_id__in=bodies) | Q(owner_id__in=bodies))
    return rows.order_by("due_at", "id")


def is_late(resolution: Resolution, now: datetime) -> bool:
    """Open past its day, or reported after it; due at this very instant is not late."""
    if resolution.reported_at is not None:
        return resolution.reported_at > resolution.due_at
    return resolution.state == "open" and now > resolution.due_at


def overdue(*, body_id: int | None = None, place: Any = None, now: datetime | None = None) -> QuerySet[Resolution]:
    """Exactly the resolutions that nobody has reported though their day has passed, longest overdue first."""
    rows = followed(body_id=body_id, place=place).filter(state="open", due_at__lt=now or clock.now())
    return rows.order_by("due_at", "id")


@dataclass(frozen=True)
class Completion:
    """How much of what fell due in a period was carried out; dropped ones are counted apart, never as done."""

    due: int
    done: int
    in_time: int
    reported: int
    late_open: int
    dropped: int

    @property
    def rate(self) -> float | None:
        """Done of due; None when nothing fell due."""
        return self.done / self.due if self.due else None


def completion(
    *, since: datetime, until: datetime, body_id: int | None = None, place: Any = None, now: datetime | None = None
) -> Completion:
    """What became of the resolutions that fell due in a period (since included, until not); dropped ones apart."""
    rows = list(followed(body_id=body_id, place=place).filter(due_at__gte=since, due_at__lt=until))
    moment = now or clock.now()
    counted = [row for row in rows if row.state != "dropped"]
    done = [row for row in counted if row.state == "done"]
    return Completion(
        due=len(counted),
        done=len(done),
        in_time=sum(not is_late(row, moment) for row in done),
        reported=sum(row.state == "reported" for row in counted),
        late_open=sum(row.state == "open" and is_late(row, moment) for row in counted),
        dropped=len(rows) - len(counted),
    )


def plans_of(body_ids: Iterable[int], year: int) -> QuerySet[YearPlan]:
    """The plans of these bodies for a year, with their stretches."""
    rows = YearPlan.objects.filter(body_id__in=list(body_ids), year=year)
    return rows.select_related("body").prefetch_related("slots__meeting").order_by("body_id", "orders")


def plan(plan_id: int) -> YearPlan | None:
    """One plan with its body; None when there is none."""
    return YearPlan.objects.select_related("body").filter(pk=plan_id).first()


def slot(slot_id: int) -> Slot | None:
    """One stretch with its plan; None when there is none."""
    return Slot.objects.select_related("plan__body").filter(pk=slot_id).first()


def waiting_slots(actor: Actor) -> QuerySet[Slot]:
    """The stretches that have begun in which the actor's bodies still have to meet."""
    bodies = [seat.body_id for seat in acting(actor)]
    rows = Slot.objects.filter(plan__body_id__in=bodies, state="open", starts__lte=clock.now())
    return rows.select_related("plan__body").order_by("ends", "id")


@dataclass(frozen=True)
class Outcome:
    """What meetings came to: matters talked over, agreed on, and carried out."""

    talked: int
    agreed: int
    solved: int


def outcome(place: Any) -> Outcome:
    """What the meetings held at a place and inside it came to, over all time."""
    held = {"meeting__state__in": HELD, "meeting__place__in": places.within(place)}
    items = Item.objects.filter(state="done", **held)
    motions = Motion.objects.filter(state="passed", amends=None, item__in=items)
    done = Resolution.objects.filter(state="done", **held)
    return Outcome(items.count(), motions.count(), done.count())
