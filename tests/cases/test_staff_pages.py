"""The pages of staff: who enters, what they show, and that each does what it says, without scripts."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.world import PLACES as STREET_PLACES
from tests.world import World

from gongzhi.people.selectors import person

PAGES = {
    "/work/": {"head", "grid", "worker", "secretary", "manager", "officer", "urban", "bureau", "watcher"},
    "/work/whistles/": {"head", "grid", "worker", "secretary", "manager", "officer", "urban", "bureau", "watcher"},
    "/work/take-in/": {"head", "grid", "worker", "secretary", "officer"},
    "/work/sort/": {"worker", "secretary", "officer"},
    "/street/": {"officer"},
    "/street/cases/": {"worker", "secretary", "officer", "watcher"},
    "/street/cases.csv": {"worker", "secretary", "officer", "watcher"},
}
EVERYBODY = ("head", "grid", "worker", "secretary", "manager", "officer", "urban", "bureau", "watcher")


def sign_in(street: World, key: str, language: str = "zh-hans") -> Client:
    """A browser in which this member of staff is signed in."""
    client = Client(headers={"accept-language": language})
    client.force_login(person(street.people[key]), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", EVERYBODY)
def test_each_page_opens_for_its_seats_and_says_why_to_others(street: World, page: str, key: str) -> None:
    answer = sign_in(street, key).get(page)
    assert answer.status_code == (200 if key in PAGES[page] else 403)
    if answer.status_code == 403:
        assert "这一页给" in answer.content.decode()


CHINESE = re.compile(r"[\u3400-\u9fff]+")
# What people and lists wrote stays as they wrote it; the button that leads back to Chinese is in Chinese.
REPORTS = ("三单元的灯坏了三天", "外墙渗水", "楼道灯不亮")
SPOKE = ("渗水", "漏水", "外墙", "灯", "不亮")  # words of the list and pieces of reports, as reasons
DATA = ("中文", "共治", "社区治理责任清单", "测试版", *REPORTS, *SPOKE)


def _chinese_left(page: str, street: World) -> set[str]:
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    known = {str(p.name) for p in street.places.values()} | {p[1] for p in STREET_PLACES} | set(DATA)
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, " ")
    return set(CHINESE.findall(text)) - {"栋"}


def test_the_english_pages_are_english(street: World) -> None:
    """Every page and every form, with something on it, in the language of the reader."""
    case = street.move("worker", street.report("FW01", text="外墙渗水"), "accept")
    street.move("worker", case, "whistle", calls=[street.body_of("urban").pk])
    held = street.move("worker", street.report("FW01", text="外墙渗水"), "accept")
    street.report("", text="楼道灯不亮")
    street.move("head", street.report(), "refuse", clause="LJ01:grid")
    forms = ("answer", "whistle", "offer", "divide", "merge", "reclassify", "rise", "redirect", "note", "pause")
    worker = ["/work/", "/work/?q=灯", "/work/whistles/", "/work/sort/", "/work/take-in/", "/street/cases/"]
    worker += [f"/work/m/{case.pk}/", *(f"/work/m/{held.pk}/{name}/" for name in forms)]
    pages = [("worker", p) for p in worker] + [
        ("officer", "/street/"),
        ("urban", "/work/whistles/"),
        ("watcher", "/work/"),
    ]
    left = {}
    for key, address in pages:
        page = sign_in(street, key, "en").get(address)
        assert page.status_code == 200, address
        left[address] = _chinese_left(page.content.decode(), street)
    assert not {address: words for address, words in left.items() if words}


def test_the_page_that_refuses_is_english_too(street: World) -> None:
    page = sign_in(street, "urban", "en").get("/street/").content.decode()
    assert "This page is for these seats: street officer" in page


@pytest.mark.parametrize("key", EVERYBODY)
def test_the_header_leads_only_where_the_seat_may_go(street: World, key: str) -> None:
    browser = sign_in(street, key)
    header = browser.get("/work/").content.decode().split("</header>")[0]
    led = set(re.findall(r'href="(/(?:work|street)/[^"]*)"', header))
    assert "/work/" in led
    assert all(key in PAGES[address] for address in led & set(PAGES))
    assert not [address for address in led if browser.get(address).status_code != 200]
