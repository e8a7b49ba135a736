"""Themes as people read them: ranked, with a title and words from their own messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from gongzhi.triage.rules import theme_heat, titles
from gongzhi.triage.rules.theme_features import features_of
from gongzhi.triage.rules.theme_heat import Trend, Voice
from gongzhi.triage.rules.themes import DAY, Row, Themes
from gongzhi.triage.rules.titles import Redactor, Said

# One person who writes twice, or two neighbours, are cases; from three people on it recurs.
LEAST_PEOPLE = 3
LEVEL = 8  # digits of a place's path for each level

Texts = Callable[[Sequence[str]], Sequence[Said]]


@dataclass(frozen=True, slots=True)
class Theme:
    """One recurring problem. `place`: the path shared by all who gave one; `spots`: how many different ones."""

    number: int
    title: str
    words: tuple[str, ...]
    refs: tuple[str, ...]
    people: int
    voices: float
    heat: float
    trend: Trend
    first: datetime
    last: datetime
    place: str
    spots: int
    fixed: int  # how many of its messages a person put or left there

    @property
    def size(self) -> int:
        """Messages."""
        return len(self.refs)


def hottest(themes: Themes, now: datetime, top: int, least: int = LEAST_PEOPLE) -> list[tuple[float, int]]:
    """(heat, theme) of the `top` themes with at least that many people, hottest first; equal heat by number."""
    day = now.timestamp() / DAY
    found = []
    for number in themes.numbers():
        voices = voices_of(themes.members(number))
        if theme_heat.people(voices) >= least:
            found.append((theme_heat.heat(voices, day), number))
    return sorted(found, key=lambda item: (-round(item[0], 9), item[1]))[:top]


def report(
    themes: Themes,
    now: datetime,
    texts: Texts,
    *,
    top: int = 10,
    redact: Redactor = titles.same,
    least: int = LEAST_PEOPLE,
) -> list[Theme]:
    """The `top` themes; `texts` gives the words of refs in their order and is asked for those themes alone."""
    return [described(themes, number, now, texts, redact) for _heat, number in hottest(themes, now, top, least)]


def described(themes: Themes, number: int, now: datetime, texts: Texts, redact: Redactor = titles.same) -> Theme:
    """One theme. KeyError when it has no messages."""
    rows = themes.members(number)
    if not rows:
        raise KeyError(number)
    voices, day = voices_of(rows), now.timestamp() / DAY
    said = texts([row.ref for row in rows])
    own = themes.titles.get(number)
    return Theme(
        number=number,
        title=own or titles.title_of(said, redact),
        words=tuple(word for word in titles.words_of(said, lambda text: rarity(themes, text)) if redact(word) == word),
        refs=tuple(row.ref for row in rows),
        people=theme_heat.people(voices),
        voices=sum(row.weight for row in rows),
        heat=theme_heat.heat(voices, day),
        trend=theme_heat.trend(voices, day),
        first=_moment(rows[0].day),
        last=_moment(rows[-1].day),
        place=shared_place([row.place for row in rows]),
        spots=len({row.place for row in rows if row.place}),
        fixed=sum(row.pin == number for row in rows),
    )


def voices_of(rows: Sequence[Row]) -> list[Voice]:
    """The messages as they count."""
    return [Voice(row.person, row.day, row.weight) for row in rows]


def shared_place(paths: Sequence[str]) -> str:
    """The longest path, in whole levels, that every given path begins with; empty when none is given."""
    given = [path for path in paths if path]
    if not given:
        return ""
    low, high = min(given), max(given)
    same = next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return low[: same // LEVEL * LEVEL]


def rarity(themes: Themes, text: str) -> float:
    """How rare the commonest piece of a short text is in the window; what it does not count (a name) is rare."""
    features = features_of(text)
    held = themes.counts.topics[features.topics]
    known = held[held > 0]
    return float(np.log((len(themes) + 1) / (known.max() + 1))) if len(known) else float(np.log(len(themes) + 1))


def _moment(day: float) -> datetime:
    return datetime.fromtimestamp(day * DAY, UTC)
