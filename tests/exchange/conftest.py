"""The small street, on a Monday morning, for lists that come from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests import world as world_module
from tests.world import World

from gongzhi.kernel import clock


@pytest.fixture
def street(db: None) -> Iterator[World]:
    """The street; the clock stands at Monday, nine o'clock."""
    with clock.at(world_module.MONDAY):
        yield world_module.build()
