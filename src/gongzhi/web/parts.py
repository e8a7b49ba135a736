"""What the shared components are given: plain frozen values, so that a page can fill them without knowing the markup.

Packages below `web` may not import it: they hand over dicts with the same keys, which every component takes as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Stage:
    """One named stage of a matter; status is done, now, next or skipped."""

    name: str
    status: str
    note: str = ""


@dataclass(frozen=True)
class Photo:
    """A picture with the words that stand for it."""

    url: str
    alt: str
    full_url: str = ""


@dataclass(frozen=True)
class FileLink:
    """A paper to open; size in bytes, kind in words such as "PDF"."""

    name: str
    url: str
    size: int = 0
    kind: str = ""


@dataclass(frozen=True)
class Entry:
    """One sentence of a matter's story; mark says whether the date promised in it was kept, broken or is still open."""

    at: datetime
    sentence: str
    who: str = ""
    detail: str = ""
    mark: str = ""
    due: datetime | None = None
    new: bool = False
    photos: Sequence[Photo] = ()
    ident: str = ""


@dataclass(frozen=True)
class Act:
    """A button or a link: tone is filled (the one next thing), plain, quiet or final (cannot be undone)."""

    label: str
    url: str = ""
    name: str = ""
    value: str = ""
    key: str = ""
    icon: str = ""
    tone: str = "plain"
    hint: str = ""
    attrs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    """A matter in a list; tone is plain, now, wait, soon or late; words are the person's own."""

    url: str
    words: str
    ident: str = ""
    place: str = ""
    state: str = ""
    tone: str = "plain"
    icon: str = ""
    who: str = ""
    due: datetime | None = None
    at: datetime | None = None
    reason: str = ""
    joined: int = 0
    photo: Photo | None = None
    new: bool = False
    opened: bool = False
    selectable: str = ""


@dataclass(frozen=True)
class Tab:
    """A link among its siblings; count is None where nothing is counted."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
    tone: str = ""


@dataclass(frozen=True)
class Column:
    """A table column; with sort_url its heading is a button; direction is ascending, descending or nothing."""

    label: str
    number: bool = False
    sort_url: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Row:
    """A table row; its first cell is the heading and, with url, the row's one link."""

    cells: Sequence[Any]
    url: str = ""
    ident: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Table:
    """A captioned table; total is a last row of sums; `lang` where the caption is always in one language."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: Sequence[Any] = ()
    empty: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Series:
    """One line of figures of a chart, as long as its labels."""

    name: str
    data: Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """A question, the sentence that answers it, and the figures; kind is bar, hbar, line or stack."""

    ident: str
    question: str
    answer: str
    labels: Sequence[str]
    series: Sequence[Series]
    kind: str = "bar"
    unit: str = ""
    base: str = ""
    label_heading: str = ""
    download_url: str = ""


@dataclass(frozen=True)
class Area:
    """A place on a map and in the list beside it; geometry is a GeoJSON geometry or None where there is no outline."""

    ident: str
    name: str
    count: int
    url: str = ""
    geometry: dict[str, Any] | None = None
    note: str = ""


@dataclass(frozen=True)
class MapView:
    """A map with its list; datum is GCJ-02 or CGCS2000; synthetic outlines say so; tiles only from an operator."""

    ident: str
    title: str
    answer: str
    areas: Sequence[Area]
    unit: str = ""
    datum: str = "GCJ-02"
    synthetic: bool = False
    tiles: str = ""
    tiles_datum: str = ""
    tiles_credit: str = ""
