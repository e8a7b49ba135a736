"""Where matters come from (row E03) and of which of the four classes they are (row E13)."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.cases.rules import intake_class
from gongzhi.cases.words import CHANNELS, INTAKE_CLASSES, INTAKE_KINDS
from gongzhi.indicators.rules import counting as c
from gongzhi.indicators.rules.rates import Figures


def source_shares(found: Figures) -> dict[str, int]:
    """How many matters came by each channel, in the order of the closed list; nought too."""
    return {channel: found.count(c.REPORTED, channel) for channel in CHANNELS}


@dataclass(frozen=True)
class Classes:
    """How many matters of each kind of intake and of each of the four classes, as they were when they came in."""

    kinds: dict[str, int]
    classes: dict[str, int]


def intake_classes(found: Figures) -> Classes:
    """The five kinds, and the four classes that they fall into before anybody else has joined in."""
    kinds = {kind: found.count(c.INTAKE, kind) for kind in INTAKE_KINDS}
    classes = dict.fromkeys(INTAKE_CLASSES, 0)
    for kind, count in kinds.items():
        classes[intake_class(kind, is_collective=False)] += count
    return Classes(kinds, classes)
