"""Who acts: a person with the seats held now, or a named part of the system. There is always one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Seat:
    """An office that a person holds now: a role, in a body, over a place and everything inside it."""

    id: int
    role: str
    body_id: int
    body_kind: str
    place_id: int
    path: str
    level: str

    def covers(self, path: str) -> bool:
        """Whether the place with this path lies in the seat's area."""
        return path.startswith(self.path)


@dataclass(frozen=True)
class Actor:
    """A person (with or without seats), or a part of the system such as "duties.clock"; never both, never neither."""

    person_id: int | None = None
    seats: tuple[Seat, ...] = ()
    part: str = ""

    def __post_init__(self) -> None:
        if (self.person_id is None) == (not self.part):
            raise ValueError("an actor is a person or a named part of the system")

    @property
    def is_staff(self) -> bool:
        """Whether the person holds any seat now."""
        return bool(self.seats)

    def seats_as(self, *roles: str, over: str | None = None) -> Iterator[Seat]:
        """The seats with one of these roles, narrowed to those over the place with path `over`."""
        for seat in self.seats:
            if (not roles or seat.role in roles) and (over is None or seat.covers(over)):
                yield seat

    def seat_in(self, body_id: int | None, *roles: str) -> Seat | None:
        """The seat held in this body, if there is one."""
        return next((s for s in self.seats_as(*roles) if s.body_id == body_id), None)

    @property
    def ref(self) -> str:
        """How the record names the actor."""
        return f"people.person:{self.person_id}" if self.person_id is not None else f"system:{self.part}"


def system(part: str) -> Actor:
    """The named part of the system as an actor."""
    return Actor(part=part)
