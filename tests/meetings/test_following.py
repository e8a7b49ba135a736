"""What became of resolutions: duties, the exact list of what is late, the rate; signed minutes; yearly plans."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.meetings.conftest import STARTS, refused
from tests.world import MONDAY

from gongzhi.duties import selectors as duties
from gongzhi.duties import services as clocks
from gongzhi.kernel import clock
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import selectors, services
from gongzhi.meetings.models import Minutes, Slot
from gongzhi.meetings.services import NewItem, SeatAsked

SECOND = timedelta(seconds=1)


@pytest.fixture
def hall(called):
    """A joint conference with five carried motions."""
    agenda = [NewItem("共建的事", "decide")]
    seats = [SeatAsked("community_party"), SeatAsked("resident_unit"), SeatAsked("social_org")]
    hall = called(orders="joint_conference", agenda=agenda, seats=seats)
    with clock.at(STARTS):
        hall.come()
        hall.open()
        hall.take(1)
        hall.motions = [hall.vote(hall.move(f"第 {n} 件"), 3) for n in range(5)]
    return hall


def resolve(hall, number: int, days: int, owner=None):
    with clock.at(STARTS):
        return services.add_resolution(
            actor=hall.runner, item_id=hall.items[0].pk, motion_id=hall.motions[number].pk, text=f"第 {number} 件",
            owner_id=(owner or hall.street.body("property_company", "NYHY")).pk, due=STARTS + timedelta(days=days),
        )  # fmt: skip


@pytest.mark.row("A25")
def test_the_rate_and_the_list_of_what_is_late_are_exact(street, hall):
    done, late_done, open_late, reported, dropped = (resolve(hall, n, days) for n, days in enumerate((5, 5, 6, 7, 8)))
    manager, runner = street.actor("manager"), hall.runner
    with clock.at(done.due_at):
        services.report_resolution(actor=manager, resolution_id=done.pk, text="装好了")
        services.confirm_resolution(actor=runner, resolution_id=done.pk)
        services.drop_resolution(actor=runner, resolution_id=dropped.pk, reason="不装了")
        assert list(selectors.overdue(body_id=hall.meeting.body_id)) == [], "due at this very instant is not late"
    with clock.at(late_done.due_at + SECOND):
        assert list(selectors.overdue(body_id=hall.meeting.body_id)) == [late_done]
        services.report_resolution(actor=manager, resolution_id=late_done.pk, text="晚了一天")
        services.confirm_resolution(actor=runner, resolution_id=late_done.pk)
    with clock.at(reported.due_at - SECOND):
        services.report_resolution(actor=manager, resolution_id=reported.pk, text="装好了")
    with clock.at(STARTS + timedelta(days=30)):
        assert list(selectors.overdue(place=street.places["440305007"])) == [open_late]
        found = selectors.completion(since=STARTS, until=clock.now(), body_id=hall.meeting.body_id)
    assert (found.due, found.done, found.in_time, found.reported, found.late_open, found.dropped) == (4, 2, 1, 1, 1, 1)
    assert found.rate == 0.5
    with clock.at(STARTS):
        nothing = selectors.completion(since=STARTS - timedelta(days=9), until=STARTS, body_id=hall.meeting.body_id)
    assert nothing.rate is None
    clocks.tick(STARTS + timedelta(days=30))
    kinds = {d.about_id for d in duties.open_duties([open_late.owner_id]) if d.kind == "carry_out" and d.warned == 3}
    assert kinds == {open_late.pk}, "the duties are late exactly where the list says"


@pytest.mark.row("A25")
def test_who_reports_does_not_check_and_a_resolution_sent_back_keeps_its_day(street, hall):
    row = resolve(hall, 0, 5)
    manager, runner = street.actor("manager"), hall.runner
    with refused("once"):
        resolve(hall, 0, 6)
    with clock.at(STARTS + timedelta(days=1)):
        with refused("denied"):
            services.report_resolution(actor=runner, resolution_id=row.pk, text="好了")
        with refused("missing"):
            services.report_resolution(actor=manager, resolution_id=row.pk, text=" ")
        services.report_resolution(actor=manager, resolution_id=row.pk, text="好了", seen=row.version)
        with refused("stale"):
            services.report_resolution(actor=manager, resolution_id=row.pk, text="好了", seen=row.version)
        with refused("denied"):
            services.confirm_resolution(actor=manager, resolution_id=row.pk)
        assert [d.kind for d in duties.open_of(Ref("meetings.resolution", row.pk))] == ["review"]
        services.send_back_resolution(actor=runner, resolution_id=row.pk, reason="还差一个")
        back = duties.open_of(Ref("meetings.resolution", row.pk)).get()
        assert (back.kind, back.due_at) == ("carry_out", row.due_at)


class TestMinutes:
    @pytest.fixture
    def closed(self, hall):
        with clock.at(STARTS):
            services.close_meeting(actor=hall.runner, meeting_id=hall.meeting.pk)
            services.draft_minutes(actor=hall.runner, meeting_id=hall.meeting.pk)
            yield hall

    def test_only_those_who_were_there_change_a_line_and_then_it_is_signed_anew(self, street, called, closed):
        meeting, seats = closed.meeting, closed.seats
        services.approve_minutes(actor=closed.runner, meeting_id=meeting.pk, seat_ids=[seats[0].pk], how="paper")
        services.amend_minutes(
            actor=closed.runner, meeting_id=meeting.pk, seat_id=seats[1].pk, line=3, text="改过的一行"
        )
        assert selectors.meeting(meeting.pk).state == "minuted"
        last = selectors.minutes_of(meeting.pk)
        assert (last.number, last.lines[3]["text"], last.changed) == (2, "改过的一行", 3)
        assert Minutes.objects.get(meeting=meeting, number=1).lines[3]["text"] == "", "the draft stays as it was"
        assert selectors.signatures(last) == []
        with refused("denied"):
            services.amend_minutes(
                actor=street.actor("manager"), meeting_id=meeting.pk, seat_id=seats[1].pk, line=0, text="x"
            )

    def test_a_seat_that_nobody_filled_neither_changes_nor_signs(self, closed):
        seat = closed.seats[2]
        type(seat).objects.filter(pk=seat.pk).update(present=0, arrived_at=None)
        with refused("denied"):
            services.amend_minutes(actor=closed.runner, meeting_id=closed.meeting.pk, seat_id=seat.pk, line=0, text="x")
        with refused("denied"):
            services.approve_minutes(actor=closed.runner, meeting_id=closed.meeting.pk, seat_ids=[seat.pk])

    def test_they_are_published_after_more_than_half_have_signed(self, closed):
        meeting, seats = closed.meeting, closed.seats
        services.approve_minutes(actor=closed.runner, meeting_id=meeting.pk, seat_ids=[seats[0].pk], how="paper")
        with refused("not_approved"):
            services.publish_minutes(actor=closed.runner, meeting_id=meeting.pk)
        services.approve_minutes(actor=closed.runner, meeting_id=meeting.pk, seat_ids=[seats[1].pk], how="paper")
        with refused("approved"):
            services.amend_minutes(actor=closed.runner, meeting_id=meeting.pk, seat_id=seats[0].pk, line=0, text="x")
        assert duties.open_of(selectors.ref(meeting)).get().kind == "minute"
        assert services.publish_minutes(actor=closed.runner, meeting_id=meeting.pk).state == "published"
        assert not duties.open_of(selectors.ref(meeting))


class TestPlans:
    @pytest.fixture
    def plan(self, street):
        body = street.body("residents_committee", "440305007010")
        given = {"body_id": body.pk, "orders": "council_3x", "year": 2026, "every": "quarterly"}
        return services.plan_year(actor=street.actor("secretary"), **given)

    def test_a_stretch_asks_for_its_meeting_once(self, street, plan):
        slots = list(Slot.objects.filter(plan=plan).order_by("starts"))
        assert [s.ends.astimezone(CHINA).month for s in slots] == [10, 1], "what is over is not planned any more"
        duty = duties.open_of(Ref("meetings.slot", slots[0].pk)).get()
        assert (duty.kind, duty.due_at) == ("convene", slots[0].ends)
        assert services.keep_plans() == 0
        assert services.keep_plans(now=datetime(2026, 10, 2, tzinfo=CHINA)) == 1
        with refused("planned"):
            services.plan_year(
                actor=street.actor("secretary"), body_id=plan.body_id, orders="council_3x", year=2026, every="monthly"
            )

    def test_it_is_met_when_the_meeting_opens(self, called, plan):
        hall = called()
        slot = Slot.objects.filter(plan=plan).earliest("starts")
        assert slot.state == "open", "a notice is not yet a meeting"
        with clock.at(STARTS):
            hall.come()
            hall.open()
        slot.refresh_from_db()
        assert (slot.state, slot.meeting_id) == ("held", hall.meeting.pk)
        assert not duties.open_of(Ref("meetings.slot", slot.pk))

    def test_or_excused_with_a_reason(self, street, plan):
        slot = Slot.objects.filter(plan=plan).earliest("starts")
        with refused("missing"):
            services.excuse_slot(actor=street.actor("secretary"), slot_id=slot.pk, reason=" ")
        with refused("denied"):
            services.excuse_slot(actor=street.actor("manager"), slot_id=slot.pk, reason="忙")
        services.excuse_slot(actor=street.actor("secretary"), slot_id=slot.pk, reason="台风，改到下一季")
        with refused("held"):
            services.excuse_slot(actor=street.actor("secretary"), slot_id=slot.pk, reason="再说一次")
        assert duties.of(Ref("meetings.slot", slot.pk)).get().state == "cancelled"


def test_resolutions_of_a_meeting_that_was_never_opened_are_none(called):
    hall = called(starts=MONDAY + timedelta(days=5))
    with refused("stale"):
        services.add_resolution(actor=hall.runner, item_id=hall.items[0].pk, text="x", owner_id=hall.meeting.body_id)
