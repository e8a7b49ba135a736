"""The list in force, kept in the process.

An edition's content never changes once published, so it is kept by its fingerprint for as long as it is used. Which
edition is in force is asked of the database again when the answer is older than FRESH seconds: a list that another
process publishes is seen here after that time at the latest. In the process that publishes it is seen at once.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.mandates import words
from gongzhi.mandates.models import Edition
from gongzhi.mandates.rules.match import Found, Matcher, fold
from gongzhi.mandates.rules.shape import Line, Matter
from gongzhi.mandates.rules.sheet import parts
from gongzhi.mandates.selectors.editions import matters_of

FRESH = 2.0
UNSETTLED = 60.0
LISTS = Path(__file__).parents[1] / "lists"


@dataclass(frozen=True)
class Content:
    """What an edition says, with the look-ups that every report needs."""

    matters: dict[str, Matter]
    matcher: Matcher
    found_by: dict[str, str]


@dataclass(frozen=True)
class Published:
    """An edition that was or is in force: from `valid_from` up to, not including, `valid_to` (None: until replaced)."""

    id: int
    version: int
    valid_from: date
    valid_to: date | None
    source: str
    content: Content

    def matter(self, code: str) -> Matter | None:
        """The matter type with this code."""
        return self.content.matters.get(code)

    def matters(self) -> list[Matter]:
        """Every matter type, in the list's order."""
        return list(self.content.matters.values())


Known = tuple[int, str, int, date | None, date | None, str]


class _Shelf:
    """Which editions there are, as last seen, and until when that may be believed."""

    def __init__(self) -> None:
        self.known: list[Known] = []
        self.until = 0.0
        self.unsettled_until = 0.0

    def editions(self) -> list[Known]:
        """Newest first."""
        now = time.monotonic()
        if now >= self.until or now < self.unsettled_until:
            rows = Edition.objects.exclude(state="draft").order_by("-valid_from")
            self.known = list(rows.values_list("id", "digest", "version", "valid_from", "valid_to", "source"))
            self.until = now + FRESH
        return self.known


_shelf = _Shelf()


def forget(settled: bool = True) -> None:
    """Ask the database again. Until a publication has settled (committed), nothing that was read is kept."""
    _shelf.until = 0.0
    _shelf.unsettled_until = 0.0 if settled else time.monotonic() + UNSETTLED


@lru_cache(maxsize=8)
def _content(digest: str, list_id: int) -> Content:
    found = {m.code: m for m in matters_of(list_id)}
    return Content(found, Matcher(found.values()), {code: _searchable(m) for code, m in found.items()})


def _searchable(matter: Matter) -> str:
    return "\n".join(fold(t) for t in (matter.code, matter.name, matter.name_en, matter.group, *matter.words))


def _open(known: Known) -> Published:
    list_id, digest, version, valid_from, valid_to, source = known
    assert valid_from is not None  # the table has no edition in force without its day
    return Published(list_id, version, valid_from, valid_to, source, _content(digest, list_id))


def current_list(on: date | None = None) -> Published:
    """The edition in force on a day (default: today); Refused("no_list") when there is none."""
    found = published(on)
    if found is None:
        raise Refused(_("这一天没有生效的责任清单。"), code="no_list")
    return found


def published(on: date | None = None) -> Published | None:
    """The edition in force on a day, or None."""
    day = on or clock.today().date()
    for known in _shelf.editions():
        _id, _digest, _version, valid_from, valid_to, _source = known
        if valid_from is not None and valid_from <= day and (valid_to is None or day < valid_to):
            return _open(known)
    return None


def matter(code: str, on: date | None = None) -> Matter | None:
    """The matter type with this code on that day (default: today); None when the list has none."""
    found = published(on)
    return found.matter(code) if found else None


def line(matter_code: str, rung: str, on: date | None = None) -> Line | None:
    """Who answers for a matter type at a rung on that day; None when the list has no such line."""
    found = matter(matter_code, on)
    return found.lines.get(rung) if found else None


def matters(group: str | None = None, on: date | None = None) -> list[Matter]:
    """Every matter type, or those of one group, in the list's order."""
    found = published(on)
    rows = found.matters() if found else []
    return [m for m in rows if group in (None, m.group)]


def group_names(on: date | None = None) -> dict[str, str]:
    """The groups in the list's order, each with its name in the reader's language."""
    return {m.group: words.group_name(m) for m in matters(on=on)}


def search_matters(text: str, on: date | None = None) -> list[Matter]:
    """The matter types whose code, name, group or words hold every word of the text; else those that it speaks of."""
    found = published(on)
    wanted = [fold(piece) for piece in text.split()]
    if found is None or not wanted:
        return matters(on=on)
    hits = [code for code, full in found.content.found_by.items() if all(piece in full for piece in wanted)]
    if hits:
        return [found.content.matters[code] for code in hits]
    return [m for m, _words in suggest(text, n=20, on=on)]


def suggest(text: str, n: int = 3, on: date | None = None) -> list[tuple[Matter, tuple[str, ...]]]:
    """The likeliest matter types of a resident's text, best first, each with the words of the text that led to it."""
    found = published(on)
    if found is None:
        return []
    return [(found.content.matters[hit.code], hit.words) for hit in found.content.matcher.suggest(text, n)]


def spoken_of(text: str, on: date | None = None) -> list[Found]:
    """Every matter type that the text speaks of, with the words and their weight, the heaviest first."""
    found = published(on)
    return found.content.matcher.suggest(text, len(found.content.matters)) if found else []


# --- what a community does not do ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Negative:
    """A thing that is not the community's to do: why, on which ground, and where to turn instead."""

    code: str
    number: int
    name: str
    name_en: str
    words: tuple[str, ...]
    why: str
    ground: str
    redirect: str


@lru_cache(maxsize=1)
def _negatives() -> tuple[dict[str, Negative], Matcher]:
    with (LISTS / "negative.csv").open(encoding="utf-8-sig", newline="") as file:
        found = [_negative(number, row) for number, row in enumerate(csv.DictReader(file), start=1)]
    return {n.code: n for n in found}, Matcher(found)


def _negative(number: int, row: dict[str, str]) -> Negative:
    return Negative(
        row["code"],
        number,
        row["name"],
        row["name_en"],
        parts(row["words"]),
        row["why"],
        row["ground"],
        row["redirect"],
    )


def negatives() -> Iterable[Negative]:
    """Everything on the negative list, in its order."""
    return _negatives()[0].values()


def negative(text_or_code: str) -> Negative | None:
    """What the text asks for that is not the community's to do, with the lawful path in words; None for nothing."""
    known, matcher = _negatives()
    if text_or_code in known:
        return known[text_or_code]
    found = matcher.suggest(text_or_code, 1)
    return known[found[0].code] if found else None
