"""Which building a unit of the roll lies in, read from its words; and counts of buildings that show no person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gongzhi.places.rules.text import fold

_SAID = re.compile(r"(?<![0-9a-z])([0-9]{1,4}|[a-z][0-9]{0,3})栋")
# "3-1201", "12-3-501": the building stands first, the room last.
_DASHED = re.compile(r"^([0-9]{1,3}|[a-z][0-9]{0,3})[-_/‐-―][0-9a-z]")


@dataclass(frozen=True)
class Building:
    """A building of the vote's place: its name, its aliases, and the names of what it lies in (an estate)."""

    id: int
    names: tuple[str, ...]
    within: tuple[str, ...] = ()


@dataclass
class Reader:
    """Tells the building of a unit; whatever fits none, or several, is not guessed."""

    by_name: dict[str, list[Building]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, buildings: Iterable[Building]) -> Reader:
        """A reader of these buildings."""
        reader = cls()
        for one in buildings:
            for name in {_plain(name) for name in one.names}:
                reader.by_name[name].append(one)
        return reader

    def read(self, unit: str, scope: str = "") -> int | None:
        """The building's id: by the roll's own column, else by the words of the unit. None when it is not certain."""
        words = fold(f"{scope} {unit}")
        told = [_plain(scope)] if scope.strip() else []
        told += [found[1] for text in (scope, unit) for found in _SAID.finditer(fold(text))]
        dashed = _DASHED.match(fold(unit))
        told += [dashed[1]] if dashed else []
        for name in told:
            fitting = self.by_name.get(_number(name), [])
            named = [one for one in fitting if any(_plain(place) in words for place in one.within)]
            certain = named if len(fitting) > 1 else fitting
            if len(certain) == 1:
                return certain[0].id
        return None


def _plain(name: str) -> str:
    """ "3 栋", "3号楼" and "３幢" as "3"; a name in words stays what it is."""
    flat = fold(name)
    found = _SAID.fullmatch(flat)
    return _number(found[1] if found else flat)


def _number(text: str) -> str:
    return text.lstrip("0") or text if text.isdigit() else text


@dataclass(frozen=True)
class Count:
    """Electors of a building and how many of them took part."""

    electors: int
    cast: int


@dataclass(frozen=True)
class Shown:
    """What may be told: (building, electors, took part or None), those from which nobody did, and what fits none."""

    rows: tuple[tuple[int, int, int | None], ...]
    silent: tuple[int, ...]
    unmatched: int
    least: int


def shown(counts: Mapping[int, Count], order: Sequence[int], unmatched: int, least: int) -> Shown:
    """Counts with small ones left out: of who took part, of who did not, and of a building too small for any count.

    That nobody took part is said of a building with `least` electors or more only. Where one number alone would be
    left out, the sum of the vote would give it away: the smallest of the others goes with it.
    """
    here = [one for one in order if one in counts and counts[one].electors >= least]
    silent = tuple(one for one in here if not counts[one].cast)
    heard = {one: counts[one] for one in here if counts[one].cast}
    hidden = {key for key, one in heard.items() if one.cast < least or 0 < one.electors - one.cast < least}
    small = [one for one in order if one in counts and counts[one].electors < least]
    if len(hidden) + len(small) + bool(unmatched) == 1 and len(hidden) < len(heard):
        hidden |= {min(heard.keys() - hidden, key=lambda key: (heard[key].cast, key))}
    rows = tuple((key, one.electors, None if key in hidden else one.cast) for key, one in heard.items())
    return Shown(rows, silent, unmatched, least)
