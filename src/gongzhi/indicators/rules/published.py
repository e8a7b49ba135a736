"""The numbers of one public page as a reader can add and subtract them, and which of them it must not show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gongzhi.indicators.rules import counting as c
from gongzhi.indicators.rules.rates import RATES, RESPONSE, SATISFACTION, SOLUTION, Figures
from gongzhi.indicators.rules.small import Sum, protected

Key = tuple[str, str, str]  # a part of the page ("" the whole), a measure, the word that narrows it ("" all)
WHOLE = ""
OWED, UNSOLVED, UNSATISFIED, NEVER = "owed", "unsolved", "unsatisfied", "never"
CLASS, GROUP, TIMED, STAGE, OPEN = "class", "group", "timed", "stage", "open"
# What a rate shows: over, under; a reader subtracts the third.
SHARES = {RESPONSE: (c.IN_TIME, OWED), SOLUTION: (c.SOLVED, c.JUDGED), SATISFACTION: (c.SATISFIED, c.JUDGED)}
_LISTED = (c.REPORTED, c.LATE, c.ANSWERED, c.REOPENED, c.CONTESTED)
_RATED = (c.IN_TIME, c.MISSED, OWED, c.JUDGED, c.SOLVED, UNSOLVED, c.SATISFIED, UNSATISFIED)
_SPLIT = ((OWED, (c.IN_TIME, c.MISSED)), (c.JUDGED, (c.SOLVED, UNSOLVED)), (c.JUDGED, (c.SATISFIED, UNSATISFIED)))
LISTED = frozenset({*_LISTED, *_RATED} - {OWED, UNSOLVED, UNSATISFIED})  # what a list says of each place
CUT = frozenset({c.REPORTED, c.JUDGED, c.SOLVED, c.SATISFIED, c.NO_RESPONSE, c.NO_JUDGEMENT})  # what has words
_LEFT_OVER = (UNSOLVED, UNSATISFIED, NEVER)


@dataclass(frozen=True)
class Shown:
    """What a page shows: the whole's figures, those of its places (by name) and months, and its lists."""

    whole: Figures
    places: Mapping[str, Figures] = field(default_factory=dict)
    months: Sequence[tuple[int, Figures]] = ()
    channels: Sequence[str] = ()
    classes: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    timed: int = 0
    stages: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Book:
    """Numbers by key, the sums that a reader knows of, and the numbers that are nowhere shown."""

    counts: dict[Key, int] = field(default_factory=dict)
    sums: list[Sum[Key]] = field(default_factory=list)
    unseen: set[Key] = field(default_factory=set)

    def put(self, key: Key, count: int, *, seen: bool = True) -> Key:
        """Write a number down."""
        self.counts[key] = count
        if not seen:
            self.unseen.add(key)
        return key

    def add(self, total: Key, parts: Iterable[Key]) -> None:
        """A sum; what the parts leave over is a number too. Parts that go beyond the total are no parts of it."""
        found = tuple(parts)
        rest = self.counts[total] - sum(self.counts[key] for key in found)
        if rest > 0:
            found += (self.put((f"{total[0]}~{len(self.sums)}", *total[1:]), rest, seen=False),)
        if rest >= 0 and found:
            self.sums.append(Sum(total, found))


def held_back(shown: Shown, least: int) -> frozenset[Key]:
    """The keys of the numbers that this page must not show."""
    book = book_of(shown)
    return protected(book.counts, book.sums, least, book.unseen)


def book_of(shown: Shown) -> Book:
    """Every number of the page, and every sum among them."""
    book = Book()
    _figures(book, WHOLE, shown.whole, _LISTED + _RATED)
    _words(book, shown)
    for name, found in shown.places.items():
        _figures(book, name, found, _LISTED + _RATED)
    _across(book, list(shown.places), _LISTED + _RATED)
    months = [(str(month), found) for month, found in shown.months]
    for name, found in months:
        _figures(book, name, found, _RATED)
    _across(book, [name for name, _found in months], _RATED)
    _lists(book, shown)
    return book


