"""What a responsibility list is made of, as values that are read from a table or a sheet and never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongzhi.kernel.limit import Limit

JOIN = "|"
MATTER_COLUMNS = ("code", "group", "name", "words", "kind", "tier", "start", "urgent")
LINE_COLUMNS = ("rung", "lead", "assisting", "informed", "ground", "limit", "unit", "evidence")
COLUMNS = (*MATTER_COLUMNS, *LINE_COLUMNS)
FURTHER = ("name_en", "group_en", "counts", "platform")
Row = dict[str, str]
_YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Line:
    """One line of the list: who answers for a matter type at one rung."""

    code: str
    number: int
    rung: str
    lead: str
    assisting: tuple[str, ...]
    informed: tuple[str, ...]
    ground: str
    limit: Limit
    evidence: str

    @property
    def key(self) -> str:
        """The line's name in facts and clauses: "LJ01:street"."""
        return f"{self.code}:{self.rung}"


@dataclass(frozen=True)
class Matter:
    """One matter type with its lines by rung; `number` is its place in the list (第 12 条).

    `counts` says whether cases of this type enter the three rates; `platform` is one of the four, "" while unclassed.
    """

    code: str
    number: int
    group: str
    name: str
    words: tuple[str, ...]
    kind: str
    tier: str
    start: str
    urgent: bool
    name_en: str = ""
    group_en: str = ""
    counts: bool = True
    platform: str = ""
    lines: dict[str, Line] = field(default_factory=dict, compare=False, repr=False)


def row_of(matter: Matter, line: Line) -> Row:
    """The sheet's row for one line."""
    return {
        "code": matter.code,
        "group": matter.group,
        "name": matter.name,
        "words": JOIN.join(matter.words),
        "kind": matter.kind,
        "tier": matter.tier,
        "start": matter.start,
        "urgent": _YES_NO[matter.urgent],
        "rung": line.rung,
        "lead": line.lead,
        "assisting": JOIN.join(line.assisting),
        "informed": JOIN.join(line.informed),
        "ground": line.ground,
        "limit": str(line.limit.amount),
        "unit": line.limit.unit,
        "evidence": line.evidence,
        "name_en": matter.name_en,
        "group_en": matter.group_en,
        "counts": _YES_NO[matter.counts],
        "platform": matter.platform,
    }


def rows_of(matters: Iterable[Matter]) -> list[Row]:
    """The sheet of a whole list, in the list's order and from the lowest rung up."""
    return [row_of(matter, line) for matter in matters for line in matter.lines.values()]


def digest(matters: Sequence[Matter]) -> str:
    """A fingerprint of the content: two lists with the same one say the same."""
    text = json.dumps(rows_of(matters), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
