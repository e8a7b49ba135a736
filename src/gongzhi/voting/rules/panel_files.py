"""Read who may be drawn for a panel, and how many of each kind should sit on it; refused by the line that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import NoReturn

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets import Caps, match_columns, open_sheet

QUOTA_COLUMNS = {
    "category": ("类别", "分类", "category"),
    "feature": ("选项", "特征", "feature", "name"),
    "least": ("最少", "至少", "min", "minimum"),
    "most": ("最多", "至多", "max", "maximum"),
    "target": ("应有", "目标人数", "人数", "target"),
}
ID_COLUMN = {"id": ("编号", "序号", "id", "person", "respondent_id", "nationbuilder_id")}
CAPS = Caps(rows=50_000)
LONGEST = 80
DIGITS = 6


@dataclass(frozen=True)
class Quota:
    """One line of the quotas: of people with this feature, at least and at most so many; or the number aimed at."""

    category: str
    feature: str
    least: int | None = None
    most: int | None = None
    target: Fraction | None = None

    @property
    def name(self) -> str:
        """As people read it."""
        return f"{self.category}：{self.feature}"


@dataclass(frozen=True)
class Pool:
    """People by id, each with one feature of every category, in the order of `categories`."""

    categories: tuple[str, ...]
    people: Mapping[str, tuple[str, ...]]

    def kinds(self) -> dict[tuple[str, ...], list[str]]:
        """People who are alike in every category, in an order that the file's order does not change."""
        found: dict[tuple[str, ...], list[str]] = {}
        for person, features in self.people.items():
            found.setdefault(features, []).append(person)
        return {features: sorted(found[features]) for features in sorted(found)}

    def counts(self) -> Counter[tuple[str, str]]:
        """How many people have each feature."""
        return Counter(pair for one in self.people.values() for pair in zip(self.categories, one, strict=True))


def read_quotas(path: Path) -> tuple[Quota, ...]:
    """The quotas: category, feature and min with max, or target, or neither (then the pool's own shares count).

    Refused("panel_file") with the line for a number that cannot be read, a feature twice, or more at least than most.
    """
    quotas: dict[tuple[str, str], Quota] = {}
    with open_sheet(path, CAPS) as sheet:
        columns = match_columns(sheet.headings, QUOTA_COLUMNS, required=("category", "feature"))
        for line, row in sheet.records(columns):
            quota = _quota(line, row)
            if (quota.category, quota.feature) in quotas:
                refuse(line, "{name} 前面已经有了", name=quota.name)
            quotas[quota.category, quota.feature] = quota
        _all_fit(sheet.misfits)
    if not quotas:
        raise Refused(_("名额表里没有内容。"), code="panel_file", field="quotas")
    return tuple(quotas.values())


def _quota(line: int, row: Mapping[str, str]) -> Quota:
    category, feature = row["category"].strip(), row["feature"].strip()
    if not category or not feature:
        refuse(line, "没有写类别或选项")
    least, most = _whole(line, row.get("least", "")), _whole(line, row.get("most", ""))
    if least is not None and most is not None and least > most:
        refuse(line, "{name} 至少 {least} 人，却至多 {most} 人", name=f"{category}：{feature}", least=least, most=most)
    return Quota(category, feature, least, most, _number(line, row.get("target", "")))


def _whole(line: int, text: str) -> int | None:
    number = _number(line, text)
    if number is not None and number.denominator != 1:
        refuse(line, "“{text}”不是整数", text=text[:LONGEST])
    return None if number is None else int(number)


def _number(line: int, text: str) -> Fraction | None:
    plain = text.strip()
    if not plain:
        return None
    digits = plain.replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= DIGITS):
        refuse(line, "“{text}”不是人数", text=plain[:LONGEST])
    return Fraction(plain)


def read_pool(path: Path, quotas: Sequence[Quota]) -> Pool:
    """The people, with one column for each category of the quotas; further columns are left alone.

    Without a column of ids the rows are numbered from 1. Refused("panel_file") with the line for an id twice, and for a
    feature that the quotas do not know.
    """
    known = features_of(quotas)
    people: dict[str, tuple[str, ...]] = {}
    with open_sheet(path, CAPS) as sheet:
        columns = match_columns(sheet.headings, {name: (name,) for name in known}, required=tuple(known))
        ids = match_columns(["" if at in columns.values() else h for at, h in enumerate(sheet.headings)], ID_COLUMN)
        named = {f"_{name}": at for name, at in columns.items()} | ids
        for number, (line, row) in enumerate(sheet.records(named), start=1):
            person = row.get("id", str(number)).strip()[:LONGEST]
            if not person:
                refuse(line, "没有写编号")
            if person in people:
                refuse(line, "编号 {person} 前面已经有了", person=person)
            people[person] = tuple(_feature(line, name, row[f"_{name}"].strip(), known[name]) for name in known)
        _all_fit(sheet.misfits)
    return Pool(tuple(known), people)


def _feature(line: int, category: str, feature: str, known: Sequence[str]) -> str:
    if feature not in known:
        told = "、".join(known)
        refuse(line, "{category} 写的是“{feature}”，名额表里只有：{known}", category=category,
               feature=feature[:LONGEST], known=told[:LONGEST])  # fmt: skip
    return feature


def features_of(quotas: Sequence[Quota]) -> dict[str, list[str]]:
    """Category → its features, as the quotas list them."""
    known: dict[str, list[str]] = {}
    for quota in quotas:
        known.setdefault(quota.category, []).append(quota.feature)
    return known


def size_of(quotas: Sequence[Quota]) -> int:
    """How many sit on the panel when nobody said so: what the targets add up to, or the largest maximum.

    A maximum above the size would say nothing, so whoever writes "9 to 20" means a panel of 20. Refused("panel_size")
    when the quotas say neither.
    """
    first = [quota for quota in quotas if quota.category == quotas[0].category]
    if all(quota.target is not None for quota in first):
        return round(sum((quota.target or Fraction(0) for quota in first), Fraction(0)))
    most = [quota.most for quota in quotas if quota.most is not None]
    if not most:
        raise Refused(_("请用 --size 写明抽几个人。"), code="panel_size", field="size")
    return max(most)


def bounds(quota: Quota, size: int, have: int, pool: int) -> tuple[int, int]:
    """At least and at most: as written; else within one of the number aimed at, or of the feature's share of the pool.

    `have` of the pool's people have the feature.
    """
    if quota.least is not None or quota.most is not None:
        return quota.least or 0, size if quota.most is None else min(quota.most, size)
    aim = quota.target if quota.target is not None else Fraction(have * size, max(1, pool))
    return max(0, ceil(aim - 1)), min(size, floor(aim + 1))


def _all_fit(misfits: Sequence[object]) -> None:
    for misfit in misfits:
        refuse(misfit.number, misfit.reason)  # type: ignore[attr-defined]


def refuse(line: int, words: object, **given: object) -> NoReturn:
    """Refused("panel_file") with the number of the line before the words."""
    what = _(words, **given) if isinstance(words, str) else words
    raise Refused(_("第 {line} 行：{what}", line=line, what=what), code="panel_file", field="file")
