"""The page of what is decided together: empty, with one of everything, and what waits for nobody but its reader."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.cases.conftest import street as street
from tests.deliberation.topics_world import raised
from tests.world import World

from gongzhi.people.selectors import person

pytestmark = pytest.mark.django_db


def test_an_empty_community_is_told_how_to_begin(street: World, client: Client) -> None:
    page = client.get("/together/").content.decode()
    assert "您可以第一个提" in page and "/topics/new/" in page and "工作台" not in page


def test_a_topic_stands_there_and_then_among_what_is_settled(street: World, client: Client) -> None:
    live = raised(street).taken_up().seated().investigated().deliberating()
    going = client.get("/together/").content.decode()
    assert f"/topics/{live.topic.pk}/" in going and "正在商量" in going
    live.minority_met().met().do("conclude", outcome="adopted", text="装在北门。")
    settled = client.get("/together/").content.decode()
    after = settled.split("定下来的", 1)[1]
    assert f"/topics/{live.topic.pk}/" in after and f"/topics/{live.topic.pk}/" not in settled.split("定下来的", 1)[0]


def test_staff_find_their_desks_and_a_raised_topic_is_not_public_yet(street: World, client: Client) -> None:
    live = raised(street)
    assert f"/topics/{live.topic.pk}/" not in client.get("/together/").content.decode()
    client.force_login(person(street.people["worker"]))
    page = client.get("/together/").content.decode()
    assert "/work/topics/" in page and "/work/votes/" in page
