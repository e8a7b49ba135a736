"""Read a roll from a spreadsheet: rows become heads, by the rule that one holder's units are one head."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

from gongzhi.kernel.said import Said
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets import match_columns, open_sheet
from gongzhi.people.rules import phone_of
from gongzhi.voting.rules.areas import BadArea, read_area

OWNERS = {
    "unit": ("房号", "单元号", "专有部分", "unit"),
    "owner": ("产权人编号", "业主编号", "证件摘要", "owner id"),
    "name": ("业主", "产权人", "姓名", "owner", "name"),
    "phone": ("电话", "手机", "联系电话", "phone"),
    "area": ("专有面积", "建筑面积", "面积", "area"),
    "kind": ("类型", "用途", "kind"),
    "scope": ("楼栋", "栋", "building"),
}
PERSONS = {
    "key": ("户号", "编号", "序号", "number", "id"),
    "name": ("姓名", "户代表", "居民代表", "name"),
    "phone": ("电话", "手机", "联系电话", "phone"),
    "unit": ("地址", "房号", "住址", "address", "unit"),
}
KINDS = {"住宅": "dwelling", "商铺": "shop", "商业": "shop", "车位": "parking", "车库": "parking", "储藏室": "store",
         "开发商": "developer", "未售": "developer", "未交付": "developer"}  # fmt: skip
LONGEST = 80
AREA_WORDS = {
    "absent": _("没有写面积"),
    "unreadable": _("面积看不懂"),
    "too_fine": _("面积最多两位小数"),
    "not_positive": _("面积要大于零"),
}
Bad = tuple[int, Said | str]


@dataclass
class Head:
    """One head as the roll's rows make it."""

    key: str
    name: str = ""
    kind: str = ""
    area: int = 0
    units: list[dict[str, object]] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)


@dataclass
class _Unit:
    """One exclusive unit with all who hold it."""

    key: str
    area: int
    kind: str
    scope: str
    holders: dict[str, tuple[str, str]] = field(default_factory=dict)  # key → name, telephone


def read_roll(file: BinaryIO, *, owners: bool) -> tuple[list[Head], list[Bad], int]:
    """(heads in the order of the file, refused rows with the reason, rows that were taken)."""
    with open_sheet(file) as sheet:
        wanted, required = (OWNERS, ("unit", "area")) if owners else (PERSONS, ("key",))
        columns = match_columns(sheet.headings, wanted, required=required)
        rows = list(sheet.records(columns))
        bad: list[Bad] = [(misfit.number, misfit.reason) for misfit in sheet.misfits]
    heads, more, taken = _owners(rows) if owners else _persons(rows)
    return heads, sorted([*bad, *more], key=lambda one: one[0]), taken


Rows = list[tuple[int, dict[str, str]]]


def _persons(rows: Rows) -> tuple[list[Head], list[Bad], int]:
    heads: dict[str, Head] = {}
    bad: list[Bad] = []
    for number, row in rows:
        key = row["key"].strip()[:LONGEST]
        phone = phone_of(row.get("phone", ""))
        if not key:
            bad.append((number, _("没有写编号")))
        elif key in heads:
            bad.append((number, _("编号和前面的重复")))
        elif phone is None:
            bad.append((number, _("电话看不懂")))
        else:
            unit = row.get("unit", "").strip()[:LONGEST]
            heads[key] = Head(
                key, row.get("name", "").strip()[:LONGEST], "person", 0,
                [{"unit": unit}] if unit else [], [phone] if phone else [],
            )  # fmt: skip
    return list(heads.values()), bad, len(heads)


def _owners(rows: Rows) -> tuple[list[Head], list[Bad], int]:
    units: dict[str, _Unit] = {}
    bad: list[Bad] = []
    taken = 0
    for number, row in rows:
        why = _take(units, row)
        taken += not why
        if why:
            bad.append((number, why))
    return _heads(units), bad, taken


def _take(units: dict[str, _Unit], row: dict[str, str]) -> Said | str:
    """Put one row into its unit; the reason when it cannot be."""
    key = row["unit"].strip()[:LONGEST]
    if not key:
        return _("没有写房号")
    try:
        area = read_area(row["area"])
    except BadArea as error:
        return AREA_WORDS[error.code]
    phone = phone_of(row.get("phone", ""))
    if phone is None:
        return _("电话看不懂")
    name = row.get("name", "").strip()[:LONGEST]
    kind = row.get("kind", "").strip()
    unit = units.setdefault(key, _Unit(key, area, KINDS.get(kind, kind), row.get("scope", "").strip()))
    if unit.area != area:
        return _("同一套房两行的面积不一样")
    holder = _holder(key, row.get("owner", "").strip(), name, phone, unit.kind)
    if holder in unit.holders:
        return _("和前面一行重复")
    unit.holders[holder] = (name, phone)
    return ""


def _holder(unit: str, given: str, name: str, phone: str, kind: str) -> str:
    """Who holds it: by the register's own number; else by name and telephone; else the unit stands for itself."""
    if kind == "developer":
        return "developer"
    return given or (f"{name} {phone}" if name and phone else f"{unit} {name}".strip())


def _heads(units: dict[str, _Unit]) -> list[Head]:
    """Units of the same holders are one head; co-owners of a unit are one head together."""
    heads: dict[str, Head] = {}
    for unit in units.values():
        key = " + ".join(sorted(unit.holders))[:LONGEST]
        head = heads.setdefault(key, Head(key, kind="developer" if unit.kind == "developer" else "owner"))
        head.area += unit.area
        head.units.append({"unit": unit.key, "area": unit.area, "kind": unit.kind, "scope": unit.scope})
        if not head.name:
            head.name = "、".join(dict.fromkeys(name for name, _phone in unit.holders.values() if name))[:120]
        for _name, phone in unit.holders.values():
            if phone and phone not in head.phones:
                head.phones.append(phone)
    return list(heads.values())