def apart(rows: Mapping[str, Figures], least: int) -> frozenset[Key]:
    """The same for a list of places under which no sum stands."""
    book = Book()
    for name, found in rows.items():
        _figures(book, name, found, _LISTED + _RATED)
    return protected(book.counts, book.sums, least, book.unseen)


def held_in(counts: Mapping[str, int], least: int) -> frozenset[str]:
    """The keys of a plain list with its sum."""
    book = Book()
    keys = {key: book.put((WHOLE, key, ""), n) for key, n in counts.items()}
    book.add(book.put((WHOLE, "", "all"), sum(counts.values())), keys.values())
    held = protected(book.counts, book.sums, least, book.unseen)
    return frozenset(key for key, inside in keys.items() if inside in held)


def _count(found: Figures, measure: str, word: str | None = None) -> int:
    left_over = {OWED: (c.IN_TIME, c.MISSED, 1), UNSOLVED: (c.JUDGED, c.SOLVED, -1)}
    left_over[UNSATISFIED] = (c.JUDGED, c.SATISFIED, -1)
    if measure in left_over:
        one, other, sign = left_over[measure]
        return found.count(one, word) + sign * found.count(other, word)
    return found.count(measure, word)


def _figures(book: Book, part: str, found: Figures, measures: Iterable[str]) -> None:
    """One part's numbers, and what its rates leave over."""
    for measure in measures:
        book.put((part, measure, ""), _count(found, measure), seen=measure not in _LEFT_OVER)
    for total, parts in _SPLIT:
        book.add((part, total, ""), [(part, measure, "") for measure in parts])
    if (part, c.LATE, "") in book.counts:
        book.add((part, c.MISSED, ""), [(part, c.LATE, "")])


def _across(book: Book, names: Sequence[str], measures: Iterable[str]) -> None:
    """The whole is the sum of its places, and of its months."""
    for measure in measures if names else ():
        book.add((WHOLE, measure, ""), [(name, measure, "") for name in names])


def _words(book: Book, shown: Shown) -> None:
    """The cuts by channel and by ground."""
    whole = shown.whole
    _cut(book, c.REPORTED, whole.shares(c.REPORTED))
    judging = (c.JUDGED, c.SOLVED, UNSOLVED, c.SATISFIED, UNSATISFIED)
    for measure in judging:
        counts = {word: _count(whole, measure, word) for word in shown.channels}
        _cut(book, measure, counts, seen=measure not in _LEFT_OVER)
    for word in shown.channels:
        for total, parts in _SPLIT[1:]:
            book.add((WHOLE, total, word), [(WHOLE, measure, word) for measure in parts])
    for measure in (c.NO_RESPONSE, c.NO_JUDGEMENT):
        book.put((WHOLE, measure, ""), whole.count(measure))
        _cut(book, measure, whole.shares(measure))


def _cut(book: Book, measure: str, counts: Mapping[str, int], *, total: str = "", seen: bool = True) -> None:
    keys = [book.put((WHOLE, measure, word), n, seen=seen) for word, n in counts.items()]
    book.add((WHOLE, total or measure, ""), keys)


def _lists(book: Book, shown: Shown) -> None:
    """The cuts by class, group and stage, and how many of the answered stand behind the medians."""
    _cut(book, CLASS, shown.classes, total=c.REPORTED)
    _cut(book, GROUP, shown.groups, total=c.REPORTED)
    book.add((WHOLE, c.ANSWERED, ""), [book.put((WHOLE, TIMED, ""), shown.timed)])
    book.put((WHOLE, OPEN, ""), sum(shown.stages.values()))
    _cut(book, STAGE, shown.stages, total=OPEN)


def rate_held(held: frozenset[Key], rate: str, part: str = WHOLE) -> bool:
    """Whether a rate is held back, because one of its two numbers is. ValueError for an unknown rate."""
    if rate not in RATES:
        raise ValueError(f"no rate is called {rate!r}")
    over, under = SHARES[rate]
    return (part, over, "") in held or (part, under, "") in held
