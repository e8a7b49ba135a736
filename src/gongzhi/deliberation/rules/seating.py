"""Who sits at the table: always the three core seats, and at least one X seat for every party concerned (row B01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongzhi.deliberation.rules.tables import CoreSeat, PartySource

# As which type of seat a core seat or a party sits in a meeting.
SITS_AS = {
    "owners": "owner",
    "tenants": "tenant",
    "newcomers": "tenant",
    "near": "resident",
    "users": "resident",
    "elderly": "resident",
    "children": "resident",
    "disabled": "resident",
    "shops": "party_involved",
    "units": "resident_unit",
    "social": "social_org",
    "police": "police",
    "applicant": "party_involved",
    "experts": "expert",
}
CORE_AS = {"community": "residents_committee", "owners": "owners_committee", "property": "property"}


@dataclass(frozen=True)
class PlannedSeat:
    """A seat to be filled: a core seat or a party's; the body that sits in it (None: a person is to be named)."""

    core: str
    party: int | None
    body_id: int | None
    stand_in: bool = False


def core_plan(table: Sequence[CoreSeat], bodies: Mapping[str, int], lead: int) -> list[PlannedSeat]:
    """One seat for each line of the table, by the bodies of the place (kind → id).

    Where the place has no body of the seat, the first stand-in that sits nowhere yet takes it, else the first there
    is, else the topic's lead: the seat is never left out, and who sits for another is marked.
    """
    found: list[PlannedSeat] = []
    taken: set[int] = set()
    for seat in table:
        own = next((bodies[kind] for kind in seat.kinds if kind in bodies), None)
        others = [bodies[kind] for kind in seat.stand_ins if kind in bodies]
        free = [body for body in others if body not in taken]
        body = own if own is not None else (free or others or [lead])[0]
        taken.add(body)
        found.append(PlannedSeat(seat.code, None, body, stand_in=own is None))
    return found


def party_plan(
    parties: Sequence[tuple[int, str]], sources: Mapping[str, PartySource], bodies: Mapping[str, int]
) -> list[PlannedSeat]:
    """At least one seat for each party (id, class): its body where one speaks for it, else a person to be named."""
    found = []
    for party, kind in parties:
        source = sources.get(kind)
        kinds = source.kinds if source else ()
        body = next((bodies[kind] for kind in kinds if kind in bodies), None)
        found.append(PlannedSeat("", party, body))
    return found
