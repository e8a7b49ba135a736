"""Any history of a duty: the record alone tells what the row says, and no clock is lost on the way."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.duties import selectors, services
from gongzhi.duties.events import stamp
from gongzhi.duties.models import Duty, Pause
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import Limit
from gongzhi.record.models import Fact

from .conftest import START

acts = st.sampled_from(["tick", "pause", "resume", "tick", "discharge", "cancel", "lapse"])
steps = st.lists(st.tuples(st.integers(1, 200), acts), max_size=12)
limits = st.builds(Limit, st.integers(1, 40), st.sampled_from(["hours", "working_days", "calendar_days"]))
CLOSING = {"duties.discharged": None, "duties.lapsed": "lapsed", "duties.cancelled": "cancelled"}


def live(world: SimpleNamespace, duty: Duty, act: str) -> None:
    """Do the act if it is allowed now; a refusal must leave everything as it was."""
    done: dict[str, Any] = {
        "tick": services.tick,
        "pause": lambda: services.pause(actor=world.worker, duty_id=duty.pk, reason="weather"),
        "resume": lambda: services.resume(actor=world.worker, duty_id=duty.pk),
        "discharge": lambda: services.discharge(about=world.matter),
        "cancel": lambda: services.cancel(about=world.matter),
        "lapse": lambda: services.lapse(about=world.matter),
    }
    before = Duty.objects.filter(pk=duty.pk).values().get()
    try:
        with transaction.atomic():
            done[act]()
    except Refused:
        assert Duty.objects.filter(pk=duty.pk).values().get() == before


def told(duty: Duty) -> list[Fact]:
    """The facts about this duty, in order."""
    return [f for f in Fact.objects.filter(kind__startswith="duties.").order_by("id") if f.data["duty_id"] == duty.pk]


@given(steps, limits)
def test_the_record_tells_what_the_row_says(
    world: SimpleNamespace, history: list[tuple[int, str]], limit: Limit
) -> None:
    Pause.objects.all().delete()
    Duty.objects.all().delete()
    duty = services.open_duty(kind="solve", about=world.matter, body_id=world.office.pk, limit=limit, at=START)
    now = START
    for hours, act in history:
        now += timedelta(hours=hours)
        with clock.at(now):
            live(world, duty, act)
    row, facts = selectors.get(duty.pk), told(duty)
    kinds = [f.kind for f in facts]
    warned = [k for k in kinds if k in ("duties.yellow", "duties.red", "duties.overdue")]
    assert warned == ["duties.yellow", "duties.red", "duties.overdue"][: row.warned]
    assert facts[-1].data["due_at"] == stamp(row.due_at)
    assert kinds.count("duties.paused") - kinds.count("duties.resumed") == (row.paused_since is not None)
    closing = [f for f in facts if f.kind in CLOSING]
    assert len(closing) == (row.state != "open")
    if closing:
        late = closing[0].data.get("late")
        assert row.state == (CLOSING[closing[0].kind] or ("late_done" if late else "done"))
        assert row.next_at is None and facts[-1] == closing[0]
    else:
        # An open duty that has not struck its last warning always has an instant at which the clock looks again.
        assert (row.next_at is None) == (row.warned == 3 and row.paused_since is None)
    if row.paused_since is None:
        assert selectors.due_as_of(row, now + timedelta(days=999)) == row.due_at
