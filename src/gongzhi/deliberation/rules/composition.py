"""Advice about who makes up a new committee: a sentence for the organisers, never a condition of an election."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Advice:
    """The party members' share of a committee; `flagged` when it is under the local policy's. Exact, never rounded.

    `crossed`: how many also sit in another body of the place (交叉任职).
    """

    members: int
    party_members: int
    crossed: int
    share: Fraction | None
    wanted: Fraction
    flagged: bool


def advise(*, members: int, party_members: int, wanted: Fraction, crossed: int = 0) -> Advice:
    """49.9 % is flagged, exactly the wanted share is not; an empty committee has no share and no flag."""
    if not 0 <= party_members <= members or not 0 <= crossed <= members:
        raise ValueError("these counts contradict each other")
    share = Fraction(party_members, members) if members else None
    return Advice(members, party_members, crossed, share, wanted, share is not None and share < wanted)


def barred_by(findings: Mapping[str, str], listed: tuple[str, ...]) -> tuple[str, ...]:
    """The listed grounds that were found to hold, in the order of the list; what is not on the list does not count."""
    return tuple(bar for bar in listed if findings.get(bar) == "barred")


def still_to_look_at(findings: Mapping[str, str], listed: tuple[str, ...]) -> tuple[str, ...]:
    """The listed grounds that nobody has looked at, or not to the end."""
    return tuple(bar for bar in listed if findings.get(bar, "unknown") == "unknown")
