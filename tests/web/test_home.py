"""The first page of a community: what it says, whom it remembers, how little it asks of database and network."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from tests import world as world_module
from tests.cases.pages_support import ENGLISH, NANYOU, counted, words
from tests.world import World

from gongzhi.cases import services
from gongzhi.kernel import clock

KILOBYTE = 1024


@pytest.fixture
def street(db: None) -> Iterator[World]:
    """The street; the clock stands at Monday, nine o'clock."""
    with clock.at(world_module.MONDAY):
        yield world_module.build()


def test_a_stranger_chooses_and_is_remembered(client: Client, street: World) -> None:
    page = client.get("/")
    assert "您在哪个社区" in words(page) and "后海社区" in words(page) and "/report/" in page.content.decode()
    here = client.get(f"/c/{NANYOU}/")
    assert here.cookies["community"].value == NANYOU
    assert "南油社区" in words(client.get("/")) and "您在哪个社区" not in words(client.get("/"))
    assert "您在哪个社区" in words(client.get("/?choose=1"))
    assert client.get(f"/c/{NANYOU}/?next=report_where").url == "/report/where/"
    assert client.get(f"/c/{NANYOU}/?next=//evil.example/").status_code == 200


@pytest.mark.parametrize("code", ["nowhere", "440305007", "NYHY3", "HH1"])
def test_what_is_no_community_here_leads_to_the_list(client: Client, street: World, code: str) -> None:
    page = client.get(f"/c/{code}/")
    assert page.status_code == 404 and "没有这个社区" in words(page) and "南油社区" in words(page)


@pytest.mark.parametrize("cookie", ["nowhere", "", "440305007", "'; --", "x" * 3000])
def test_a_broken_memory_is_no_obstacle(client: Client, street: World, cookie: str) -> None:
    client.cookies["community"] = cookie
    assert "您在哪个社区" in words(client.get("/"))


@pytest.mark.parametrize(("query", "found"), [("后海", True), ("没有的", False), ("<script>", False)])
def test_the_list_is_searched_by_name(client: Client, street: World, query: str, found: bool) -> None:
    said = words(client.get("/", {"choose": "1", "q": query}))
    assert ("后海社区" in said) is found and "南油社区" not in said


@pytest.mark.django_db
def test_before_anything_is_registered_the_page_stands(client: Client) -> None:
    assert "这里还没有登记社区" in words(client.get("/"))


def test_the_week_is_said_with_true_numbers(client: Client, street: World) -> None:
    assert "近七天还没有人反映新的事" in words(client.get(f"/c/{NANYOU}/"))
    cases = [street.report(text=f"{n} 号灯坏了") for n in range(3)]
    street.report(place="HHY1", text="别的社区的灯")
    for case in cases[:2]:
        street.move("head", case, "accept")
        street.move("head", case, "answer", answer="换好了", outcome="solved")
    services.judge(actor=street.reporter(cases[0]), case_id=cases[0].pk, solved=True, satisfied=5)
    said = words(client.get(f"/c/{NANYOU}/"))
    assert "邻居反映了 3 件事" in said and "答复了 2 件，邻居评定解决了 1 件" in said
    assert "还有 2 件没办结，都没有超过时限" in said
    with clock.at(clock.now() + 9 * (clock.now() - clock.now().replace(hour=0))):
        assert "超过了时限" in words(client.get(f"/c/{NANYOU}/"))


def test_only_released_headings_are_shown(client: Client, street: World) -> None:
    case = street.report(text="王小二家门口的灯坏了", phone="13912345678", name="王小二")
    assert "灯坏了" not in words(client.get(f"/c/{NANYOU}/"))
    services.release_heading(actor=street.actor("secretary"), case_id=case.pk, heading="南油花园楼道灯")
    page = client.get(f"/c/{NANYOU}/").content.decode()
    assert "南油花园楼道灯" in page and f"/m/{case.pk}/" in page
    for secret in ("王小二", "13912345678", "灯坏了"):
        assert secret not in page


def test_both_languages_and_large_type(client: Client, street: World) -> None:
    page = client.get(f"/c/{NANYOU}/", **ENGLISH)
    assert page.status_code == 200 and "Report a matter" in words(page) and "我要反映" not in words(page)
    client.cookies["elder"] = "1"
    assert 'class="elder"' in client.get("/").content.decode()


def test_one_filled_button_and_a_notice_to_print(client: Client, street: World) -> None:
    page = client.get(f"/c/{NANYOU}/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert len(re.findall(r'class="[^"]*\bbtn-primary\b', main)) == 1
    assert main.count('role="img"') == 2 and f"/c/{NANYOU}/" in main


def test_the_number_of_queries_does_not_grow(client: Client, street: World) -> None:
    def some(count: int) -> None:
        for number in range(count):
            case = street.report(place="NYHY", matter="FW01", text=f"{number} 单元渗水")
            services.release_heading(actor=street.actor("secretary"), case_id=case.pk, heading=f"渗水 {number}")

    client.get(f"/c/{NANYOU}/")
    some(1)
    with counted() as one:
        client.get(f"/c/{NANYOU}/")
    some(49)
    with counted() as many:
        client.get(f"/c/{NANYOU}/")
    assert len(many) == len(one) <= 12


def test_the_first_page_is_light(client: Client, street: World) -> None:
    """What a phone loads for the community's page and the first step, compressed: 120 KB at the most."""
    for path in (f"/c/{NANYOU}/", "/report/"):
        page = client.get(path).content.decode()
        files = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js|svg))"', page))
        assert files
        weight = len(gzip.compress(page.encode()))
        for name in files:
            found = finders.find(name)
            assert found, name
            with open(str(found), "rb") as file:
                weight += len(gzip.compress(file.read()))
        assert weight <= 120 * KILOBYTE, f"{path}: {weight // KILOBYTE} KB"
