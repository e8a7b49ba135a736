"""How much a theme presses: how many people, how lately, with how many voices; and whether it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10, sqrt
from typing import NamedTuple

# Days after which a person's word counts half. Half a year: long enough for what comes with a season, short
# enough that what nobody has mentioned for a year stands behind what people say now.
HALF_LIFE = 182.0
WEEKS, DAYS = 4, 28
# A change is called one when chance alone would make one so large at most once in ten times (one-sided).
SURE = 1.2816


class Voice(NamedTuple):
    """One message as it counts: who, on which day (days since 1970), with how many other voices behind it."""

    person: str
    day: float
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Trend:
    """People in the last four weeks and the four before; change a week; new, rising, steady, falling or quiet."""

    recent: int
    before: int
    slope: float
    word: str


def people(voices: Sequence[Voice]) -> int:
    """Distinct persons; somebody who wrote ten times is one."""
    return len({voice.person for voice in voices})


def heat(voices: Sequence[Voice], now: float) -> float:
    """people × voices, by recency:

        heat = Σ over distinct persons of 2^(−days since that person's last message / 182) × (1 + log10(1 + v))

    with v = voices (likes, "me too") for each person who wrote. Reasons for each part:
    a person counts once and by the last word, so that neither one diligent writer nor an old quarrel leads the list;
    a person's word fades by half in half a year instead of ending at a border, so that the order does not jump
    from one day to the next; a voice is a click, whose person is not known to be distinct and who wrote no word, so
    voices multiply what people wrote and never stand alone, and their tenth part counts as much again: ten voices for
    each writer double a theme, a hundred treble it, and one message with two thousand does not outrun forty people.
    """
    last: dict[str, float] = {}
    for voice in voices:
        last[voice.person] = max(last.get(voice.person, voice.day), voice.day)
    fresh = sum(0.5 ** (max(now - day, 0.0) / HALF_LIFE) for day in last.values())
    behind = sum(max(voice.weight, 0.0) for voice in voices) / max(len(last), 1)
    return float(fresh * (1 + log10(1 + behind)))


def trend(voices: Sequence[Voice], now: float) -> Trend:
    """The last four weeks against the four before, in people; the slope is that of a line through the eight."""
    weeks = [len({v.person for v in voices if week <= (now - v.day) / 7 < week + 1}) for week in range(2 * WEEKS)]
    recent = len({v.person for v in voices if 0 <= now - v.day < DAYS})
    before = len({v.person for v in voices if DAYS <= now - v.day < 2 * DAYS})
    return Trend(recent, before, _slope(weeks[::-1]), _word(recent, before, len(voices)))


def _slope(weeks: Sequence[int]) -> float:
    middle = (len(weeks) - 1) / 2
    spread = sum((at - middle) ** 2 for at in range(len(weeks)))
    return sum((at - middle) * count for at, count in enumerate(weeks)) / spread


def _word(recent: int, before: int, all_of_it: int) -> str:
    """Two counts differ by more than chance when their difference exceeds so many roots of their sum."""
    if not recent:
        return "quiet"
    if not before and recent >= all_of_it:
        return "new"
    change = (recent - before) / sqrt(recent + before)
    if abs(change) < SURE:
        return "steady"
    return "rising" if change > 0 else "falling"
