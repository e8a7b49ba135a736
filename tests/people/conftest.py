"""Actors who ask for other people's contacts, as the permits see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.people import services
from gongzhi.people.services import erasure

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def staff(db: None) -> Callable[..., Actor]:
    """Somebody with an account and, on request, seats with these roles."""
    count = iter(range(1, 1000))

    def make(*roles: str) -> Actor:
        number = next(count)
        person = services.register_account(username=f"staff{number}", password="trambahn-ahorn")
        seats = tuple(
            Seat(number * 10 + n, role, 7, "street_office", 3, "00000003", "street") for n, role in enumerate(roles)
        )
        return Actor(person_id=person.pk, seats=seats)

    return make


@pytest.fixture
def needs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The registered needs, replaced by none but those that a test adds."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(erasure, "_needs", found)
    return found
