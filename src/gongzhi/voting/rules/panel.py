"""Draw a panel by lot: as fair as the quotas allow, from a seed published beforehand, for anybody to draw again.

First the fairest lottery over all panels that keep the quotas is found (`panel_fair`), and written in whole tickets.
Then the seed draws: the ticket is SHA-256 of "seed, line feed, ticket" as a number, modulo the tickets; within a kind
of people who are alike, those go first whose SHA-256 of "seed, line feed, person, blank, id" is smallest. From the
published lottery the draw needs no solver, only SHA-256.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from importlib import import_module
from math import ceil, floor
from typing import Any

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules.panel_files import Pool, Quota, bounds, features_of
from gongzhi.voting.rules.ties import lot, natural

TICKETS = 10**9
TOLD = 6
Kinds = Mapping[tuple[str, ...], Sequence[str]]


@dataclass(frozen=True)
class Limits:
    """What the panel must keep of one feature, and how many of the pool have it."""

    category: str
    feature: str
    least: int
    most: int
    have: int

    @property
    def name(self) -> str:
        """As people read it."""
        return f"{self.category}：{self.feature}"


@dataclass(frozen=True)
class Kind:
    """People who are alike in every category, and so have the same chance."""

    features: tuple[str, ...]
    people: tuple[str, ...]
    chance: Fraction


@dataclass(frozen=True)
class Drawn:
    """A panel, and all that it takes to draw it again.

    lottery: (tickets, how many of each kind) for every panel that could be drawn. ticket: the one that the seed drew.
    """

    seed: str
    panel: tuple[str, ...]
    kinds: tuple[Kind, ...]
    lottery: tuple[tuple[int, tuple[int, ...]], ...]
    ticket: int
    limits: tuple[Limits, ...]
    counts: tuple[int, ...]

    @property
    def chances(self) -> tuple[Fraction, Fraction]:
        """The smallest and the largest chance of anybody in the pool."""
        return min(kind.chance for kind in self.kinds), max(kind.chance for kind in self.kinds)

    @property
    def never(self) -> list[str]:
        """The people whom these quotas keep off every panel."""
        return [person for kind in self.kinds if not kind.chance for person in kind.people]

    def as_dict(self) -> dict[str, Any]:
        """The whole as JSON can hold it."""
        people = sum(len(kind.people) for kind in self.kinds)
        smallest, largest = self.chances
        return {
            "rule": "leximin",
            "seed": self.seed,
            "size": len(self.panel),
            "pool": people,
            "panel": list(self.panel),
            "minimum_probability": float(smallest),
            "maximum_probability": float(largest),
            "mean_probability": len(self.panel) / people,
            "never": self.never,
            "strata": [
                {"category": one.category, "feature": one.feature, "panel": count, "min": one.least, "max": one.most,
                 "pool": one.have}
                for one, count in zip(self.limits, self.counts, strict=True)
            ],
            "ticket": self.ticket,
            "tickets": TICKETS,
            "kinds": [
                {"features": list(kind.features), "people": len(kind.people), "probability": float(kind.chance)}
                for kind in self.kinds
            ],
            "lottery": [{"tickets": tickets, "of_each_kind": list(panel)} for tickets, panel in self.lottery],
        }  # fmt: skip


def draw(pool: Pool, quotas: Sequence[Quota], seed: str, size: int) -> Drawn:
    """A panel of `size` people from the pool.

    Refused: "seed_needed"; "panel_size" when there are not so many people; "quotas" with the category that cannot be
    filled when no panel keeps all quotas; "panel_large" when there are too many kinds of people.
    """
    if not seed.strip():
        raise Refused(_("抽签需要事先公布的种子。"), code="seed_needed", field="seed")
    if not 1 <= size <= len(pool.people):
        raise Refused(
            _("要抽 {size} 人，名单上有 {have} 人。", size=size, have=len(pool.people)), code="panel_size", field="size"
        )
    have = pool.counts()
    limits = tuple(
        Limits(q.category, q.feature, *bounds(q, size, have[q.category, q.feature], len(pool.people)),
               have[q.category, q.feature])
        for q in quotas
    )  # fmt: skip
    _can_be_filled(limits, features_of(quotas), size)
    kinds = pool.kinds()
    # By name: what solves takes its time to load, and everything else that reads panels does without.
    fair: Any = import_module("gongzhi.voting.rules.panel_fair")
    space = _space(fair, pool, kinds, limits, size)
    narrow = _narrowed(limits, size, len(pool.people))
    even = fair.lottery(_space(fair, pool, kinds, narrow, size), TICKETS, even=True) if narrow else None
    lottery = even or fair.lottery(space, TICKETS)
    if lottery is None:
        raise _impossible(fair.missing(space), limits)
    return drawn_from(kinds, lottery, seed, limits, pool.categories)


def _narrowed(limits: Sequence[Limits], size: int, pool: int) -> list[Limits]:
    """The quotas where they lie within one of the pool's own shares; empty when some quota lies outside.

    Wide quotas can be kept by lopsided panels that balance each other. Where even chances do without, they shall.
    """
    narrow = []
    for one in limits:
        share = Fraction(one.have * size, pool)
        least, most = max(one.least, ceil(share - 1)), min(one.most, floor(share + 1))
        if least > most:
            return []
        narrow.append(replace(one, least=least, most=most))
    return narrow


def drawn_from(
    kinds: Kinds,
    lottery: Sequence[tuple[int, tuple[int, ...]]],
    seed: str,
    limits: Sequence[Limits],
    categories: Sequence[str],
) -> Drawn:
    """The seed's draw from a lottery that is there, by SHA-256 alone."""
    ticket = int.from_bytes(sha256(f"{seed}\nticket".encode()).digest()) % TICKETS
    of_each = _held_by(ticket, lottery)
    people = [
        person
        for group, wanted in zip(kinds.values(), of_each, strict=True)
        for person in sorted(group, key=lambda one: (lot(seed, f"person {one}"), one))[:wanted]
    ]
    told = []
    for at, (features, group) in enumerate(kinds.items()):
        share = sum(tickets * panel[at] for tickets, panel in lottery)
        told.append(Kind(features, tuple(group), Fraction(share, TICKETS * len(group))))
    counts = tuple(
        sum(
            wanted
            for features, wanted in zip(kinds, of_each, strict=True)
            if features[categories.index(one.category)] == one.feature
        )
        for one in limits
    )
    panel = tuple(sorted(people, key=natural))
    return Drawn(seed, panel, tuple(told), tuple(lottery), ticket, tuple(limits), counts)


