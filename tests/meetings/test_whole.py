"""A meeting from its notice to its published minutes, and everything that may not happen on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.meetings.conftest import AGENDA, STARTS, refused, seats
from tests.world import MONDAY

from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import selectors, services
from gongzhi.meetings.models import Hand, Meeting, Motion
from gongzhi.meetings.services import NewItem, SeatAsked
from gongzhi.people import services as people
from gongzhi.record.selectors import facts_about, lineage

TOPIC = Ref("deliberation.topic", 7)


@pytest.mark.row("B03")
def test_a_meeting_from_its_notice_to_its_minutes(street, called):
    hall = called(about=TOPIC)
    owner = street.body("property_company", "NYHY")
    with clock.at(STARTS):
        hall.come()
        hall.open()
        hall.take(1)
        speech = services.ask_floor(actor=hall.runner, seat_id=hall.seat("resident").pk)
        services.give_floor(actor=hall.runner, meeting_id=hall.meeting.pk)
        services.end_speech(actor=hall.runner, turn_id=speech.pk, note="东门离得远")
        motion = hall.move("放在东门")
        change = hall.move("放在北门", amends_id=motion.pk)
        assert hall.vote(change, 2, 4).state == "rejected"
        assert hall.vote(motion, 4, 1, 1).state == "passed"
        made = services.add_resolution(
            actor=hall.runner, item_id=hall.items[0].pk, motion_id=motion.pk, text="在东门装充电桩", owner_id=owner.pk,
            due=STARTS + timedelta(days=20),
        )  # fmt: skip
        hall.take(2)
        services.note_item(actor=hall.runner, meeting_id=hall.meeting.pk, title="路灯")
        services.close_meeting(actor=hall.runner, meeting_id=hall.meeting.pk)
        draft = services.draft_minutes(actor=hall.runner, meeting_id=hall.meeting.pk)
        kinds = [line["kind"] for line in draft.lines]
        assert kinds == ["called", "present", "opened", "item", "said", "motion", "motion", "result", "result",
                         "resolution", "item", "noted", "closed"]  # fmt: skip
        assert [line["id"] for line in draft.lines if line["kind"] == "result"] == [change.pk, motion.pk]
        there = [seat.pk for seat in hall.seats[:4]]
        services.approve_minutes(actor=hall.runner, meeting_id=hall.meeting.pk, seat_ids=there, how="paper")
        services.publish_minutes(actor=hall.runner, meeting_id=hall.meeting.pk)
    _looked_back_upon(selectors.meeting(hall.meeting.pk), made)


def _looked_back_upon(meeting, made):
    assert meeting.state == "published"
    assert [f.code for f in selectors.checked(meeting) if not f.kept] == []
    assert len(selectors.checked(meeting)) == 15, "every rule was looked at"
    duty = duties.open_of(Ref("meetings.resolution", made.pk)).get()
    assert (duty.kind, duty.body_id, duty.due_at) == ("carry_out", made.owner_id, STARTS + timedelta(days=20))
    assert not duties.open_of(selectors.ref(meeting))
    assert list(selectors.of(TOPIC)) == [meeting] and list(selectors.resolutions_of(TOPIC)) == [made]
    assert [ref for ref, _kind, _depth in lineage(TOPIC).effects] == [
        selectors.ref(meeting),
        Ref("meetings.resolution", made.pk),
    ]


class TestNotice:
    def test_too_late_is_refused_with_the_first_possible_hour(self, called):
        with refused("too_late") as caught:
            called(starts=MONDAY + timedelta(days=2))
        assert "2026-09-11 00:00" in str(caught.value)

    def test_an_urgent_call_gives_its_reason_and_some_hours(self, called):
        hall = called(starts=MONDAY + timedelta(hours=5), urgent="电动车起火，今晚要定临时停放")
        assert hall.meeting.urgent
        with refused("too_late"):
            called(starts=MONDAY + timedelta(hours=3), urgent="急")

    def test_where_the_law_fixes_the_days_nothing_is_urgent(self, called, street):
        more = {
            "orders": "residents_assembly",
            "seats": [SeatAsked("residents_committee"), SeatAsked("household", size=9)],
        }
        with refused("too_late"):
            called(starts=MONDAY + timedelta(days=9), urgent="急", **more)
        assert called(starts=MONDAY + timedelta(days=11), **more).meeting.state == "called"

    def test_only_the_bodies_that_the_orders_name_call(self, called, street):
        with refused("denied"):
            called(by="manager")
        with refused("denied"):
            called(by="neighbour")
        with refused("denied"):
            called(by="watcher", body_id=street.body("residents_supervision").pk)

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"agenda": ()}, "agenda_missing"),
            ({"agenda": (NewItem(" "),)}, "missing"),
            ({"seats": ()}, "seats_missing"),
            ({"seats": (SeatAsked("deputy"),)}, "seat_unknown"),
            ({"orders": "parliament"}, "orders_unknown"),
            ({"orders": "residents_forum", "seats": (SeatAsked("resident"),)}, "cannot_decide"),
        ],
    )
    def test_what_a_notice_needs(self, called, more, code):
        with refused(code):
            called(**more)
        assert not Meeting.objects.exists()

    def test_answers_and_substitutes_are_the_seats_own(self, street, called):
        hall = called()
        seat = hall.seat("resident")
        other = people.reporter(name="乙")
        with refused("denied"):
            services.reply_to_call(actor=street.actor("manager"), seat_id=seat.pk, coming=True)
        holder = street.actor("manager").__class__(person_id=seat.person_id)
        assert services.reply_to_call(actor=holder, seat_id=seat.pk, coming=False).reply == "away"
        services.name_substitute(actor=holder, seat_id=seat.pk, person_id=other.pk)
        assert selectors.seat_of(other.pk, hall.meeting.pk) == seat
        assert selectors.seat_of(seat.person_id, hall.meeting.pk) is None
        with refused("seat_twice"):
            services.name_substitute(actor=hall.runner, seat_id=hall.seat("resident", 1).pk, person_id=other.pk)


class TestOpening:
    @pytest.mark.row("B01")
    @pytest.mark.parametrize("missing", ["residents_committee", "owners_committee", "property"])
    def test_without_one_of_the_three_it_cannot_open(self, called, missing, evening):
        with clock.at(MONDAY):
            hall = called()
        hall.come("resident", *(k for k in ("residents_committee", "owners_committee", "property") if k != missing))
        with refused("core_missing") as caught:
            hall.open()
        names = {"residents_committee": "居委会", "owners_committee": "业委会", "property": "物业"}
        assert names[missing] in str(caught.value)
        hall.come(missing)
        assert hall.open().state == "open"

    @pytest.mark.row("B01")
    def test_a_core_seat_that_was_never_invited_is_missing_too(self, street, called, evening):
        with clock.at(MONDAY):
            hall = called(seats=seats(street, without="property"))
        hall.come()
        with refused("core_missing"):
            hall.open()
        added = services.add_seat(actor=hall.runner, meeting_id=hall.meeting.pk, seat=SeatAsked("property"))
        services.mark_present(actor=hall.runner, seat_id=added.pk, present=True)
        assert hall.open().state == "open"

    def test_without_a_quorum_neither(self, street, called, evening):
        with clock.at(MONDAY):
            hall = called(seats=seats(street, residents=4))
        hall.come("residents_committee", "owners_committee", "property")
        with refused("no_quorum") as caught:
            hall.open()
        assert "4" in str(caught.value), "three of seven are there, it takes four"
        services.mark_present(actor=hall.runner, seat_id=hall.seat("resident").pk, present=True)
        assert hall.open().state == "open"

    def test_not_before_the_hour_of_the_notice(self, called):
        hall = called()
        hall.come()
        with refused("too_early"):
            hall.open()

    @pytest.mark.row("A24")
    def test_the_home_committee_has_its_quorum_by_seat_type(self, street, called, evening):
        kinds = ("residents_committee", "property", "owners_committee", "resident_unit", "social_org", "police")
        asked = [SeatAsked(kind) for kind in kinds]
        asked += [SeatAsked("resident", person_id=people.reporter().pk) for _n in range(3)]
        with clock.at(MONDAY):
            hall = called(orders="home_committee", seats=asked)
        hall.come("residents_committee", "property", "owners_committee")
        services.mark_present(actor=hall.runner, seat_id=hall.seat("resident").pk, present=True)
        with refused("no_quorum") as caught:
            hall.open()
        assert "7 种席位里到了 4 种，要到 5 种" in str(caught.value)
        hall.come("social_org")
        with refused("no_quorum") as caught:
            hall.open()
        assert "居民 3 席到了 1 席，要到 2 席" in str(caught.value)
        hall.come("resident")
        hall.open()
        assert selectors.standing(hall.meeting).missing == ("resident_unit", "police")
        opened = next(f for f in facts_about(selectors.ref(hall.meeting)) if f.kind == "meetings.opened")
        assert opened.data["missing"] == ["resident_unit", "police"]

    def test_whoever_leaves_may_take_the_quorum_along(self, called, evening):
        with clock.at(MONDAY):
            hall = called()
        hall.come()
        hall.open()
        hall.take(1)
        motion = hall.move()
        for number in range(3):
            services.mark_present(actor=hall.runner, seat_id=hall.seat("resident", number).pk, present=False)
        with refused("no_quorum"):
            services.put_to_vote(actor=hall.runner, motion_id=motion.pk)
        services.adjourn(
            actor=hall.runner, meeting_id=hall.meeting.pk, until=STARTS + timedelta(days=1), reason="人走了"
        )
        with refused("too_early"):
            hall.open()


class TestVoting:
    @pytest.fixture
    def hall(self, called, evening):
        with clock.at(MONDAY):
            hall = called()
        hall.come()
        hall.open()
        hall.take(1)
        return hall

    def test_an_unlisted_item_is_noted_and_never_voted_on(self, hall):
        noted = services.note_item(actor=hall.runner, meeting_id=hall.meeting.pk, title="路灯")
        with refused("unlisted"):
            services.take_item(actor=hall.runner, item_id=noted.pk)
        with refused("unlisted"):
            services.propose(actor=hall.runner, item_id=noted.pk, seat_id=None, text="换灯")
        with refused("unlisted"):
            services.add_resolution(actor=hall.runner, item_id=noted.pk, text="换灯", owner_id=hall.meeting.body_id)

    def test_a_listed_report_is_not_turned_into_a_vote(self, hall):
        hall.take(2)
        with refused("no_vote"):
            services.propose(actor=hall.runner, item_id=hall.items[1].pk, seat_id=None, text="就这么定")

    def test_amendments_come_before_the_motion_and_two_deep(self, hall):
        motion = hall.move()
        change = hall.move("北门", amends_id=motion.pk)
        deeper = hall.move("北门内侧", amends_id=change.pk)
        with refused("too_deep"):
            hall.move("北门内侧三米", amends_id=deeper.pk)
        for later in (motion, change):
            with refused("amendment_first"):
                services.put_to_vote(actor=hall.runner, motion_id=later.pk)
        for now in (deeper, change, motion):
            hall.vote(now, 6)
        assert [m.state for m in selectors.motions(hall.items[0].pk)] == ["passed"] * 3
        rows = selectors.motions(hall.items[0].pk)
        assert selectors.worded(rows[0], rows) == "北门内侧" and rows[0].text == "放在东门", "as amended, and as moved"
        with refused("amends_unknown"):
            hall.move("南门", amends_id=motion.pk)

    def test_counts_stay_within_those_who_may_vote(self, hall):
        motion = hall.move()
        services.put_to_vote(actor=hall.runner, motion_id=motion.pk)
        for yes, no, code in (
            (7, 0, "counts_exceed"),
            (4, 3, "counts_exceed"),
            (-1, 2, "counts_exceed"),
            (0, 0, "nobody_voted"),
        ):
            with refused(code):
                services.decide(actor=hall.runner, motion_id=motion.pk, yes=yes, no=no)
        assert services.decide(actor=hall.runner, motion_id=motion.pk, yes=3, no=0).state == "rejected", "three of six"

    def test_results_stand_for_each_motion_not_for_the_meeting(self, hall):
        one, two = hall.move("东门"), hall.move("装三个")
        hall.vote(one, 6)
        hall.vote(two, 1, 5)
        assert [(m.state, m.yes, m.no) for m in selectors.motions(hall.items[0].pk)] == [
            ("passed", 6, 0),
            ("rejected", 1, 5),
        ]
        assert not [f.name for f in Meeting._meta.fields if f.name in ("yes", "no", "passed", "result")]

    def test_an_interest_speaks_and_does_not_vote(self, street, hall):
        motion, seat = hall.move(), hall.seat("property")
        services.put_to_vote(actor=hall.runner, motion_id=motion.pk)
        services.vote_on(actor=hall.runner, motion_id=motion.pk, seat_id=seat.pk, choice="yes")
        services.declare_interest(actor=hall.runner, item_id=hall.items[0].pk, seat_id=seat.pk)
        assert not Hand.objects.exists(), "the hand came down"
        with refused("interested"):
            services.vote_on(actor=hall.runner, motion_id=motion.pk, seat_id=seat.pk, choice="yes")
        with refused("counts_exceed"):
            services.decide(actor=hall.runner, motion_id=motion.pk, yes=6)
        assert services.decide(actor=hall.runner, motion_id=motion.pk, yes=5).present == 5
        assert services.ask_floor(actor=hall.runner, seat_id=seat.pk).state == "waiting"

    def test_hands_from_phones_are_counted_in_and_forgotten(self, hall):
        motion = hall.move()
        services.put_to_vote(actor=hall.runner, motion_id=motion.pk)
        for number, choice in enumerate(("yes", "yes", "no")):
            seat = hall.seat("resident", number)
            holder = type(hall.runner)(person_id=seat.person_id)
            services.vote_on(actor=holder, motion_id=motion.pk, seat_id=seat.pk, choice=choice)
        with refused("hands_missing"):
            services.decide(actor=hall.runner, motion_id=motion.pk, yes=5, no=0)
        services.decide(actor=hall.runner, motion_id=motion.pk, yes=5, no=1)
        assert not Hand.objects.exists()
        told = [f.data for f in facts_about(selectors.ref(hall.meeting)) if "choice" in f.data]
        assert told == [], "the record says how many, never who"

    def test_strangers_and_the_absent_do_not_vote(self, street, hall):
        motion = hall.move()
        services.put_to_vote(actor=hall.runner, motion_id=motion.pk)
        seat = hall.seat("resident")
        with refused("denied"):
            services.vote_on(actor=street.actor("manager"), motion_id=motion.pk, seat_id=seat.pk, choice="yes")
        services.mark_present(actor=hall.runner, seat_id=seat.pk, present=False)
        with refused("not_present"):
            services.vote_on(actor=hall.runner, motion_id=motion.pk, seat_id=seat.pk, choice="yes")

    def test_after_the_close_nothing_is_decided(self, hall):
        motion = hall.move()
        services.close_meeting(actor=hall.runner, meeting_id=hall.meeting.pk)
        assert Motion.objects.get(pk=motion.pk).state == "withdrawn"
        with refused("stale"):
            services.put_to_vote(actor=hall.runner, motion_id=motion.pk)
        with refused("not_carried"):
            services.add_resolution(
                actor=hall.runner,
                item_id=hall.items[0].pk,
                motion_id=motion.pk,
                text="东门",
                owner_id=hall.meeting.body_id,
            )


@pytest.mark.row("B10", "B06")
def test_where_a_meeting_only_hears_nothing_is_decided(street, called, evening):
    with clock.at(MONDAY):
        hall = called(
            orders="residents_forum", agenda=[NewItem("充电桩", "opinion")],
            seats=[SeatAsked("residents_committee"), *(SeatAsked("resident") for _n in range(5))],
        )  # fmt: skip
    hall.come()
    hall.open()
    hall.take(1)
    with refused("cannot_decide"):
        services.propose(actor=hall.runner, item_id=hall.items[0].pk, seat_id=None, text="东门")
    with refused("cannot_decide"):
        services.add_resolution(actor=hall.runner, item_id=hall.items[0].pk, text="东门", owner_id=hall.meeting.body_id)
    heard = services.add_resolution(
        actor=hall.runner,
        item_id=hall.items[0].pk,
        text="多数人想放东门",
        owner_id=hall.meeting.body_id,
        kind="opinion",
    )
    assert heard.kind == "opinion"


def test_owners_talk_in_the_hall_and_decide_by_ballot(street, called):
    agenda = [NewItem("充电桩", "decide")]
    hall = called(
        orders="owners_assembly", starts=MONDAY + timedelta(days=20), agenda=agenda, seats=[SeatAsked("owner", size=90)]
    )
    with clock.at(MONDAY + timedelta(days=20)):
        services.mark_present(actor=hall.runner, seat_id=hall.seat("owner").pk, present=40)
        with refused("too_many"):
            services.mark_present(actor=hall.runner, seat_id=hall.seat("owner").pk, present=91)
        hall.open()
        hall.take(1)
        item = hall.items[0].pk
        with refused("ballot_needed"):
            services.propose(actor=hall.runner, item_id=item, seat_id=None, text="东门")
        with refused("ballot_needed"):
            services.add_resolution(actor=hall.runner, item_id=item, text="东门", owner_id=hall.meeting.body_id)
        made = services.add_resolution(
            actor=hall.runner, item_id=item, text="东门", owner_id=hall.meeting.body_id, basis=Ref("voting.vote", 3)
        )
    assert made.basis == "voting.vote:3"
    assert [f.code for f in selectors.checked(selectors.meeting(hall.meeting.pk)) if f.grave] == []


def test_proxies_only_where_the_orders_allow_them_and_not_beyond(street, called, evening):
    with clock.at(MONDAY):
        council = called()
        with refused("proxy_denied"):
            services.give_proxy(
                actor=council.runner, seat_id=council.seat("resident").pk, holder_id=council.seat("resident", 1).pk
            )
        homes = [SeatAsked("household", person_id=people.reporter().pk) for _n in range(5)]
        hall = called(orders="building_meeting", seats=homes)
    one, two, three, four, _five = hall.seats
    services.give_proxy(actor=hall.runner, seat_id=one.pk, holder_id=two.pk)
    with refused("proxy_limit"):
        services.give_proxy(actor=hall.runner, seat_id=three.pk, holder_id=two.pk)
    with refused("proxy_chain"):
        services.give_proxy(actor=hall.runner, seat_id=two.pk, holder_id=four.pk)
    with refused("unsure"):
        services.mark_present(actor=hall.runner, seat_id=one.pk, present=True)
    services.mark_present(actor=hall.runner, seat_id=two.pk, present=True)
    with refused("no_quorum"):
        hall.open()
    services.mark_present(actor=hall.runner, seat_id=three.pk, present=True)
    assert hall.open().state == "open", "two came, and a third spoke through one of them"
    assert AGENDA[0].title == hall.items[0].title
