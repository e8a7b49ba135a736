"""Lists as the shared table component shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel.limit import Limit
from gongzhi.mandates import words
from gongzhi.mandates.rules.diff import Diff
from gongzhi.mandates.rules.shape import FURTHER, MATTER_COLUMNS, Matter, Row
from gongzhi.mandates.rules.sheet import Refusal
from gongzhi.organisations.words import BODY_KINDS

MOST = 300
_CLOSED = {
    "rung": words.RUNGS, "start": words.RUNGS, "kind": words.KINDS, "tier": words.TIERS, "platform": words.PLATFORMS,
}  # fmt: skip
_OF_MATTER = frozenset({*MATTER_COLUMNS, *FURTHER})


@dataclass(frozen=True)
class TableRow:
    """A row of the shared table component; with url, its first cell is a link."""

    cells: Sequence[Any]
    url: str = ""


@dataclass(frozen=True)
class Table:
    """What the shared table component takes."""

    caption: str
    columns: Sequence[dict[str, Any]]
    rows: Sequence[TableRow]
    empty: str = ""


@dataclass(frozen=True)
class Group:
    """One group of matter types, under its heading."""

    name: str
    rows: list[TableRow] = field(default_factory=list)


def _columns(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label} for label in labels]


def bodies(kinds: Iterable[str]) -> str:
    """Kinds of bodies in words; a dash for none."""
    return _("、").join(str(BODY_KINDS.get(kind, kind)) for kind in kinds) or "–"


def limit_words(limit: Limit) -> str:
    """A limit as a sentence's part: "5 个工作日内"."""
    return str(words.UNITS[limit.unit]) % {"amount": limit.amount}


def platform(matter: Matter) -> str:
    """The platform of a matter type in words; a dash while it is unclassed."""
    return str(words.PLATFORMS.get(matter.platform, "–"))


def by_group(matters: Iterable[Matter]) -> list[Group]:
    """The matter types under their groups, each with the rung where it starts, who leads there, and the limit."""
    found: dict[str, Group] = {}
    for m in matters:
        line = m.lines[m.start]
        first = f"{bodies([line.lead])} · {words.RUNGS[m.start]}"
        cells = [words.matter_name(m), first, limit_words(line.limit), platform(m)]
        group = found.setdefault(m.group, Group(words.group_name(m)))
        group.rows.append(TableRow(cells, reverse("mandates_matter", args=[m.code])))
    return list(found.values())


def group_table(group: Group) -> Table:
    """One group as a table."""
    columns = _columns(_("事项"), _("先由谁办"), _("时限"), _("四平台"))
    return Table(group.name, columns, group.rows)


def lines_of(matter: Matter) -> Table:
    """Who answers for one matter at every rung."""
    columns = _columns(_("层级"), _("主责"), _("配合"), _("知情"), _("时限"), _("依据"), _("办结凭据"))
    rows = [
        TableRow(
            [
                words.RUNGS[line.rung],
                bodies([line.lead]),
                bodies(line.assisting),
                bodies(line.informed),
                limit_words(line.limit),
                line.ground,
                line.evidence.replace("|", _("、")),
            ]
        )
        for line in matter.lines.values()
    ]
    return Table(_("每一级由谁办"), columns, rows)


def refusals(found: Sequence[Refusal]) -> Table:
    """Why a sheet was refused, row by row."""
    columns = _columns(_("哪一行"), _("哪一列"), _("要改什么"))
    rows = [TableRow([r.row or _("整张表"), _column(r.column), _reason(r)]) for r in found[:MOST]]
    return Table(_("要改的地方"), columns, rows)


def _reason(refusal: Refusal) -> str:
    value = words.RUNGS.get(refusal.value) or words.COLUMNS.get(refusal.value) or refusal.value
    return str(words.REFUSALS[refusal.code]) % {"value": value}


def _column(column: str) -> str:
    return str(words.COLUMNS.get(column, "–"))


def changes(found: Diff) -> list[Table]:
    """What differs between two editions: changed, added, removed; a table for each that there is."""
    # What is said of a matter type stands in each of its rows; a reader needs it once.
    once = dict.fromkeys(
        (c.code, "" if c.column in _OF_MATTER else c.rung, c.column, c.before, c.after) for c in found.changed
    )
    changed = [
        TableRow([_line(code, rung), _column(column), _value(column, before), _value(column, after)])
        for code, rung, column, before, after in once
    ]
    tables = [
        Table(_("改了的"), _columns(_("哪一条"), _("哪一列"), _("原来"), _("改成")), changed[:MOST]),
        _whole_lines(_("新增的"), found.added),
        _whole_lines(_("去掉的"), found.removed),
    ]
    return [table for table in tables if table.rows]


def _whole_lines(caption: str, rows: Sequence[Row]) -> Table:
    cells = [TableRow([_line(r["code"], r["rung"]), r["name"], bodies([r["lead"]]), r["ground"]]) for r in rows[:MOST]]
    return Table(caption, _columns(_("哪一条"), _("事项"), _("主责"), _("依据")), cells)


def _line(code: str, rung: str) -> str:
    return f"{code} · {words.RUNGS.get(rung, rung)}" if rung else code


def _value(column: str, value: str) -> str:
    if column in {"lead", "assisting", "informed"}:
        return bodies(value.split("|")) if value else "–"
    closed = _CLOSED.get(column, {})
    return str(closed.get(value, value)) or "–"
