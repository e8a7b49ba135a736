"""What one may see is one thing: lists, permits, numbers that are typed, keys, files."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.stages import make
from tests.cases.test_staff_pages import sign_in
from tests.world import SETUP, World

from gongzhi.cases.lifecycle import CASE
from gongzhi.cases.models import Case, Photo
from gongzhi.cases.selectors import cases_for, moves_open
from gongzhi.cases.selectors.limits import limit
from gongzhi.cases.selectors.work import duties_of
from gongzhi.duties import services as duties
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.organisations.selectors import actor_for
from gongzhi.people import services as people


@pytest.mark.parametrize("state", CASE.states)
def test_every_row_of_an_inbox_opens(street: World, state: str) -> None:
    """Whatever the seat and the state: what the inbox lists may be seen, and lists and permit say the same."""
    odd = [("operator", "street_office", "440305007"), ("desk", "street_office", "440305007"),
           ("org_member", "residents_committee", "440305007010"), ("operator", "residents_committee", "440305007010"),
           ("operator", "street_urban", "440305007")]  # fmt: skip
    cast = {key: street.actor(key) for key in street.people}
    for role, kind, place in odd:
        cast[f"{role} {kind}"] = seated(street, role, kind, place)
    cast["both"] = seated(street, "street_officer", "street_office", "440305007", cast["operator street_office"])
    case = make(street, state)
    if state == "answered":
        silent_until_drawn(case)
    for key, actor in cast.items():
        seen = set(cases_for(actor).values_list("pk", flat=True))
        assert seen == {c.pk for c in Case.objects.select_related("place") if may(actor, "case.see", c)}, key
        assert {d.about_id for d in duties_of(actor)} <= seen, key
        if key.startswith("operator"):
            assert not seen and not duties_of(actor).exists() and not moves_open(actor, case), key


def seated(street: World, role: str, kind: str, place: str, who: Actor | None = None) -> Actor:
    """Somebody in one more seat of this body."""
    seat = seats.create_seat(actor=SETUP, body_id=street.bodies[kind, place].pk, role=role)
    person = who.person_id if who else people.reporter(name="又一个人").pk
    seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person or 0)
    return actor_for(person or 0)


def silent_until_drawn(case: Case) -> None:
    """The reporter said nothing, and the lot fell on this case: the street must call."""
    duties.open_duty(
        kind="call_back", about=Ref("cases.case", case.pk), limit=limit("case.callback_limit"),
        body_id=organisations.body_for("street_office", case.place).pk,
    )  # fmt: skip


# -- a number that is typed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["unseen", "none"])
def test_a_typed_number_opens_nothing_that_one_may_not_see(street: World, number: str) -> None:
    """A grid worker merges into a case of another community: told in the same words as no case."""
    case = street.report("ZS01", text="夜里施工太吵")
    other = street.report("ZS01", place="HHY1", text="后海夜里施工")
    assert not may(street.actor("grid"), "case.see", Case.objects.get(pk=other.pk))
    primary = other.pk if number == "unseen" else 10**12
    with pytest.raises(Refused) as error:
        street.move("grid", case, "merge", primary=primary)
    assert (error.value.code, error.value.field) == ("cannot_merge", "primary")
    assert str(error.value.message).startswith("没有这个编号的事，或者您看不到它")
    sent = {"seen": case.version, "primary_number": str(primary)}
    answer = sign_in(street, "grid").post(reverse("work_move", args=[case.pk, "merge"]), sent)
    assert answer.status_code == 422 and "或者您看不到它" in answer.content.decode()
    assert "后海夜里施工" not in answer.content.decode()
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.state, other.voices) == ("filed", 1)
    street.move("officer", case, "merge", primary=other.pk)  # the street sees both
    case.refresh_from_db()
    assert case.state == "merged"


# -- a key that is sent again -----------------------------------------------------------------------------------------


def form_of(street: World, key: str, text: str) -> dict[str, Any]:
    return {
        "text": text, "where": "南油花园 3 栋", "place": street.places["NYHY3"].pk, "channel": "phone", "phone": "",
        "intake": "help",
        "key": key, "matter": "", "send": "1",
    }  # fmt: skip


def web_case(street: World, key: str, text: str) -> Case:
    resident = Actor(person_id=people.reporter(name="她").pk)
    return street.report("LJ01", actor=resident, text=text, key=key)


def test_the_key_of_a_web_report_leads_a_helper_to_the_matter(street: World) -> None:
    case = web_case(street, "a" * 32, "三单元的灯坏了三天")
    page = sign_in(street, "worker").post(
        reverse("take_in"), form_of(street, "a" * 32, "三单元的灯坏了三天"), follow=True
    )
    assert page.redirect_chain == [(reverse("work_matter", args=[case.pk]), 302)]
    assert page.status_code == 200 and "已经有人报过" in page.content.decode()
    assert Case.objects.count() == 1


def test_other_words_under_that_key_are_not_lost(street: World) -> None:
    web_case(street, "b" * 32, "三单元的灯坏了三天")
    page = sign_in(street, "worker").post(reverse("take_in"), form_of(street, "b" * 32, "电梯也坏了"), follow=True)
    assert page.status_code == 200 and "take-in" in page.redirect_chain[-1][0]
    assert Case.objects.filter(text="电梯也坏了", helper_id=street.people["worker"]).count() == 1
    assert Case.objects.count() == 2


def test_a_key_opens_no_matter_of_another_community(street: World) -> None:
    """The same words, but a case that this helper may not see: taken in by itself, nothing told of the other."""
    resident = Actor(person_id=people.reporter(name="她").pk)
    other = street.report("LJ01", place="HHY1", actor=resident, text="灯坏了", key="c" * 32)
    page = sign_in(street, "worker").post(reverse("take_in"), form_of(street, "c" * 32, "灯坏了"), follow=True)
    assert page.status_code == 200 and "take-in" in page.redirect_chain[-1][0]
    assert Case.objects.exclude(pk=other.pk).get().helper_id == street.people["worker"]


def test_the_helpers_own_key_twice_is_one_case(street: World) -> None:
    browser = sign_in(street, "worker")
    pages = [browser.post(reverse("take_in"), form_of(street, "d" * 32, "门口路灯坏了"), follow=True) for _ in range(2)]
    assert pages[0].redirect_chain == pages[1].redirect_chain and Case.objects.count() == 1
    assert "没有重复" in pages[1].content.decode()


# -- a photograph whose file is gone ----------------------------------------------------------------------------------


def test_a_photograph_without_its_file_says_so(street: World, caplog: Any) -> None:
    case = street.report()
    photo = Photo.objects.create(
        case=case, file="cases/2026/09/gone.jpg", width=10, height=10, released=True, added_at=case.reported_at
    )
    with caplog.at_level(logging.WARNING, logger="gongzhi.cases"):
        page = sign_in(street, "worker").get(reverse("work_photo", args=[photo.pk]))
        public = Client().get(reverse("matter_picture", args=[case.pk, photo.pk]))
    assert (page.status_code, public.status_code) == (404, 404)
    assert "文件不在了" in page.content.decode() and "文件不在了" in public.content.decode()
    said = [r.getMessage() for r in caplog.records if r.name == "gongzhi.cases"]
    assert said == [f"the file of photograph {photo.pk} is missing"] * 2
    assert sign_in(street, "urban").get(reverse("work_photo", args=[photo.pk])).status_code == 403
