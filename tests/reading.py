"""Who asks for a page, and what stands on it, for tests that go through pages alone."""

from __future__ import annotations

from typing import Any

from django.test import Client

from gongzhi.kernel.actor import Actor
from gongzhi.people.models import Person


def client_of(actor: Actor | None) -> Client:
    """A browser in which this person is signed in; nobody is for None."""
    client = Client()
    if actor is not None:
        client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def text(response: Any, status: int = 200) -> str:
    """The page, which must have come with this status."""
    assert response.status_code == status, (response.status_code, response.content.decode()[-3000:])
    return str(response.content.decode())
