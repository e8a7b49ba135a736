"""What the rates page says of the work: platforms, off-duty requests, asking again; for staff only, both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import world as world_module
from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.people import services as people
from gongzhi.people.models import Person
from gongzhi.record import services as record

STREET, NANYOU = "440305007", "440305007010"
DATA = ("粤海街道", "南油社区", "3 栋", "三单元的灯坏了三天", "帮我找猫", "帮我找狗", "陪我下棋", "楼道与小区环境")
RATES, AGAIN, CASES = "/street/rates/", "/street/rates/again/", "/street/rates/cases/"


@pytest.fixture
def street(db: None) -> Iterator[World]:
    """The street, on a Monday morning."""
    with clock.at(MONDAY):
        yield world_module.build()


def signed_in(street: World, who: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=street.people[who]), "django.contrib.auth.backends.ModelBackend")
    return client


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def busy(street: World) -> None:
    """Something of everything: a matter across platforms, cats, a wrong sorting, the same said twice."""
    case = street.report("ZS01")
    for who, move in (("grid", "accept"), ("grid", "rise"), ("worker", "accept")):
        street.move(who, case, move)
    street.move("worker", case, "whistle", calls=[street.body("street_urban").pk])
    for text in ("帮我找猫", "帮我找狗", "陪我下棋"):
        cat = street.report("", text=text, actor=Actor(people.reporter(phone="13800000009").pk))
        street.move("worker", cat, "redirect", branch="beyond_duty", note="可以找志愿者")
    wrong = street.report("")
    street.move("worker", wrong, "sort", matter="ZS01")
    street.move("worker", wrong, "reclassify", matter="LJ01")
    me = Actor(people.reporter(phone="13800000001").pk)
    for _n in range(2):
        street.report("LJ01", actor=me)
    record.deliver()


@pytest.mark.row("E08")
def test_the_street_sees_its_platforms_and_what_crosses_them_with_one_lead(street: World) -> None:
    busy(street)
    page = text_of(signed_in(street, "officer").get(RATES))
    assert "四平台各有多少？" in page and "便民服务 4 100.0%" in page and "综合执法 0 0.0%" in page
    assert re.search(r"\d+ 三单元的灯坏了三天 便民服务、综合执法 南油社区residents_committee", page)


@pytest.mark.row("F09")
def test_off_duty_requests_are_listed_and_open_to_their_cases(street: World) -> None:
    busy(street)
    officer = signed_in(street, "officer")
    page = officer.get(RATES)
    words = text_of(page)
    assert "代找走失宠物 2" in words and "清单上没有的 1" in words and "算不出转成率" in words
    link = re.search(r'href="(/street/rates/cases/\?[^"]*word=FB01[^"]*)"', page.content.decode())
    assert link is not None
    opened = text_of(officer.get(link[1].replace("&amp;", "&")))
    assert "不归社区做的事：代找走失宠物" in opened and "计了 2 次" in opened and "帮我找狗" in opened
    with clock.at(MONDAY + timedelta(days=31)):
        assert "转走后没有再来问同样的事：100.0%（3 / 3 件）" in text_of(officer.get(RATES))


@pytest.mark.row("Q12")
def test_asking_again_and_wrong_sortings_are_figures_that_open(street: World) -> None:
    busy(street)
    officer = signed_in(street, "officer")
    page = officer.get(RATES)
    words = text_of(page)
    assert "同一个人，期限内又说同一件事 1" in words
    assert "分错了，后来改的 1 25.0%（共 4 件）" in words and "改了事项类型 1" in words
    link = re.search(r'href="(/street/rates/again/[^"]+)"', page.content.decode())
    assert link is not None
    opened = text_of(officer.get(link[1].replace("&amp;", "&")))
    assert "又说同一件事" in opened and "计了 1 次" in opened
    assert officer.get(f"{AGAIN}?figure=asked").status_code == 200
    assert officer.get(f"{AGAIN}?figure=worker").status_code == officer.get(AGAIN).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("officer", 200), ("worker", 200), ("grid", 403), ("manager", 403)])
def test_only_those_who_read_figures_open_them(street: World, who: str, status: int) -> None:
    assert signed_in(street, who).get(f"{AGAIN}?figure=said").status_code == status
    assert Client().get(f"{AGAIN}?figure=said").status_code == 302


def test_the_public_sees_none_of_it(street: World) -> None:
    busy(street)
    board = Client()
    for figure in ("off_duty", "sorted", "corrected", "asked", "said"):
        assert board.get(f"/board/{STREET}/cases/?figure={figure}").status_code == 404
    page = text_of(board.get(f"/board/{STREET}/"))
    download = board.get(f"/board/{STREET}/figures.csv").content.decode("utf-8-sig")
    assert "四平台" not in page and not re.search("off_duty|sorted|corrected", download)


def test_a_street_where_nothing_happened_says_so(street: World) -> None:
    page = text_of(signed_in(street, "officer").get(RATES))
    assert "现在没有跨平台的件" in page and "这几个月没有这样的事" in page


def test_it_is_whole_in_english(street: World) -> None:
    busy(street)
    client = signed_in(street, "officer")
    client.cookies["django_language"] = "en"
    for address in (f"{RATES}?place={NANYOU}", f"{AGAIN}?figure=said", f"{CASES}?figure=off_duty&word=FB01"):
        main = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
        words = re.sub("<[^>]+>", " ", main)
        for name in DATA:
            words = words.replace(name, "")
        assert not re.findall(r"[\u3400-\u9fff]+", words)
