"""Who is there, and is it enough: core seats, seat types, and exact shares of seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gongzhi.meetings.rules.orders import KIND, SEATS, Orders

AT_LEAST, MORE_THAN = "at_least", "more_than"


@dataclass(frozen=True)
class Chair:
    """A seat as the rules see it: `size` people may fill it (one, or a whole roll), `present` of them are there."""

    id: int
    kind: str
    core: bool
    votes: bool
    size: int
    present: int


@dataclass(frozen=True)
class Share:
    """A share and its test: "at least" includes the number itself (以上), "more than" does not (过半数)."""

    share: Fraction
    test: str

    def __post_init__(self) -> None:
        if self.test not in (AT_LEAST, MORE_THAN) or not 0 <= self.share <= 1:
            raise ValueError(f"not a share: {self.share} {self.test}")

    def holds(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` is enough; of nothing, nothing is."""
        if whole <= 0:
            return False
        have, need = part * self.share.denominator, whole * self.share.numerator
        return have > need if self.test == MORE_THAN else have >= need

    def least(self, whole: int) -> int:
        """The smallest whole number that is enough of `whole`."""
        need = whole * self.share
        return int(need) + 1 if self.test == MORE_THAN or need.denominator > 1 else int(need)


@dataclass(frozen=True)
class Needed:
    """One line of the quorum: how many are there of how many, and how many it takes."""

    of: str
    kind: str
    have: int
    whole: int
    least: int

    @property
    def enough(self) -> bool:
        """Whether this line is met; of nobody, nobody is enough."""
        return self.whole > 0 and self.have >= self.least


@dataclass(frozen=True)
class Standing:
    """Whether a meeting may open now, and what is missing."""

    core_missing: tuple[str, ...]
    missing: tuple[str, ...]
    needed: tuple[Needed, ...]

    @property
    def quorate(self) -> bool:
        """Whether every line of the quorum is met."""
        return all(one.enough for one in self.needed)

    @property
    def may_open(self) -> bool:
        """Whether nothing stands in the way."""
        return self.quorate and not self.core_missing


def standing(orders: Orders, shares: Sequence[Share], chairs: Iterable[Chair]) -> Standing:
    """How things stand; `shares` are the values of `orders.quorum` on the day, in its order."""
    seats = list(chairs)
    there = {chair.kind for chair in seats if chair.present}
    core = [kind for kind in orders.core if kind not in there]
    # A seat that the notice made core by itself: this very one has to be there.
    empty = [chair.kind for chair in seats if chair.core and chair.kind not in orders.core and not chair.present]
    needed = tuple(_line(orders, rule.of, rule.kind, share, seats)
                   for rule, share in zip(orders.quorum, shares, strict=True))  # fmt: skip
    asked = [chair.kind for chair in seats if chair.votes]
    missing = tuple(kind for kind in dict.fromkeys([*orders.expected, *asked]) if kind not in there)
    return Standing(tuple(dict.fromkeys([*core, *empty])), missing, needed)


def _line(orders: Orders, of: str, kind: str, share: Share, seats: list[Chair]) -> Needed:
    if of in (SEATS, KIND):
        counted = [chair for chair in seats if chair.votes and kind in ("", chair.kind)]
        have, whole = sum(c.present for c in counted), sum(c.size for c in counted)
    else:
        there = {chair.kind for chair in seats if chair.present and chair.votes}
        have, whole = len(there & set(orders.expected)), len(orders.expected)
    return Needed(of, kind, have, whole, share.least(whole))


def voters(chairs: Iterable[Chair], barred: Iterable[int] = ()) -> int:
    """How many may vote now: those present in voting seats, without those who declared an interest."""
    out = set(barred)
    return sum(chair.present for chair in chairs if chair.votes and chair.id not in out)
