"""The pages of meetings: persona by state, the act behind each form, papers and calendar."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from tests.meetings.conftest import STARTS
from tests.world import MONDAY

from gongzhi.kernel import clock
from gongzhi.meetings import selectors, services
from gongzhi.meetings.models import Meeting, MeetingSeat
from gongzhi.meetings.selectors.reading import people_at_meetings
from gongzhi.people.models import Person


def client(person_id: int) -> Client:
    found = Client()
    found.force_login(Person.objects.get(pk=person_id), backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.fixture
def desk(street):
    return client(street.people["secretary"])


def send(desk: Client, meeting_id: int, act: str, *, follow: bool = False, **given: object):
    form = {name: str(value) for name, value in given.items()}
    return desk.post(reverse("meeting_act", args=[meeting_id, act]), form, follow=follow)


def test_a_meeting_is_called_run_and_published_by_its_pages(street, desk):
    page = desk.get(reverse("meeting_new"))
    assert "orders=council_3x" in page.content.decode() and "orders=owners_assembly" in page.content.decode()
    body = street.body("residents_committee", "440305007010")
    form = {
        "title": "充电桩", "agenda": "表决：放在哪里\n路灯", "day": STARTS.date(), "hour": "19:00", "where": "二楼",
        "body": body.pk, "seat_residents_committee": "1", "seat_owners_committee": "1", "seat_property": "南油物业",
        "seat_resident": "王家，李家，张家",
    }  # fmt: skip
    wrong = desk.post(f"{reverse('meeting_new')}?orders=council_3x", {**form, "day": MONDAY.date()})
    assert wrong.status_code == 422 and "最早能在" in wrong.content.decode() and "王家" in wrong.content.decode()
    assert desk.post(f"{reverse('meeting_new')}?orders=council_3x", form).status_code == 302
    meeting = Meeting.objects.get()
    assert [(item.kind, item.title) for item in selectors.agenda(meeting.pk)] == [
        ("decide", "放在哪里"),
        ("discuss", "路灯"),
    ]
    with clock.at(STARTS):
        for seat in selectors.seats(meeting.pk):
            send(desk, meeting.pk, "present", seat=seat.pk, present=1)
        send(desk, meeting.pk, "open")
        item = selectors.agenda(meeting.pk)[0]
        send(desk, meeting.pk, "item", item=item.pk)
        send(desk, meeting.pk, "motion", item=item.pk, text="放在东门")
        motion = selectors.motions(item.pk)[0]
        send(desk, meeting.pk, "put", motion=motion.pk)
        said = send(desk, meeting.pk, "decide", follow=True, motion=motion.pk, yes=9).content.decode()
        assert "不能多过能表决的人" in said
        send(desk, meeting.pk, "decide", motion=motion.pk, yes=5, no=1)
        page = desk.get(reverse("meeting_desk", args=[meeting.pk])).content.decode()
        assert "赞成 5，反对 1" in page and 'value="放在东门"' in page
        send(
            desk,
            meeting.pk,
            "resolve",
            item=item.pk,
            motion=motion.pk,
            text="装充电桩",
            owner=body.pk,
            day="2026-10-01",
        )
        send(desk, meeting.pk, "close")
        send(desk, meeting.pk, "draft")
        there = [str(seat.pk) for seat in selectors.seats(meeting.pk)][:4]
        desk.post(reverse("meeting_act", args=[meeting.pk, "sign"]), {"seat": there})
        send(desk, meeting.pk, "publish")
    _read_by_everybody(meeting)


def _read_by_everybody(meeting: Meeting) -> None:
    stranger = Client()
    page = stranger.get(reverse("meeting_minutes", args=[meeting.pk])).content.decode()
    assert "放在东门" in page and "装充电桩" in page and "王家" in page
    assert stranger.get(reverse("meeting", args=[meeting.pk])).status_code == 200
    paper = stranger.get(reverse("meeting_minutes_pdf", args=[meeting.pk]))
    assert paper.content.startswith(b"%PDF-") and paper["Content-Type"] == "application/pdf"
    english = stranger.get(reverse("meeting", args=[meeting.pk]), headers={"accept-language": "en"}).content.decode()
    assert "What was decided" in english


@pytest.mark.parametrize("state", ["called", "open", "closed", "minuted", "cancelled"])
def test_every_page_stands_in_every_state_for_everybody(street, called, desk, state):
    hall = called()
    resident = client(hall.seat("resident").person_id)
    with clock.at(STARTS):
        _bring(hall, state)
        pages = ["meeting", "meeting_sheet", "meeting_hall", "meeting_screen", "meeting_live"]
        for who, whose in ((Client(), pages), (resident, ["meeting", "meeting_hall"]), (desk, ["meeting_hall"])):
            for page in whose:
                assert who.get(reverse(page, args=[hall.meeting.pk])).status_code == 200, (page, state)
        assert desk.get(reverse("meeting_desk", args=[hall.meeting.pk])).status_code == 200
        assert resident.get(reverse("meeting_desk", args=[hall.meeting.pk])).status_code == 403
        assert (
            client(street.people["neighbour"]).get(reverse("meeting_desk", args=[hall.meeting.pk])).status_code == 403
        )
        assert Client().get(reverse("meeting_desk", args=[hall.meeting.pk])).status_code == 302
        minutes = reverse("meeting_minutes", args=[hall.meeting.pk])
        assert Client().get(minutes).status_code == (403 if state == "minuted" else 404)
        assert resident.get(minutes).status_code == (200 if state == "minuted" else 404)


def _bring(hall, state: str) -> None:
    if state == "cancelled":
        services.cancel_meeting(actor=hall.runner, meeting_id=hall.meeting.pk, reason="改线上")
    if state in ("called", "cancelled"):
        return
    hall.come()
    hall.open()
    hall.take(1)
    hall.move()
    if state != "open":
        services.close_meeting(actor=hall.runner, meeting_id=hall.meeting.pk)
    if state == "minuted":
        services.draft_minutes(actor=hall.runner, meeting_id=hall.meeting.pk)


def test_a_resident_speaks_proposes_and_votes_from_a_phone(street, called):
    hall = called()
    seat = hall.seat("resident")
    mine = client(seat.person_id)
    act = lambda name, **given: mine.post(reverse("meeting_hall_act", args=[hall.meeting.pk, name]), given, follow=True)  # noqa: E731
    assert "您说来" in act("reply", coming="yes").content.decode()
    with clock.at(STARTS):
        hall.come()
        hall.open()
        hall.take(1)
        before = mine.get(reverse("meeting_live", args=[hall.meeting.pk])).content.decode()
        assert "轮到会叫您" in act("ask").content.decode()
        act("propose", item=hall.items[0].pk, text="放在东门")
        motion = selectors.motions(hall.items[0].pk)[0]
        services.put_to_vote(actor=hall.runner, motion_id=motion.pk)
        page = mine.get(reverse("meeting_hall", args=[hall.meeting.pk])).content.decode()
        assert "赞成<span" in page.replace("\n", "") and "放在东门" in page
        assert "您举的是：<strong>赞成</strong>" in act("vote", motion=motion.pk, choice="yes").content.decode()
        services.decide(actor=hall.runner, motion_id=motion.pk, yes=5, no=0)
        last = before.split("after=")[1].split("&")[0]
        news = mine.get(f"{reverse('meeting_live', args=[hall.meeting.pk])}?after={last}&key=old").content.decode()
    assert "请求发言" in news and "通过（赞成 5" in news and "会场有变化" in news
    assert "<button" not in news and "<input" not in news and "<a " not in news, "nothing that could take the focus"


def test_the_lists_stand_empty_and_filled(street, called, desk):
    for _again in range(2):
        for page in ("meetings", "meetings_desk", "meetings_follow", "meetings_plan"):
            assert desk.get(reverse(page)).status_code == 200, page
        called()


def test_a_latecomer_reads_what_was_missed(street, called):
    hall = called()
    late = hall.seat("resident", 2)
    with clock.at(STARTS):
        hall.come("residents_committee", "owners_committee", "property")
        services.mark_present(actor=hall.runner, seat_id=hall.seat("resident").pk, present=True)
        hall.open()
        hall.take(1)
        hall.vote(hall.move(), 4)
    with clock.at(STARTS + timedelta(minutes=20)):
        services.mark_present(actor=hall.runner, seat_id=late.pk, present=True)
        page = client(late.person_id).get(reverse("meeting_hall", args=[hall.meeting.pk])).content.decode()
    assert "您错过了：议到第 1 项，表决了 1 次，通过 1 条" in page


def test_a_committee_among_itself_is_not_looked_into(street, called):
    hall = called(orders="committee", seats=[services.SeatAsked("member") for _n in range(3)])
    assert Client().get(reverse("meeting_hall", args=[hall.meeting.pk])).status_code == 403
    assert Client().get(reverse("meeting", args=[hall.meeting.pk])).status_code == 200, "the notice is everybody's"


def test_the_calendar_entry_says_when_and_when_not(street, called):
    hall = called()
    address = reverse("meeting_ics", args=[hall.meeting.pk])
    entry = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")[0]
    assert entry["DTSTART"].dt == STARTS and "充电桩" in str(entry["SUMMARY"]) and entry["STATUS"] == "CONFIRMED"
    services.cancel_meeting(actor=hall.runner, meeting_id=hall.meeting.pk, reason="改期")
    entry = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")[0]
    assert entry["STATUS"] == "CANCELLED" and entry["SEQUENCE"] == 2


def test_the_notice_on_paper_carries_what_people_wrote_as_text(street, called):
    hall = called(title="#panic() *充电*", urgent="")
    paper = Client().get(reverse("meeting_notice_pdf", args=[hall.meeting.pk]))
    assert paper.status_code == 200 and paper.content.startswith(b"%PDF-")
    assert MeetingSeat.objects.filter(meeting=hall.meeting).count() == 6


def test_somebody_comes_instead_and_signs_what_was_written(street, called, desk):
    hall = called()
    seat = hall.seat("resident")
    holder, number = client(seat.person_id), hall.meeting.pk
    act = lambda who, do, **given: who.post(reverse("meeting_hall_act", args=[number, do]), given, follow=True)  # noqa: E731
    assert "请人代我来" in holder.get(reverse("meeting", args=[number])).content.decode()
    assert "还缺" in act(holder, "substitute").content.decode(), "nobody was named"
    assert "谁代来，记下了" in act(holder, "substitute", name="表姐", phone="13612345678").content.decode()
    other = hall.seat("resident").substitute_id
    assert other and act(holder, "sign").status_code == 403, "the seat is the other's now"
    long_after = STARTS + timedelta(days=900)
    assert people_at_meetings([other, seat.person_id], long_after) == {other, seat.person_id}
    browser = Client()  # the substitute has no account, only this browser
    session = browser.session
    session["resident"] = other
    session.save()
    with clock.at(STARTS):
        _bring(hall, "minuted")
        assert "我认这份记录" in browser.get(reverse("meeting_minutes", args=[number])).content.decode()
        assert "过了半数就能公布" in act(browser, "sign").content.decode()
        assert "改好了" in act(browser, "amend", line=0, text="七点十分才开").content.decode()
        again = browser.get(reverse("meeting_minutes", args=[number])).content.decode()
        assert "我认这份记录" in again and "七点十分才开" in again, "a corrected version is signed anew"
        assert act(browser, "amend", text="哪一行也不是").status_code == 404
        assert Client().post(reverse("meeting_hall_act", args=[number, "sign"])).status_code == 302
        assert "已经到会" not in act(browser, "sign").content.decode()
        send(desk, number, "sign", seat=hall.seat("property").pk)
        services.approve_minutes(
            actor=hall.runner, meeting_id=number, seat_ids=[one.pk for one in hall.seats], how="paper"
        )
        services.publish_minutes(actor=hall.runner, meeting_id=number)
    assert people_at_meetings([other], long_after) == set() and people_at_meetings([other], STARTS) == {other}


def test_the_desk_names_who_comes_and_takes_it_back_before_they_are_there(street, called, desk):
    hall = called()
    seat, number = hall.seat("resident"), hall.meeting.pk
    assert (
        "谁代来，记下了"
        in send(desk, number, "substitute", follow=True, seat=seat.pk, name="邻居老林").content.decode()
    )
    assert "有人代来" in desk.get(reverse("meeting_desk", args=[number])).content.decode()
    with clock.at(STARTS):
        send(desk, number, "present", seat=seat.pk, present=1)
        back = send(desk, number, "substitute", follow=True, seat=seat.pk, back=1).content.decode()
        assert "代来的人已经到会" in back and hall.seat("resident").substitute_id
        send(desk, number, "present", seat=seat.pk, present=0)
        send(desk, number, "substitute", seat=seat.pk, back=1)
    assert hall.seat("resident").substitute_id is None
