"""The search that forms use, and the page of cells with their history."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from gongzhi.people.models import Person
from gongzhi.places import services

from .conftest import SETUP, TODAY


def test_the_search_answers_with_public_places_only(tree: SimpleNamespace, client: Client) -> None:
    response = client.get(reverse("place_search"), {"q": "海珠 3栋", "under": tree.id("C1")})
    assert response.status_code == 200 and "max-age=60" in response["Cache-Control"]
    first = response.json()["places"][0]
    assert first == {
        "id": tree.id("E1-3"), "code": "E1-3", "name": "3 栋", "level": "楼栋",
        "where": "粤海街道 · 南油社区 · 海珠花园 · 3 栋",
    }  # fmt: skip
    assert client.get(reverse("place_search"), {"q": "101", "under": tree.id("C1")}).json() == {"places": []}
    assert client.post(reverse("place_search")).status_code == 405
    many = client.get(reverse("place_search"), {"q": "栋", "under": tree.id("S")}).json()["places"]
    assert 0 < len(many) <= 20


@pytest.mark.parametrize("under", ["0", "99999999", "-1", "abc", "１２", "9" * 40, "1;DROP"])
def test_an_unknown_place_is_said_in_words(tree: SimpleNamespace, client: Client, under: str) -> None:
    response = client.get(reverse("place_search"), {"q": "3栋", "under": under})
    assert response.status_code == 404 and "重新选" in response.json()["message"]


@pytest.mark.parametrize("query", ["", "栋" * 3000, "😀", "%%%"])
def test_any_words_are_answered(tree: SimpleNamespace, client: Client, query: str) -> None:
    assert client.get(reverse("place_search"), {"q": query}).status_code == 200


def test_the_cells_page_tells_the_history(tree: SimpleNamespace, client: Client) -> None:
    services.move_boundary(actor=SETUP, place_id=tree.id("E1"), new_parent_id=tree.id("G2"))
    address = reverse("place_cells", args=[tree.id("G1")])
    assert client.get(address).status_code == 302
    client.force_login(Person.objects.create(username="someone"))
    page = client.get(address).content.decode()
    assert "海珠花园" in page and TODAY.isoformat() in page and "南油二网格" in page
    assert "1 单元 101" not in client.get(reverse("place_cells", args=[tree.id("E1-1")])).content.decode()
    assert client.get(reverse("place_cells", args=[99_999_999])).status_code == 404
