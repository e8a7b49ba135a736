"""A drawn opinion map as plain data, for pages, files and tests; reading one needs no numbers library."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Key = int | str


@dataclass(frozen=True, slots=True)
class Shared:
    """A statement that most answer in one way: how many of how many, likely share, z of being more than half."""

    statement: str
    given: int
    seen: int
    share: float
    sure: float


@dataclass(frozen=True, slots=True)
class Says:
    """A statement that marks a group: its side (agree or disagree), how many of how many, likely share and z, how many
    times oftener than the others and that one's z; `first` is what the group best agrees on."""

    statement: str
    side: str
    given: int
    seen: int
    share: float
    sure: float
    oftener: float
    apart: float
    first: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Votes on a statement: agreements, disagreements, and all with the passes."""

    agree: int
    disagree: int
    seen: int


@dataclass(frozen=True, slots=True)
class OpinionMap:
    """Where people stand, which groups there are, what they share and what divides them.

    `groups` names the group of everybody with votes enough; `points` holds everybody who voted (−1 to 1 is not a
    limit). `stability` is 0 to 1, or None where there is too little to say; `clear` says whether groups may be shown
    at all. Everything by statement holds every statement, those taken out by moderation included; lists leave them out.
    """

    people: int
    votes: int
    groups: dict[str, Key]
    sizes: dict[Key, int]
    group_aware_consensus: dict[str, float]
    minimum: dict[str, float]
    majority: dict[str, tuple[Shared, ...]]
    representative: dict[Key, tuple[Says, ...]]
    stability: float | None
    clear: bool
    silhouette: float
    points: dict[str, tuple[float, float]]
    centres: dict[Key, tuple[float, float]]
    axes: tuple[dict[str, float], dict[str, float]]
    shares: tuple[float, float]
    everybody: dict[str, Count]
    by_group: dict[Key, dict[str, Count]]
    out: tuple[str, ...] = ()
    seed: int = 0
    labels_given: bool = field(default=False)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the same names, groups as text where they are keys."""
        return {
            "people": self.people,
            "votes": self.votes,
            "groups": self.groups,
            "sizes": _texts(self.sizes),
            "group_aware_consensus": self.group_aware_consensus,
            "minimum": self.minimum,
            "majority": {side: [_plain(row) for row in rows] for side, rows in self.majority.items()},
            "representative": {str(key): [_plain(row) for row in rows] for key, rows in self.representative.items()},
            "stability": self.stability,
            "clear": self.clear,
            "silhouette": self.silhouette,
            "points": {person: list(point) for person, point in self.points.items()},
            "centres": {str(key): list(point) for key, point in self.centres.items()},
            "axes": list(self.axes),
            "shares": list(self.shares),
            "everybody": {name: _numbers(count) for name, count in self.everybody.items()},
            "by_group": {
                str(key): {name: _numbers(count) for name, count in counts.items()}
                for key, counts in self.by_group.items()
            },
            "out": list(self.out),
            "seed": self.seed,
            "labels_given": self.labels_given,
        }


def from_dict(data: dict[str, Any]) -> OpinionMap:
    """What `as_dict` wrote, read again; group names that look like numbers become numbers."""
    keyed = {name: {key_of(key): value for key, value in data[name].items()} for name in _BY_GROUP}
    return OpinionMap(
        **{name: data[name] for name in _AS_THEY_STAND},
        sizes=keyed["sizes"],
        majority={side: tuple(Shared(**row) for row in rows) for side, rows in data["majority"].items()},
        representative={key: tuple(Says(**row) for row in rows) for key, rows in keyed["representative"].items()},
        points={person: (point[0], point[1]) for person, point in data["points"].items()},
        centres={key: (point[0], point[1]) for key, point in keyed["centres"].items()},
        axes=(data["axes"][0], data["axes"][1]),
        shares=(data["shares"][0], data["shares"][1]),
        everybody={name: Count(*numbers) for name, numbers in data["everybody"].items()},
        by_group={
            key: {name: Count(*numbers) for name, numbers in counts.items()}
            for key, counts in keyed["by_group"].items()
        },
        out=tuple(data["out"]),
    )


_BY_GROUP = ("sizes", "representative", "centres", "by_group")
_AS_THEY_STAND = (
    "people", "votes", "groups", "group_aware_consensus", "minimum", "stability", "clear", "silhouette", "seed",
    "labels_given",
)  # fmt: skip


def key_of(text: str) -> Key:
    """The name of a group as it stands in a file: a number where it is one."""
    return int(text) if text.isascii() and text.isdigit() and str(int(text[:18])) == text else text


def _texts(given: dict[Key, int]) -> dict[str, int]:
    return {str(key): value for key, value in given.items()}


def _plain(row: Shared | Says) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def _numbers(count: Count) -> list[int]:
    return [count.agree, count.disagree, count.seen]
