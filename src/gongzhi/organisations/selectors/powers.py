"""What a body's offices may do and may not, printed from the permits themselves: each is asked with an example.

A power that comes from a relation to the matter (its reporter, the called body, the system's clock) and not from an
office is told in words instead, so that no permit is without its public sentence (row B18).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat, system
from gongzhi.kernel.permit import declared, may
from gongzhi.organisations import words
from gongzhi.organisations.models import Body
from gongzhi.organisations.models import Seat as SeatRow
from gongzhi.organisations.permits import Office
from gongzhi.people.permits import Reading
from gongzhi.places import selectors as places

# An example of what each permit is asked about, at the place with the given path and for a seat with the given role.
Example = Callable[[Seat], Any]
_SOMEBODY = 0  # no person has this number
MYSELF = -1  # the person for whom the examples are asked
SYSTEM = _("系统到时自动办，谁也不能代办")
_examples: dict[str, Example] = {
    "organisations.register": lambda seat: Office(seat.path),
    "organisations.seat": lambda seat: Office(seat.path, "grid_worker"),
    "organisations.read_register": lambda seat: Office(seat.path),
    "organisations.lend_password": lambda seat: Actor(person_id=_SOMEBODY),
    "people.read_contact": lambda seat: Reading(_SOMEBODY, "handle", seat),
    "people.note_consent": lambda seat: _SOMEBODY,
    "people.reset_password": lambda seat: _SOMEBODY,
    "people.own_data": lambda seat: MYSELF,
    "people.erase": lambda seat: _SOMEBODY,
    "place.draw": lambda seat: places.get(seat.place_id),
    "place.register": lambda seat: places.get(seat.place_id),
}
_told: dict[str, words.Text] = {}
_deciders: list[Callable[[Body], list[Decided]]] = []


@dataclass(frozen=True)
class Decided:
    """One thing that is decided where the body stands: what, by whom, by which rule, on which ground."""

    what: str
    by: str
    how: str
    ground: str


@dataclass(frozen=True)
class Holder:
    """An office that has a power: the role, and the kinds of bodies in which it has it."""

    role: words.Text
    kinds: tuple[words.Text, ...]


@dataclass(frozen=True)
class Sentence:
    """A permit's public sentence, and who has the power: offices, everybody, or whoever stands in a relation."""

    permit: str
    label: object
    holders: tuple[Holder, ...]
    everybody: bool
    relation: words.Text


def example(permit: str, make: Example) -> None:
    """Register an example for a permit, so that the public pages can print who has the power."""
    _examples[permit] = make


def by_relation(permit: str, who: words.Text) -> None:
    """Say in words who has a power that no office gives: "the reporter, over their own matter"."""
    _told[permit] = who


def decides(find: Callable[[Body], list[Decided]]) -> None:
    """Register what a body's page says of what is decided where it stands."""
    _deciders.append(find)


def decided_at(body: Body) -> list[Decided]:
    """What is decided where the body stands, by the tables of the packages above."""
    return [line for find in _deciders for line in find(body)]


def unexplained() -> list[str]:
    """The permits that no public page could explain: neither an example nor a relation in words."""
    return sorted(name for name in declared() if name not in _examples and name not in _told)


def powers_of(body: Body, roles: Iterable[str]) -> list[tuple[words.Text, list[object]]]:
    """For each role in the body the labels of the permits that its seat gives; only permits with an example."""
    labels = declared()
    return [(words.ROLES[role], [labels[name] for name in held_by(body, role)]) for role in _in_order(roles)]


def held_by(body: Body, role: str) -> list[str]:
    """The names of the permits that a seat with this role in this body gives, beyond what everybody has."""
    seat = Seat(0, role, body.pk, body.kind, body.place_id, body.place.path, body.place.level)
    return _held(seat, declared())


def withheld(body: Body, roles: Iterable[str]) -> list[object]:
    """The labels of what none of these roles gives in this body: what the body may not do."""
    labels = declared()
    given = {name for role in roles for name in held_by(body, role)}
    return [labels[name] for name in labels if name in _examples and name not in given and not _everybodys(name)]


def sentences() -> list[Sentence]:
    """Every permit of the house with its public sentence and who has it; kept until the offices change."""
    state = SeatRow.objects.aggregate(last=Max("pk"), ended=Max("ended_at"))
    return list(_sentences(state["last"] or 0, str(state["ended"]), len(_examples)))


@lru_cache(maxsize=4)
def _sentences(last: int, ended: str, known: int) -> tuple[Sentence, ...]:
    holders: dict[str, dict[str, set[str]]] = {}
    labels = declared()
    for seat in _one_of_each():
        for name in _held(seat, labels):
            holders.setdefault(name, {}).setdefault(seat.role, set()).add(seat.body_kind)
    return tuple(
        Sentence(
            name, label, _holders(found), _everybodys(name), "" if found and name not in _told else _relation(name)
        )
        for name, label in labels.items()
        for found in (holders.get(name, {}),)
    )


def _holders(found: dict[str, set[str]]) -> tuple[Holder, ...]:
    kinds = list(words.BODY_KINDS)
    return tuple(
        Holder(words.ROLES[role], tuple(words.BODY_KINDS[kind] for kind in sorted(found[role], key=kinds.index)))
        for role in _in_order(found)
    )


def _one_of_each() -> list[Seat]:
    """One standing seat for each pair of role and kind of body."""
    now = clock.now()
    standing = SeatRow.objects.exclude(ended_at__lte=now).exclude(body__until__lte=now.date())
    numbers = standing.values("role", "body__kind").annotate(one=Max("pk")).values_list("one", flat=True)
    rows = SeatRow.objects.filter(pk__in=list(numbers)).select_related("body", "place")
    return [
        Seat(0, s.role, s.body_id, s.body.kind, s.place_id, s.place.path, s.place.level) for s in rows.order_by("pk")
    ]


def _held(seat: Seat, labels: dict[str, object]) -> list[str]:
    return [name for name in _held_as(seat, len(_examples)) if name in labels]


@lru_cache(maxsize=512)
def _held_as(seat: Seat, known: int) -> tuple[str, ...]:
    """What a seat of this kind in this place gives; kept, because permits answer the same for the same seat."""
    actor = Actor(person_id=MYSELF, seats=(seat,))
    own = [name for name in _examples if name in declared() and not _everybodys(name)]
    return tuple(name for name in own if may(actor, name, _examples[name](seat)))


_open_to_all: dict[str, bool] = {}


def _everybodys(name: str) -> bool:
    """Whether a person without any office has the power; worked out once, for a permit does not change its mind."""
    if name not in _open_to_all and name not in _told and name in _examples:
        nowhere = _nowhere()
        if nowhere is None:
            return False
        _open_to_all[name] = bool(may(Actor(person_id=MYSELF), name, _examples[name](nowhere)))
    return _open_to_all.get(name, False)


def _nowhere() -> Seat | None:
    """A seat in no body, at the top of the tree: what an example needs to stand somewhere."""
    top = places.children(None).order_by("pk").first()
    return Seat(0, "building_head", 0, "building_team", top.pk, top.path, top.level) if top is not None else None


def _relation(name: str) -> words.Text:
    if name in _told:
        return _told[name]
    return SYSTEM if _systems(name) else ""


def _systems(name: str) -> bool:
    """Whether only a named part of the system has the power."""
    make, nowhere = _examples.get(name), _nowhere()
    if make is None or nowhere is None or _everybodys(name):
        return False
    return bool(may(system("powers"), name, make(nowhere)))


def _in_order(roles: Iterable[str]) -> list[str]:
    return sorted(roles, key=list(words.ROLES).index)
