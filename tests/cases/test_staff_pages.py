"""The pages of staff: who enters, what they show, and that each does what it says, without scripts."""

from __future__ import annotations

import pytest
from django.test import Client

from gongzhi.people.selectors import person
from tests.world import World

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