def _held_by(ticket: int, lottery: Sequence[tuple[int, tuple[int, ...]]]) -> tuple[int, ...]:
    """The panel that holds this ticket, counted from 0."""
    for tickets, panel in lottery:
        if ticket < tickets:
            return panel
        ticket -= tickets
    raise ValueError("the lottery has fewer tickets than were drawn from")


def _space(
    fair: Any, pool: Pool, kinds: Mapping[tuple[str, ...], list[str]], limits: Sequence[Limits], size: int
) -> Any:
    np = fair.np
    column = {category: at for at, category in enumerate(pool.categories)}
    has = [[int(features[column[one.category]] == one.feature) for features in kinds] for one in limits]
    return fair.Space(
        np.array([len(group) for group in kinds.values()]),
        np.array(has),
        np.array([one.least for one in limits]),
        np.array([one.most for one in limits]),
        size,
    )


def _can_be_filled(limits: Sequence[Limits], features: Mapping[str, list[str]], size: int) -> None:
    """What can be seen without any search: too few people of a feature, or a category that does not add up."""
    for one in limits:
        if one.have < one.least:
            raise _refused(
                _("“{name}”至少要 {least} 人，名单上只有 {have} 人。", name=one.name, least=one.least, have=one.have)
            )
    for category in features:
        of_it = [one for one in limits if one.category == category]
        least, most = sum(one.least for one in of_it), sum(min(one.most, one.have) for one in of_it)
        if least > size:
            raise _refused(
                _("“{category}”各项最少人数加起来是 {least}，多于要抽的 {size} 人。", category=category, least=least,
                  size=size)
            )  # fmt: skip
        if most < size:
            raise _refused(
                _("“{category}”各项最多只能抽到 {most} 人，不够 {size} 人。", category=category, most=most, size=size)
            )


def _impossible(away: Sequence[tuple[int, int]], limits: Sequence[Limits]) -> Refused:
    """No panel keeps all quotas: which would have to give way, and by how much."""
    told = []
    for at, by in away[:TOLD]:
        one = limits[at]
        if by < 0:
            told.append(str(_("“{name}”最少 {had} 改为 {now}", name=one.name, had=one.least, now=one.least + by)))
        else:
            told.append(str(_("“{name}”最多 {had} 改为 {now}", name=one.name, had=one.most, now=one.most + by)))
    return _refused(_("名单上的人凑不出同时满足全部名额的小组。至少要这样放宽：{told}。", told="；".join(told)))


def _refused(words: object) -> Refused:
    return Refused(words, code="quotas", field="quotas")
