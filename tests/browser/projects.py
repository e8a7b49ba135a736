"""A project under way in the street, and one whose residents are drawn, for the walk of all pages."""

from __future__ import annotations

from typing import Any

from tests.browser.town import Town
from tests.projects.project_world import Life

from gongzhi.people.models import Person

# What people wrote here: no English page translates it.
SAID = (
    "三栋装扶手", "从一楼到六楼", "楼道想装扶手", "楼梯左边没有扶手", "议题登记 2026-12 号", "座谈记录 2026-31 号",
    "合同 7 号", "进场", "装到三楼", "装完", "议事会",
)  # fmt: skip


def asking(town: Town) -> Any:
    """One whose residents are drawn and have not spoken, so that a helper may ask them."""
    return Life(town.world).drawn()


def asked(town: Town) -> tuple[Any, Any]:
    """The same as rows: the project, and the first who was drawn."""
    life = asking(town)
    return life.now(), Person.objects.get(pk=life.panel()[0].person_id)


def under_way(town: Town) -> Any:
    """What is being built, with its contract, milestones and photograph."""
    return Life(town.world, "micro_works", cost=986_00).building().now()
