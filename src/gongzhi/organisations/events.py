"""Facts about organisations: ids and closed words. A term's fact names a person by id, never by name."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class BodyCreated(Event):
    """A body entered the register."""

    kind = "organisations.body_created"
    sight = Sight.PUBLIC
    body_id: int
    body_kind: str
    place_id: int
    since: str


@dataclass(frozen=True)
class BodyClosed(Event):
    """A body ceases on a day; its seats and relations end with it."""

    kind = "organisations.body_closed"
    sight = Sight.PUBLIC
    body_id: int
    until: str


@dataclass(frozen=True)
class Related(Event):
    """Two bodies stand in a relation from a day on."""

    kind = "organisations.related"
    sight = Sight.PUBLIC
    relation_id: int
    relation: str
    upper_id: int
    lower_id: int
    since: str


@dataclass(frozen=True)
class RelationEnded(Event):
    """A relation ends on a day."""

    kind = "organisations.relation_ended"
    sight = Sight.PUBLIC
    relation_id: int
    relation: str
    until: str


@dataclass(frozen=True)
class SeatCreated(Event):
    """A body has a new seat over a place."""

    kind = "organisations.seat_created"
    sight = Sight.PUBLIC
    seat_id: int
    body_id: int
    role: str
    place_id: int


@dataclass(frozen=True)
class SeatEnded(Event):
    """A seat exists no longer; every term in it ended in the same transaction."""

    kind = "organisations.seat_ended"
    sight = Sight.PUBLIC
    seat_id: int
    body_id: int
    role: str


@dataclass(frozen=True)
class TermBegun(Event):
    """A person holds a seat from an instant; `substitute_for` is the term of the one stood in for, or 0."""

    kind = "organisations.term_begun"
    sight = Sight.STAFF
    term_id: int
    seat_id: int
    body_id: int
    role: str
    person_id: int
    since: str
    until: str = ""
    substitute_for: int = 0


@dataclass(frozen=True)
class TermEnded(Event):
    """A person's term has an end now; the access it gave ended in the same transaction when that is this instant."""

    kind = "organisations.term_ended"
    sight = Sight.STAFF
    term_id: int
    seat_id: int
    body_id: int
    role: str
    person_id: int
    until: str


@dataclass(frozen=True)
class TermCancelled(Event):
    """A term that had not begun was taken back."""

    kind = "organisations.term_cancelled"
    sight = Sight.STAFF
    term_id: int
    seat_id: int
    body_id: int
    role: str
    person_id: int
