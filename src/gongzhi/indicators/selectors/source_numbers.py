"""The numbers that the mission's source texts give, each as a query: what they say, and what is found in a street."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gongzhi.assessments import selectors as assessments
from gongzhi.cases.words import STAGES
from gongzhi.deliberation.words import RIGHTS, TIERS
from gongzhi.meetings import selectors as meetings
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.words import TREES
from gongzhi.places.words import LADDER
from gongzhi.projects.selectors import projects, resources
from gongzhi.projects.words.projects import PROCEDURES

ABOUT = 20  # "about 170" is a twentieth more or less


class Counted:
    """A street to be counted; what several numbers need is read once."""

    def __init__(self, place: Any) -> None:
        self.place = place

    @cached_property
    def pledges(self) -> list[resources.Contribution]:
        """What the members of the alliance pledged, with its uses."""
        return resources.pledges(self.place)

    @cached_property
    def outcome(self) -> meetings.Outcome:
        """What came of the meetings."""
        return meetings.outcome(self.place)


@dataclass(frozen=True)
class Number:
    """One number of a source: its id, the source text, what it counts, the number and how it is meant (≥, ≈, =)."""

    id: str
    source: str
    what: str
    sign: str
    said: int
    count: Callable[[Counted], int]


@dataclass(frozen=True)
class Found:
    """A number and what the query found."""

    number: Number
    found: int

    @property
    def holds(self) -> bool:
        """Whether the street has what the source says."""
        said = self.number.said
        if self.number.sign == "≈":
            return abs(self.found - said) * ABOUT <= said
        return self.found >= said if self.number.sign == "≥" else self.found == said


def _uses(street: Counted) -> int:
    return sum(len(one.uses) for one in street.pledges)


def _levels(street: Counted) -> int:
    """The kinds of bodies that stand above one another in the party's tree."""
    there = {node.kind for node in organisations.tree("party_tree")}
    return sum(kind in there for kind in TREES["party_tree"])


def _lists(street: Counted) -> int:
    """How many of the three lists hold something: needs answered, resources offered, projects."""
    found = projects.projects_at(street.place)
    offered = resources.resources_at(street.place)
    return sum((found.filter(need__isnull=False).exists(), offered.exists(), found.exists()))


NUMBERS = (
    Number("P08", "003", "共建协议", "≥", 60, lambda street: len(street.pledges)),
    Number("P08", "003", "共建活动", "≥", 160, _uses),
    Number("P10", "003", "协商议事", "≥", 160, lambda street: street.outcome.talked),
    Number("P10", "003", "解决问题", "≈", 170, lambda street: street.outcome.solved),
    Number("P10", "003", "达成协议", "≥", 110, lambda street: street.outcome.agreed),
    Number("P11", "003", "自组织", "≥", 110, lambda street: sum(assessments.counted_by_stage().values())),
    Number("P12", "004", "党组织架构的层级", "=", 6, _levels),
    Number("P13", "002", "事情走上去的梯级", "=", 5, lambda street: len(LADDER)),
    Number("P15", "000", "协商的层级", "=", 4, lambda street: len(TIERS)),
    Number("P16", "000", "程序", "=", 4, lambda street: len(PROCEDURES)),
    Number("P16", "000", "清单", "=", 3, _lists),
    Number("P17", "002", "闭环的步骤", "=", 6, lambda street: len(STAGES)),
    Number("P19", "003", "居民的权利", "=", 4, lambda street: len(RIGHTS)),
)


def source_numbers(street: Any) -> list[Found]:
    """Every number counted at this street."""
    counted = Counted(street)
    return [Found(number, number.count(counted)) for number in NUMBERS]
