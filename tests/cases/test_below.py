"""What cases tell the packages below: whose contact is still needed, and what a seat may do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.world import MONDAY, World

from gongzhi.cases import services
from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import declared
from gongzhi.organisations.selectors import powers_of
from gongzhi.people import services as people
from gongzhi.people.selectors import person


@pytest.mark.row("L03")
def test_contacts_are_kept_while_a_matter_is_open_and_erased_after_their_time(street: World) -> None:
    open_case, done = street.report(phone="13800000001"), street.report(phone="13800000002")
    street.move(street.reporter(done), done, "withdraw")
    assert not people.erase_expired(actor=system("people.retention"))
    with clock.at(MONDAY + timedelta(days=3 * 366)):
        people.erase_expired(actor=system("people.retention"))
    kept, erased = person(open_case.reporter_id), person(done.reporter_id)
    assert kept.phone == "13800000001"
    assert (erased.phone, erased.phone_key, erased.name) == ("", "", "")


def test_what_a_seat_may_do_is_printed_from_the_permits(street: World) -> None:
    labels = declared()
    community = dict(powers_of(street.body_of("worker"), ["community_worker"]))
    said = next(iter(community.values()))
    assert labels["case.whistle"] in said and labels["case.sort"] in said
    watching = next(iter(dict(powers_of(street.body_of("watcher"), ["supervisor"])).values()))
    assert labels["case.hold"] not in watching and labels["case.sort"] not in watching
    head = next(iter(dict(powers_of(street.body_of("head"), ["building_head"])).values()))
    assert labels["case.answer"] in head and labels["case.whistle"] not in head


def test_a_helper_outside_the_area_takes_nothing_in(street: World) -> None:
    new = services.NewCase(text="楼道灯坏了", place_id=street.places["NYHY3"].pk, channel="counter")
    with pytest.raises(Refused, check=lambda e: e.code == "denied"):
        services.report_case(actor=street.actor("neighbour"), new=new)
    case = services.report_case(actor=street.actor("worker"), new=new).case
    assert (case.helper_id, case.channel) == (street.people["worker"], "counter")
    assert case.reporter_id != case.helper_id
