"""What a body's offices may do, printed from the permits themselves: each is asked with an example."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import declared, may
from gongzhi.organisations import words
from gongzhi.organisations.models import Body
from gongzhi.organisations.permits import Office
from gongzhi.people.permits import Reading

# An example of what each permit is asked about, at the place with the given path and for a seat with the given role.
Example = Callable[[Seat], Any]
_SOMEBODY = 0  # no person has this number
_examples: dict[str, Example] = {
    "organisations.register": lambda seat: Office(seat.path),
    "organisations.seat": lambda seat: Office(seat.path, "grid_worker"),
    "organisations.read_register": lambda seat: Office(seat.path),
    "organisations.lend_password": lambda seat: Actor(person_id=_SOMEBODY),
    "people.read_contact": lambda seat: Reading(_SOMEBODY, "handle", seat),
    "people.note_consent": lambda seat: _SOMEBODY,
    "people.reset_password": lambda seat: _SOMEBODY,
}


def example(permit: str, make: Example) -> None:
    """Register an example for a permit, so that the public pages can print who has the power."""
    _examples[permit] = make


def powers_of(body: Body, roles: Iterable[str]) -> list[tuple[words.Text, list[object]]]:
    """For each role in the body the labels of the permits that its seat gives; only permits with an example."""
    labels = declared()
    found = []
    for role in sorted(roles, key=list(words.ROLES).index):
        seat = Seat(0, role, body.pk, body.kind, body.place_id, body.place.path, body.place.level)
        actor = Actor(person_id=-1, seats=(seat,))
        held = [labels[name] for name, make in _examples.items() if name in labels and may(actor, name, make(seat))]
        found.append((words.ROLES[role], held))
    return found
