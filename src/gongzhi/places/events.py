"""What may happen to places, as facts. They name places by id; names and outlines stay in this package's tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class PlaceCreated(Event):
    """A place was added under a parent, valid from the day `since` (ISO)."""

    kind: ClassVar[str] = "place.created"
    sight: ClassVar[Sight] = Sight.PUBLIC
    place_id: int
    parent_id: int | None
    level: str
    since: str


@dataclass(frozen=True)
class PlaceMoved(Event):
    """A boundary was moved: from the day `on` the place and the `places` inside it stand under another parent."""

    kind: ClassVar[str] = "place.moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    place_id: int
    from_parent_id: int | None
    to_parent_id: int
    on: str
    places: int


@dataclass(frozen=True)
class PlaceRenamed(Event):
    """A place has another name from the day `on`; the names are in the place's history."""

    kind: ClassVar[str] = "place.renamed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    place_id: int
    on: str


@dataclass(frozen=True)
class PlaceRetired(Event):
    """A place is no longer in force from the day `on`."""

    kind: ClassVar[str] = "place.retired"
    sight: ClassVar[Sight] = Sight.PUBLIC
    place_id: int
    on: str


@dataclass(frozen=True)
class PlacesPlanted(Event):
    """Many places were added at once: the range of their ids and how many of each sort."""

    kind: ClassVar[str] = "place.planted"
    sight: ClassVar[Sight] = Sight.PUBLIC
    first_id: int
    last_id: int
    divisions: int
    grids: int
    estates: int
    buildings: int
    households: int


@dataclass(frozen=True)
class BuildingsSigned(Event):
    """Buildings under a place were given the short codes that are printed on their doors."""

    kind: ClassVar[str] = "place.buildings_signed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    place_id: int
    buildings: int


@dataclass(frozen=True)
class OutlineDrawn(Event):
    """A place was given an outline, in force from the day `on`."""

    kind: ClassVar[str] = "place.outline_drawn"
    sight: ClassVar[Sight] = Sight.PUBLIC
    place_id: int
    outline_id: int
    datum: str
    synthetic: bool
    on: str
