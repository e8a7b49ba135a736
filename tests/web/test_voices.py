"""The page of who speaks and its visiting sheet: who may read them, empty and full, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests import world as world_module
from tests.world import MONDAY, SETUP, SINCE, World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.people import services as people
from gongzhi.people.models import Person
from gongzhi.places import services as places

STREET, NANYOU, HOUHAI = "440305007", "440305007010", "440305007011"
VOICES, SHEET = "/street/voices/", "/street/voices/outreach/"


@pytest.fixture
def street(db: None) -> Iterator[World]:
    """The street with households in its two buildings, on a Monday morning."""
    with clock.at(MONDAY):
        made = world_module.build()
        rows = [(f"{b}-{n}", f"{n}", "household", b, None, None, SINCE) for b in ("NYHY3", "HHY1") for n in range(30)]
        places.create_many(actor=SETUP, rows=rows)
        yield made


def signed_in(street: World, who: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=street.people[who]), "django.contrib.auth.backends.ModelBackend")
    return client


def speak(street: World, where: str, count: int, band: str = "") -> None:
    for n in range(count):
        person = people.reporter(phone=f"138{where[0]}{n:07d}".replace("N", "1").replace("H", "2"))
        me = Actor(person_id=person.pk)
        street.report(place=where, actor=me)
        if band:
            people.describe_oneself(actor=me, person_id=person.pk, age_band=band)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("address", [VOICES, SHEET])
@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("worker", 200), ("watcher", 200), ("grid", 403), ("manager", 403)]
)
def test_only_those_who_read_figures_read_it(street: World, address: str, who: str, status: int) -> None:
    assert signed_in(street, who).get(address).status_code == status


@pytest.mark.parametrize("address", [VOICES, SHEET])
def test_nobody_reads_a_place_that_is_not_theirs(street: World, address: str) -> None:
    assert Client().get(address).status_code == 302
    worker = signed_in(street, "worker")
    assert worker.get(f"{address}?place={HOUHAI}").status_code == 403
    assert worker.get(f"{address}?place={STREET}").status_code == 403
    officer = signed_in(street, "officer")
    assert officer.get(f"{address}?place={HOUHAI}").status_code == 200
    assert officer.get(f"{address}?place=NYHY3").status_code == 404
    assert officer.get(f"{address}?place=nowhere").status_code == 404
    assert officer.post(address).status_code == 405


def test_before_anybody_spoke_it_says_so_and_names_every_building(street: World) -> None:
    page = text_of(signed_in(street, "officer").get(VOICES))
    assert "这一年还没有人说话" in page and "南油花园 · 3 栋" in page and "后海园 · 1 栋" in page
    assert "占声音" not in page
    assert "年龄段" not in page


@pytest.mark.row("B14")
def test_the_page_answers_with_a_chart_a_table_and_who_was_not_heard(street: World) -> None:
    speak(street, "NYHY3", 30, band="60_74")
    page = signed_in(street, "officer").get(VOICES)
    words = text_of(page)
    assert "有 30 个声音。2 栋楼里，1 栋还没听到过。" in words
    assert "基尼系数 0.50" in words and "说话的楼太集中" in words
    assert "占声音" in words and "说得最多的五分之一住户，占了 40.0%的声音。" in words
    assert "60 到 74 岁 30 100.0%" in words
    assert "后海园 · 1 栋 · 30 户" in words and "南油花园 · 3 栋 ·" not in words
    sheet = text_of(signed_in(street, "officer").get(SHEET))
    assert "1 栋楼一年里没有人说过话" in sheet and "后海园" in sheet and "南油花园" not in sheet


@pytest.mark.row("B14")
def test_small_numbers_are_not_on_the_page(street: World) -> None:
    speak(street, "NYHY3", 2, band="75")
    speak(street, "HHY1", 9)
    words = text_of(signed_in(street, "officer").get(VOICES))
    assert "南油社区 30 不到 3 –" in words
    assert "后海社区 30 不显示 –" in words or "合计 60 不显示 –" in words
    assert "75 岁及以上 不显示" in words
    here = text_of(signed_in(street, "worker").get(VOICES))
    assert "3 栋 30 不到 3" in here and "75 岁" not in here


def test_no_name_and_no_number_stands_on_either_page(street: World) -> None:
    speak(street, "NYHY3", 5)
    Person.objects.filter(phone__startswith="138").update(name="李秀英")
    for address in (VOICES, SHEET):
        page = signed_in(street, "officer").get(address).content.decode()
        assert "李秀英" not in page and "13810000000" not in page


def test_it_is_whole_in_english(street: World) -> None:
    speak(street, "NYHY3", 30, band="60_74")
    client = signed_in(street, "officer")
    client.cookies["django_language"] = "en"
    for address in (VOICES, SHEET, f"{VOICES}?place={NANYOU}"):
        main = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
        words = re.sub("<[^>]+>", " ", main)
        for name in ("粤海街道", "南油社区", "后海社区", "南油花园", "后海园", "栋", "共治", "中文", "officer"):
            words = words.replace(name, "")
        left = re.findall(r"[\u3400-\u9fff]+", words)
        assert not [w for w in left if "street" not in w], left


def test_the_rates_lead_here(street: World) -> None:
    assert f"{VOICES}?place={STREET}" in signed_in(street, "officer").get("/street/rates/").content.decode()
