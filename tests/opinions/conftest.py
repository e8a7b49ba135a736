"""Every test of opinions lives in the small street, on a Monday morning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests import world as world_module
from tests.opinions.talks import Talk, crowded, started
from tests.world import World

from gongzhi.kernel import clock


@pytest.fixture
def street(db: None) -> Iterator[World]:
    """The street; the clock stands at Monday, nine o'clock."""
    with clock.at(world_module.MONDAY):
        yield world_module.build()


@pytest.fixture
def talk(db: None) -> Iterator[Talk]:
    """An open conversation with five seeds."""
    with clock.at(world_module.MONDAY):
        yield started()


@pytest.fixture
def two_camps(db: None) -> Iterator[tuple[Talk, int, int]]:
    """Twelve for piles near the door, nine against; all would let the users pay. One of each camp."""
    with clock.at(world_module.MONDAY):
        yield crowded()
