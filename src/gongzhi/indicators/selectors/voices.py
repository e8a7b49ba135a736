"""Who speaks (row B14): voices by building and community, how uneven they lie, and the buildings never heard from.

A voice is one person who spoke of one building, or of something in a community without naming a building. Counts are
held back by one reckoning over the whole street, so that no two of its pages together give a small one away.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from gongzhi.cases.selectors.voices import solved_at, speakers
from gongzhi.indicators.rules.months import back, this_month
from gongzhi.indicators.rules.skew import Cell, by_chance, fifths, gini
from gongzhi.indicators.rules.small import Sum, protected
from gongzhi.indicators.selectors.figures import small_count
from gongzhi.kernel import clock
from gongzhi.people import selectors as people
from gongzhi.people.words import VOLUNTARY
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook

MONTHS = 12  # one window for everybody: windows to choose from would let small counts be worked out by difference
ALL = -1  # stands for every cell of a community, or every community
ELSEWHERE = 0  # stands for "in the community, no building named"


Key = tuple[int, int]  # community and building
Counts = dict[Key, int]


@dataclass(frozen=True)
class Count:
    """A building or a community: households, voices, and whether the voices may be shown."""

    place: Any
    households: int
    voices: int
    held: bool


@dataclass(frozen=True)
class Split:
    """What those who spoke said of themselves: word ("" for not said) → how many, None where it may not be shown."""

    field: str
    total: int
    counts: dict[str, int | None]


@dataclass(frozen=True)
class Voices:
    """Who spoke in a street or a community since an instant."""

    place: Any
    since: datetime
    as_of: datetime
    least: int
    people: int
    total: Count
    inside: tuple[Count, ...]  # the communities of a street, the buildings of a community
    elsewhere: Count | None
    unheard: tuple[Count, ...]  # buildings with households and no voice, in the order of the tree
    cells: tuple[Cell, ...]
    gini: Fraction | None
    chance: float
    limit: Fraction
    enough: bool
    fifths: list[Fraction] | None
    solved_fifths: list[Fraction] | None
    splits: tuple[Split, ...]
    averaged: bool  # whether some buildings go into Gini and fifths by their mean, because they are held back
    by_homes: bool  # whether buildings weigh by their households, or, where none are registered, all the same

    @property
    def skewed(self) -> bool:
        """Whether the stated limit is passed: more uneven than chance alone by more than it, among enough voices."""
        return self.enough and self.gini is not None and float(self.gini) - self.chance > float(self.limit)


@dataclass
class _Street:
    """Everything read once: where buildings stand, who spoke where, what was solved where."""

    buildings: dict[int, Any]
    communities: dict[int, Any]
    households: Counter[int]
    spoke: dict[Key, set[int]]  # (community, building or ELSEWHERE) → people
    solved: Counter[int]
    persons: set[int]

    def homes(self, building_id: int) -> int:
        """The households of a building; 1 for every building where none are registered anywhere."""
        return self.households[building_id] if self.counted else 1

    @property
    def counted(self) -> bool:
        """Whether any household is registered in these buildings."""
        return any(self.households[pk] for pk in self.buildings)


def since() -> datetime:
    """The beginning of the window: the first day of the month eleven months ago."""
    first = back(this_month(clock.now()), MONTHS - 1)
    return datetime(first // 100, first % 100, 1, tzinfo=clock.CHINA)


def voices(place: Any) -> Voices:
    """Who speaks in a street, or in a community of one. ValueError for a place of another level."""
    if place.level not in ("street", "community"):
        raise ValueError(f"voices of a {place.level}")
    street = place if place.level == "street" else places.ancestor(place, "street")
    if street is None:
        raise ValueError("a community outside every street")
    read = _read(street)
    counts, parts = _counted(read)
    held = _held(counts, parts)
    return _told(place, read, held, _evened(counts, parts, held))


def _read(street: Any) -> _Street:
    inside = places.within(street)
    found = {p.pk: p for p in inside.filter(level__in=("building", "community")).order_by("path")}
    buildings = {pk: p for pk, p in found.items() if p.level == "building"}
    communities = {pk: p for pk, p in found.items() if p.level == "community"}
    homes = inside.filter(level="household").values_list("path", flat=True)
    households = Counter(_among(path, buildings) for path in homes)
    heard = list(speakers(street_id=street.pk, since=since()))
    same = people.one_each(person for _path, person in heard)
    spoke: dict[Key, set[int]] = defaultdict(set)
    for path, person in heard:
        spoke[_among(path, communities), _among(path, buildings)].add(same[person])
    solved: Counter[int] = Counter()
    for path, count in solved_at(street_id=street.pk, since=since()).items():
        solved[_among(path, buildings)] += count
    return _Street(buildings, communities, households, spoke, solved, set(same))


def _among(path: str, wanted: dict[int, Any]) -> int:
    """The place of `wanted` on a path; ELSEWHERE for none."""
    return next((pk for pk in reversed(places.path_ids(path)) if pk in wanted), ELSEWHERE)


def _counted(read: _Street) -> tuple[Counts, dict[int, list[Key]]]:
    """The count of every cell, nought too, with the totals (community, ALL) and (ALL, ALL); cells by community."""
    counts = {key: len(who) for key, who in read.spoke.items()}
    keys = {(_among(b.path, read.communities), pk) for pk, b in read.buildings.items()} | set(counts)
    parts: dict[int, list[Key]] = defaultdict(list)
    for key in sorted(keys):
        counts.setdefault(key, 0)
        parts[key[0]].append(key)
    for community, cells in parts.items():
        counts[community, ALL] = sum(counts[key] for key in cells)
    counts[ALL, ALL] = sum(counts[community, ALL] for community in parts)
    return counts, parts


def _held(counts: Counts, parts: dict[int, list[Key]]) -> frozenset[Key]:
    """Which counts may not be shown on any page of the street."""
    sums = [Sum((community, ALL), tuple(cells)) for community, cells in parts.items()]
    sums.append(Sum((ALL, ALL), tuple((community, ALL) for community in sorted(parts))))
    return protected(counts, sums, small_count())


def _evened(counts: Counts, parts: dict[int, list[Key]], held: frozenset[Key]) -> dict[Key, Fraction]:
    """The counts as a reader of all the pages has them: what is held back shares evenly in what it must come to.

    Every further figure is made of these, so that none of them tells what the tables do not.
    """
    groups = [cells for community, cells in parts.items() if (community, ALL) not in held]
    groups.append([key for community, cells in parts.items() if (community, ALL) in held for key in cells])
    evened: dict[Key, Fraction] = {}
    for cells in groups:
        dark = [key for key in cells if key in held]
        left = sum(counts[key] for key in dark)
        evened |= {key: Fraction(left, len(dark)) if key in held else Fraction(counts[key]) for key in cells}
    return evened


def _told(place: Any, read: _Street, held: frozenset[Key], evened: dict[Key, Fraction]) -> Voices:
    here = place.pk if place.level == "community" else None
    heard = {key: who for key, who in read.spoke.items() if here in (None, key[0])}
    buildings = [b for b in read.buildings.values() if b.path.startswith(place.path)]
    keys = {b.pk: (_among(b.path, read.communities), b.pk) for b in buildings}
    of = {pk: len(heard.get(key, ())) for pk, key in keys.items()}
    cells = tuple(Cell(b.pk, read.homes(b.pk), evened[keys[b.pk]], read.solved[b.pk]) for b in buildings)
    total = sum(map(len, heard.values()))
    who = set().union(*heard.values())
    today = clock.today().date()
    lived_in = sum(c.households > 0 for c in cells)
    named = sum(c.voices for c in cells if c.households)
    counts = [_building(b, read, of[b.pk], held) for b in buildings]
    return Voices(
        place=place,
        since=since(),
        as_of=clock.now(),
        least=small_count(),
        people=len(who),
        total=Count(place, sum(read.households[b.pk] for b in buildings), total, (here or ALL, ALL) in held),
        inside=tuple(counts if here else _communities(read, held)),
        elsewhere=_elsewhere(place, heard, held) if here else None,
        unheard=tuple(c for c in counts if not c.voices and read.homes(c.place.pk)),
        cells=cells,
        gini=gini(cells),
        chance=by_chance(named, lived_in),
        limit=rulebook.share("voices.skew", today),
        enough=named >= rulebook.number("voices.least", today),
        fifths=fifths(cells),
        solved_fifths=_solved(cells),
        splits=() if here else _splits(who, read.persons),
        averaged=any(key in held for key in keys.values()),
        by_homes=read.counted,
    )


def _solved(cells: Sequence[Cell]) -> list[Fraction] | None:
    """The fifths of what was solved; nothing where one of them would be a small count."""
    found, least = fifths(cells, "solved"), small_count()
    total = sum(cell.solved for cell in cells if cell.households)
    return None if found is None or any(0 < share * total < least for share in found) else found


def _building(building: Any, read: _Street, count: int, held: frozenset[Key]) -> Count:
    key = (_among(building.path, read.communities), building.pk)
    return Count(building, read.households[building.pk], count, key in held)


def _communities(read: _Street, held: frozenset[Key]) -> Iterable[Count]:
    homes: Counter[int] = Counter()
    for pk, building in read.buildings.items():
        homes[_among(building.path, read.communities)] += read.households[pk]
    said: Counter[int] = Counter()
    for (community, _building), who in read.spoke.items():
        said[community] += len(who)
    for pk, community in read.communities.items():
        yield Count(community, homes[pk], said[pk], (pk, ALL) in held)


def _elsewhere(place: Any, heard: dict[Key, set[int]], held: frozenset[Key]) -> Count:
    key = (place.pk, ELSEWHERE)
    return Count(place, 0, len(heard.get(key, ())), key in held)


def _splits(who: set[int], persons: set[int]) -> tuple[Split, ...]:
    """Age and tenure of those who spoke and chose to say; of a whole street only, as totals of nothing else."""
    least = small_count()
    if len(who) < least:
        return ()
    found = []
    for field, words in VOLUNTARY.items():
        said = people.spread(persons, field)
        counts = {word: said[word] for word in (*words, "")}
        held = protected({**counts, "=": len(who)}, [Sum("=", tuple(counts))], least)
        shown = {word: None if word in held else n for word, n in counts.items()}
        found.append(Split(field, len(who), shown))
    return tuple(found)
