"""The owners' electorate: units with their areas, and how many heads they make (民法典 art. 278, SPC art. 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongzhi.voting.rules.areas import say_area
from gongzhi.voting.rules.outcome import Reason
from gongzhi.voting.rules.owners_law import Charter

FOR, AGAINST, ABSTAIN, VOID, SILENT = "for", "against", "abstain", "void", "silent"
CHOICES = (FOR, AGAINST, ABSTAIN, VOID, SILENT)
SILENT_TOLD = "silent_told"
TORN = "torn"  # papers of one unit disagree
OTHER = "other"  # took part; a publication does not say on which side
PARTS = (FOR, AGAINST, ABSTAIN, VOID, SILENT_TOLD, SILENT)
DEVELOPER = "developer"
DELIVERED, AGENDA_TOLD, EFFECT_TOLD = 1, 2, 4
ALL_TOLD = DELIVERED | AGENDA_TOLD | EFFECT_TOLD


class Unit(NamedTuple):
    """One exclusive unit in the frozen roll, and what came back for it.

    key: its name in the roll, unique. area: hundredths of a square metre. head: who holds it; units of one holder, or
    of the developer's unsold and undelivered stock, carry one key and are one head; empty: the unit is a head of its
    own. proofs: of service, the agenda and the effect of silence, as the sum of DELIVERED, AGENDA_TOLD, EFFECT_TOLD.
    """

    key: str
    area: int
    head: str = ""
    choice: str = SILENT
    proofs: int = 0
    kind: str = ""
    scope: str = ""


@dataclass(frozen=True)
class Part:
    """So many heads and so much area; `area` None where a publication does not say."""

    heads: int = 0
    area: int | None = 0

    def __add__(self, other: Part) -> Part:
        known = self.area is not None and other.area is not None
        return Part(self.heads + other.heads, (self.area or 0) + (other.area or 0) if known else None)


@dataclass(frozen=True)
class Tally:
    """Heads and areas of an electorate and of what it said, before any law is applied.

    faults: why the numbers cannot carry a verdict. remarks: what a reader should know and no verdict hangs on.
    """

    total: Part
    parts: Mapping[str, Part]
    faults: tuple[Reason, ...] = ()
    remarks: tuple[Reason, ...] = ()
    units: int = 0

    @classmethod
    def of_sums(cls, units: int, sums: Mapping[str, Sequence[int]], charter: Charter, stated: int | None) -> Tally:
        """From heads and area of each part; who said two things has said what the by-laws make of it."""
        parts = {name: Part(*sums[name]) for name in PARTS}
        torn = Part(*sums[TORN])
        parts[charter.conflict] += torn
        total = sum(parts.values(), Part())
        faults = () if stated is None or stated == total.area else (_not_the_sum(stated, total.area or 0),)
        remarks = (Reason("papers_of_one_holder_disagree", {"heads": torn.heads}),) if torn.heads else ()
        return cls(total, parts, faults, remarks, units)

    def part(self, *names: str) -> Part:
        """The named parts together."""
        return sum((self.parts.get(name, Part()) for name in names), Part())


def tally(units: Iterable[Unit], charter: Charter, stated_area: int | None = None) -> Tally:
    """Merge units into heads, each with the whole area of its holder, and sum what they said.

    A holder whose papers disagree has said nothing lawful: void, or an abstention where the by-laws say so. Silence is
    "told" only if every paper of the holder has its three proofs. An area that differs from the stated total is a
    fault: the base is not known then.
    """
    areas: dict[str, int] = {}
    said: dict[str, str] = {}
    proofs: dict[str, int] = {}
    concerned = [unit for unit in units if charter.concerns(unit.kind, unit.scope)]
    for unit in concerned:
        head = unit.head or "\0" + unit.key  # a unit's name is no holder's key
        if head not in areas:
            areas[head], said[head], proofs[head] = unit.area, unit.choice, unit.proofs
            continue
        areas[head] += unit.area
        proofs[head] &= unit.proofs
        if said[head] != unit.choice:
            said[head] = together(said[head], unit.choice)
    return Tally.of_sums(len(concerned), summed(areas, said, proofs), charter, stated_area)


def together(one: str, other: str) -> str:
    """What two papers of one holder say together: a void one is more than none, a clear one more than a void one."""
    for weaker in (SILENT, VOID):
        if other in (one, weaker):
            return one
        if one == weaker:
            return other
    return TORN


def summed(areas: Mapping[str, int], said: Mapping[str, str], proofs: Mapping[str, int]) -> dict[str, list[int]]:
    """Heads and area of each part; holders whose papers disagree are a part of their own."""
    sums = {part: [0, 0] for part in (*PARTS, TORN)}
    for head, choice in said.items():
        part = sums[SILENT_TOLD if choice == SILENT and proofs[head] == ALL_TOLD else choice]
        part[0] += 1
        part[1] += areas[head]
    return sums


def _not_the_sum(stated: int, summed: int) -> Reason:
    numbers = {"stated": say_area(stated), "summed": say_area(summed), "difference": say_area(summed - stated)}
    return Reason("area_does_not_sum", numbers)
