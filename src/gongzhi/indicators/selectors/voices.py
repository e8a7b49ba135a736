"""Who speaks (row B14): voices by building and community, how uneven they lie, and the buildings never heard from.

A voice is one person who spoke of one building, or of something in a community without naming a building. Counts are
held back by one reckoning over the whole street, so that no two of its pages together give a small one away.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
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
ELSEWHERE = 0  # stands for "in the community, no building named"


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
    spoke: dict[tuple[int, int], set[int]]  # (community, building or ELSEWHERE) → people
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
    return _told(place, read, _held(read))


def _read(street: Any) -> _Street:
    inside = places.within(street)
    found = {p.pk: p for p in inside.filter(level__in=("building", "community")).order_by("path")}
    buildings = {pk: p for pk, p in found.items() if p.level == "building"}
    communities = {pk: p for pk, p in found.items() if p.level == "community"}
    homes = inside.filter(level="household").values_list("path", flat=True)
    households = Counter(_among(path, buildings) for path in homes)
    heard = list(speakers(street_id=street.pk, since=since()))
    same = people.one_each(person for _path, person in heard)
    spoke: dict[tuple[int, int], set[int]] = defaultdict(set)
    for path, person in heard:
        spoke[_among(path, communities), _among(path, buildings)].add(same[person])
    solved: Counter[int] = Counter()
    for path, count in solved_at(street_id=street.pk, since=since()).items():
        solved[_among(path, buildings)] += count
    return _Street(buildings, communities, households, spoke, solved, set(same))


def _among(path: str, wanted: dict[int, Any]) -> int:
    """The place of `wanted` on a path; ELSEWHERE for none."""
    return next((pk for pk in reversed(places.path_ids(path)) if pk in wanted), ELSEWHERE)


def _held(read: _Street) -> frozenset[tuple[int, int]]:
    """Which counts may not be shown: (community, building), (community, -1) for its total; the street is (-1, -1)."""
    counts = {key: len(who) for key, who in read.spoke.items()}
    keys = {(_among(b.path, read.communities), pk) for pk, b in read.buildings.items()}
    parts: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for community, building in keys | set(counts):
        parts[community].add((community, building))
    counts |= {key: 0 for key in keys - set(counts)}
    sums = []
    for community, inside in parts.items():
        counts[community, -1] = sum(counts[key] for key in inside)
        sums.append(Sum((community, -1), tuple(sorted(inside))))
    counts[-1, -1] = sum(counts[community, -1] for community in parts)
    sums.append(Sum((-1, -1), tuple((community, -1) for community in sorted(parts))))
    return protected(counts, sums, small_count())


def _told(place: Any, read: _Street, held: frozenset[tuple[int, int]]) -> Voices:
    here = place.pk if place.level == "community" else None
    heard = {key: who for key, who in read.spoke.items() if here in (None, key[0])}
    buildings = [b for b in read.buildings.values() if b.path.startswith(place.path)]
    of = {b.pk: len(heard.get((_among(b.path, read.communities), b.pk), ())) for b in buildings}
    cells = tuple(Cell(b.pk, read.homes(b.pk), of[b.pk], read.solved[b.pk]) for b in buildings)
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
        total=Count(place, sum(read.households[b.pk] for b in buildings), total, (here or -1, -1) in held),
        inside=tuple(counts if here else _communities(read, held)),
        elsewhere=_elsewhere(place, heard, held) if here else None,
        unheard=tuple(c for c in counts if not c.voices and read.homes(c.place.pk)),
        cells=cells,
        gini=gini(cells),
        chance=by_chance(named, lived_in),
        limit=rulebook.share("voices.skew", today),
        enough=named >= rulebook.number("voices.least", today),
        fifths=fifths(cells),
        solved_fifths=fifths(cells, "solved"),
        splits=() if here else _splits(who, read.persons),
        by_homes=read.counted,
    )


def _building(building: Any, read: _Street, count: int, held: frozenset[tuple[int, int]]) -> Count:
    key = (_among(building.path, read.communities), building.pk)
    return Count(building, read.households[building.pk], count, key in held)


def _communities(read: _Street, held: frozenset[tuple[int, int]]) -> Iterable[Count]:
    homes: Counter[int] = Counter()
    for pk, building in read.buildings.items():
        homes[_among(building.path, read.communities)] += read.households[pk]
    said: Counter[int] = Counter()
    for (community, _building), who in read.spoke.items():
        said[community] += len(who)
    for pk, community in read.communities.items():
        yield Count(community, homes[pk], said[pk], (pk, -1) in held)


def _elsewhere(place: Any, heard: dict[tuple[int, int], set[int]], held: frozenset[tuple[int, int]]) -> Count:
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
