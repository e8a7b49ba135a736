"""Small lists for tests, as rows and as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from gongzhi.mandates.rules.sheet import Words
from gongzhi.mandates.services.files import EVERY
from gongzhi.mandates.services.lists import SHEET_WORDS
from gongzhi.mandates.words import LADDER

Row = dict[str, str]
LEADS = ("property_company", "grid_team", "residents_committee", "street_urban", "district_urban")
WORDS: Words = SHEET_WORDS


def matter(code: str, name: str, words: str = "路灯|灯坏了", **more: str) -> list[Row]:
    """The five rows of one matter type."""
    base = {
        "code": code, "group": "环境", "name": name, "words": words, "kind": "help", "tier": "7d", "start": "building",
        "urgent": "no", "assisting": "", "informed": "street_office", "ground": "本责任清单", "limit": "5",
        "unit": "working_days", "evidence": "照片|答复", "name_en": "", "group_en": "", "counts": "yes",
        "platform": "service",
    }  # fmt: skip
    return [{**base, "rung": rung, "lead": lead, **more} for rung, lead in zip(LADDER, LEADS, strict=True)]


def short() -> list[Row]:
    """Three matter types."""
    return [
        *matter("LJ01", "楼道灯不亮", "路灯|楼道灯|灯坏了"),
        *matter("LJ02", "垃圾堆放", "垃圾|臭味", start="community"),
        *matter("ZS01", "夜间施工噪声", "噪声|施工", start="street", tier="24h", unit="hours"),
    ]


def changed(rows: Sequence[Row], row: int, **cells: str) -> list[Row]:
    """The rows with some cells of one row (from 0) changed."""
    return [{**r, **cells} if i == row else dict(r) for i, r in enumerate(rows)]


def where(rows: Sequence[Row], keep: Callable[[Row], bool]) -> list[Row]:
    """The rows that pass."""
    return [r for r in rows if keep(r)]


def as_csv(rows: Sequence[Row], headings: Sequence[str] = EVERY, encoding: str = "utf-8-sig") -> bytes:
    """The rows as a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([row[column] for column in EVERY] for row in rows)
    return out.getvalue().encode(encoding)
