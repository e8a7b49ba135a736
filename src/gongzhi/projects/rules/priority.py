"""In which order needs stand on a list, and why, in reasons that anybody can count again; no score is typed or kept."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Standing:
    """What is known of a need: distinct people, households asked and wanting it, days on the list, whose duty it is."""

    people: int
    days: int
    asked: int = 0
    want: int = 0
    duty: bool = False

    @property
    def most_want(self) -> bool:
        """Whether more than half of the households that were asked want it."""
        return bool(self.asked) and Fraction(self.want, self.asked) > Fraction(1, 2)


def order(here: Standing, number: int) -> tuple[int, int, int, int]:
    """The place in the list, first things first: wanted by most who were asked, then by people, then by waiting.

    Equal needs stand in the order of their numbers, so that the list is the same at every look.
    """
    return (0 if here.most_want else 1, -here.people, -here.days, number)


def reasons(here: Standing) -> list[tuple[str, dict[str, int]]]:
    """Why it stands where it stands: closed codes with their numbers."""
    found: list[tuple[str, dict[str, int]]] = [("people", {"n": here.people})]
    if here.asked:
        found.append(("asked", {"asked": here.asked, "want": here.want}))
    found.append(("days", {"n": here.days}))
    if here.duty:
        found.append(("duty", {}))
    return found
