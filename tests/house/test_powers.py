"""Every power has its public sentence, and what the pages print is what the permits answer: in both directions."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse
from tests.cases.conftest import street as street

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import declared, may
from gongzhi.organisations import selectors
from gongzhi.organisations.selectors.powers import _examples
from gongzhi.organisations.words import BODY_KINDS, ROLES
from house import phrases


def _ours() -> dict[str, object]:
    return {name: label for name, label in declared().items() if not name.startswith("test.")}


@pytest.mark.row("B18")
def test_every_permit_has_a_public_sentence_and_an_explanation():
    silent = [name for name, label in _ours().items() if not phrases.CHINESE.search(str(label))]
    assert not silent
    assert not [name for name in selectors.unexplained() if name in _ours()]
    assert set(_examples) <= set(declared()), "an example of a permit that nobody declares"


def _text(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return html.unescape(re.sub("<[^>]+>", "\n", response.content.decode()))


@pytest.mark.row("B18")
@pytest.mark.django_db
def test_the_page_prints_every_permit_and_nothing_else(street, client):
    lines = [line.strip() for line in _text(client, reverse("powers")).splitlines()]
    for name, label in _ours().items():
        assert str(label) in lines, f"{name} is on no line of the page"
    assert len(selectors.sentences()) == len(declared())


@pytest.mark.row("B18")
@pytest.mark.django_db
def test_a_body_page_says_what_it_may_and_may_not_by_asking_the_permits(street, client):
    for key in ("worker", "manager", "officer", "head"):
        body = street.body_of(key)
        roles = {seat.role for seat in selectors.seats_of(body.pk)}
        text = _text(client, reverse("body", args=[body.pk]))
        may_lines = {str(label) for _role, labels in selectors.powers_of(body, roles) for label in labels}
        not_lines = {str(label) for label in selectors.withheld(body, roles)}
        assert may_lines and not_lines and not may_lines & not_lines
        assert all(line in text for line in may_lines | not_lines)
        for role in roles:
            seat = Seat(0, role, body.pk, body.kind, body.place_id, body.place.path, body.place.level)
            actor = Actor(person_id=-1, seats=(seat,))
            for name, make in _examples.items():
                said = str(declared()[name]) in may_lines
                assert said or not may(actor, name, make(seat)) or _everybodys(name), (key, name)


def _everybodys(name: str) -> bool:
    return next(one for one in selectors.sentences() if one.permit == name).everybody


@pytest.mark.row("B18")
@pytest.mark.django_db
def test_the_house_page_and_the_body_pages_name_the_same_holders(street):
    by_page = {
        (one.permit, str(holder.role), str(kind))
        for one in selectors.sentences()
        for holder in one.holders
        for kind in holder.kinds
    }
    by_body = {
        (name, str(ROLES[seat.role]), str(BODY_KINDS[body.kind]))
        for body in street.bodies.values()
        for seat in selectors.seats_of(body.pk)
        for name in selectors.held_by(body, seat.role)
    }
    assert by_page == by_body
    relations = {one.permit for one in selectors.sentences() if one.relation}
    assert {"case.judge", "case.clock", "vote.cast"} <= relations


@pytest.mark.row("B18")
@pytest.mark.django_db
def test_what_residents_decide_is_not_the_committees(street, client):
    text = _text(client, reverse("body", args=[street.body_of("worker").pk]))
    assert "居民会议" in text and "单位只召集，不能代替" in text
    assert "怎么找它" in text and "它不能做什么" in text
