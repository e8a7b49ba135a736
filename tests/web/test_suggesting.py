"""How good the suggestions are: who may read it, what it says, and who may let a sure one sort by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from tests import world as world_module
from tests.cases.pages_support import words
from tests.web.test_problems import BACKEND
from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.people.models import Person
from gongzhi.record.services import deliver
from gongzhi.triage.selectors import level_of

PAGE = "/work/sorting/suggestions/"
HOME = "440305007010"


@pytest.fixture
def street(db: None) -> Iterator[World]:
    """The small street on a Monday morning."""
    with clock.at(MONDAY):
        yield world_module.build()


def browser(street: World, who: str, **more: str) -> Client:
    client = Client(**more)
    client.force_login(Person.objects.get(pk=street.people[who]), backend=BACKEND)
    return client


def set_to(street: World, who: str, percent: str, community: str = HOME):
    given = {"percent": percent, "community": str(street.places[community].pk)}
    return browser(street, who).post(PAGE, given)


def test_without_a_seat_there_is_a_reason_and_without_a_sign_in_the_way_there(street: World) -> None:
    assert Client().get(PAGE).status_code == 302
    stranger = Client()
    stranger.force_login(Person.objects.get(pk=street.report("LJ01").reporter_id), backend=BACKEND)
    assert stranger.get(PAGE).status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_empty_it_says_so_and_who_suggests(street: World, language: str) -> None:
    said = words(browser(street, "worker", HTTP_ACCEPT_LANGUAGE=language).get(PAGE))
    empty = (
        "这半年还没有按建议分过。"
        if language == "zh-hans"
        else "Nothing was sorted by suggestion in the last half year."
    )
    lists = "责任清单自己的用词" if language == "zh-hans" else "The responsibility list’s own words"
    assert empty in said and lists in said


def test_it_counts_what_was_taken_and_the_desk_says_it_too(street: World) -> None:
    for text, matter in (("楼道灯坏了，路灯不亮", "LJ01"), ("楼道灯坏了又坏", "ZS01"), ("夜里施工噪声太大", "ZS01")):
        street.move("worker", street.report("", text=text), "sort", matter=matter)
    deliver()
    assert "还没有按建议分过" in words(browser(street, "worker").get(PAGE)), "sorted before anything was suggested"
    for text, matter in (("楼道灯坏了，路灯不亮了", "LJ01"), ("楼道灯坏了再坏", "ZS01")):
        case = street.report("", text=text)
        deliver()
        street.move("worker", case, "sort", matter=matter)
        deliver()
    said = words(browser(street, "worker").get(PAGE))
    assert "人看了 2 件，1 件照建议分（50%）" in said
    assert "这个月看建议分了 2 件，照建议 1 件；自动分了 0 件。" in words(browser(street, "worker").get("/work/sort/"))


def test_the_secretary_sets_changes_and_takes_back_the_level(street: World) -> None:
    place = street.places[HOME].pk
    assert set_to(street, "secretary", "85").status_code == 302
    assert level_of(place) == 850
    assert "把握到 85% 就自动分" in words(browser(street, "worker").get(PAGE))
    assert set_to(street, "secretary", "").status_code == 302
    assert level_of(place) is None


@pytest.mark.parametrize("percent", ["49", "101", "-1", "0", "八十", "9" * 30, "85.5"])
def test_a_bad_number_is_said_at_its_field_and_kept(street: World, percent: str) -> None:
    answer = set_to(street, "secretary", percent)
    assert answer.status_code == 422
    assert percent in answer.content.decode()
    assert level_of(street.places[HOME].pk) is None


@pytest.mark.parametrize(("who", "community"), [("worker", HOME), ("neighbour", HOME), ("secretary", "440305007011")])
def test_nobody_else_sets_it(street: World, who: str, community: str) -> None:
    assert set_to(street, who, "85", community).status_code == 403
    assert level_of(street.places[community].pk) is None
