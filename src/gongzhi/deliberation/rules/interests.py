"""Who gains, pays and bears a risk: shares exact to the last fen, and which party is a minority that must be heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class ItemLine:
    """One item: its side ("cost", "benefit", "risk"), its whole in fen where it is money, and the parties' shares."""

    side: str
    fen: int | None
    shares: Mapping[str, int | None]


@dataclass(frozen=True)
class PartyLine:
    """A party and how many households or people it stands for; 0: not known."""

    key: str
    many: int


@dataclass(frozen=True)
class Net:
    """What one party pays and gains in fen, and whether it bears a risk."""

    pays: int
    gains: int
    risks: bool

    @property
    def net(self) -> int:
        """What is left for the party; negative: it pays more than it gains."""
        return self.gains - self.pays


def split(fen: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Share an amount by weights so that the shares make it up exactly; the largest remainders get the odd fen."""
    if fen < 0 or not weights or min(weights) < 0 or sum(weights) == 0:
        raise ValueError("an amount of at least nothing is shared by weights of which one is more than nothing")
    whole = sum(weights)
    floors = [fen * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(fen * weights[i] % whole), i))
    for place in order[: fen - sum(floors)]:
        floors[place] += 1
    return tuple(floors)


def out_of_balance(items: Iterable[ItemLine]) -> list[int]:
    """The numbers of the items whose shares do not make up their whole, or that mix money with what is none."""
    wrong = []
    for number, item in enumerate(items):
        shares = list(item.shares.values())
        if item.fen is None:
            balanced = all(share is None for share in shares)
        else:
            balanced = all(share is not None for share in shares) and sum(s or 0 for s in shares) == item.fen
        if not shares or not balanced:
            wrong.append(number)
    return wrong


def nets(items: Iterable[ItemLine]) -> dict[str, Net]:
    """What each party pays, gains and risks over all items."""
    pays: dict[str, int] = {}
    gains: dict[str, int] = {}
    risks: set[str] = set()
    for item in items:
        for party, fen in item.shares.items():
            side = {"cost": pays, "benefit": gains}.get(item.side)
            if side is not None:
                side[party] = side.get(party, 0) + (fen or 0)
            elif fen is None or fen > 0:
                risks.add(party)
    keys = {*pays, *gains, *risks}
    return {key: Net(pays.get(key, 0), gains.get(key, 0), key in risks) for key in keys}


def minorities(parties: Sequence[PartyLine], items: Sequence[ItemLine], below: Fraction) -> dict[str, str]:
    """The parties that the decision may not pass over, with the ground.

    A party counts when it is less than `below` of all who are concerned (or nobody knows how many it is) and it pays
    more than it gains, or bears a risk while others gain.
    """
    found: dict[str, str] = {}
    whole = sum(party.many for party in parties)
    net = nets(items)
    for party in parties:
        mine = net.get(party.key)
        few = party.many == 0 or party.many < below * whole
        if mine is None or not few:
            continue
        if mine.net < 0:
            found[party.key] = "pays_more"
        elif mine.risks:
            found[party.key] = "bears_risk"
    return found
