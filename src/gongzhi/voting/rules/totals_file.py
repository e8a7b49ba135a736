"""Read published totals: a sheet of choices with heads and areas, or the same as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets import match_columns, open_sheet
from gongzhi.voting.rules.areas import BadArea, read_area
from gongzhi.voting.rules.owners_roll import ABSTAIN, AGAINST, FOR, SILENT_TOLD, VOID, Part
from gongzhi.voting.rules.owners_words import COLUMNS as OF_UNITS
from gongzhi.voting.rules.owners_words import TOTALS, choice_of, plain
from gongzhi.voting.rules.published import Published

COLUMNS = {
    "choice": ("选项", "表决意见", "意见", "项目", "choice", "option", "part"),
    "heads": ("人数", "业主人数", "票数", "户数", "heads", "owners", "ballots", "count"),
    "area": ("专有部分面积", "面积", "建筑面积", "area", "area_m2"),
}
TOOK_PART = "took_part"
TOTAL = "total"
_OTHERS = {
    TOTAL: (*TOTALS, "全体", "应参加", "表决范围", "总人数", "electorate", "all"),
    TOOK_PART: ("参与", "参与表决", "参加", "参加表决", "took part", "took_part", "participants", "voted"),
    SILENT_TOLD: ("送达未表决", "已送达未表决", "送达未交回", "delivered not returned", "silent_told", "silent"),
}
_OTHER = {word: name for name, words in _OTHERS.items() for word in words}


def is_totals_sheet(headings: Sequence[str]) -> bool:
    """Whether the headings are those of published totals: choices and how many heads each has, and no units."""
    found = match_columns(headings, COLUMNS)
    return {"choice", "heads"} <= found.keys() and "room" not in match_columns(headings, OF_UNITS)


def read_totals(source: Path | str | BinaryIO) -> Published:
    """Read a sheet of published totals; Refused when a row or the whole electorate cannot be read."""
    with open_sheet(source) as sheet:
        columns = match_columns(sheet.headings, COLUMNS, required=("choice", "heads"))
        rows = [(number, row) for number, row in sheet.records(columns)]
    parts: dict[str, Part] = {}
    for number, row in rows:
        name = _name(row["choice"])
        if not name or name in parts:
            raise Refused(
                _("第 {row} 行的选项看不懂，或者重复：{what}", row=number, what=row["choice"]), code="totals_row"
            )
        parts[name] = _part(row["heads"], row.get("area", ""), str(number))
    return published(parts)


def published(parts: Mapping[str, Part], **more: Any) -> Published:
    """Totals by name as a publication; Refused when the whole electorate is not among them."""
    if TOTAL not in parts:
        raise Refused(_("没有全体业主的人数和面积（一行“合计”）。没有总数就没有分母。"), code="totals_no_base")
    sides = {name: part for name, part in parts.items() if name in (FOR, AGAINST, ABSTAIN, VOID, SILENT_TOLD)}
    return Published(parts[TOTAL], sides, parts.get(TOOK_PART), **more)


def from_values(given: Mapping[str, Any]) -> Published:
    """Totals from plain values, such as a JSON file: {"total": {"heads": 14, "area": "1200.00"}, "for": {…}, …}.

    Also "ballots", "shares" and "state" as `Published` has them. Refused for a part that cannot be read.
    """
    more = {name: given[name] for name in ("ballots", "shares", "state") if name in given}
    parts = {}
    for name, value in given.items():
        if name in more:
            continue
        known = _name(name)
        if not known or not isinstance(value, Mapping):
            raise Refused(_("看不懂这一项：{what}", what=name), code="totals_row", field=name)
        parts[known] = _part(str(value.get("heads", "")), str(value.get("area", "")), name)
    return published(parts, **more)


def _name(words: str) -> str:
    text = plain(words)
    said = choice_of(text) if text else ""
    return _OTHER.get(text) or (said if said in (FOR, AGAINST, ABSTAIN, VOID) else "")


def _part(heads: str, area: str, where: str) -> Part:
    count = plain(heads).replace(",", "").rstrip("人户票")
    if not count.isascii() or not count.isdigit():
        raise Refused(_("第 {row} 项的人数看不懂：{what}", row=where, what=heads), code="totals_row")
    if plain(area) in ("", "none", "-"):
        return Part(int(count), 0 if count == "0" else None)
    if plain(area).rstrip("0.㎡m2") == "":
        return Part(int(count), 0)
    try:
        return Part(int(count), read_area(area))
    except BadArea as bad:
        raise Refused(_("第 {row} 项的面积看不懂：{what}", row=where, what=area), code="totals_row") from bad
