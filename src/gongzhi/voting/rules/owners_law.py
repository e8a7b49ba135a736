"""What the law of a day and an estate's by-laws say about an owners' vote, as plain values that a count is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from gongzhi.voting.rules.bars import Bar

PARTICIPANTS, ALL = "participants", "all"
NOT_PARTICIPATING, PARTICIPATES, WITH_MAJORITY, NEITHER = (
    "not_participating",
    "participates",
    "with_majority",
    "neither",
)
COUNTED, EXCLUDED = "counted", "excluded"
VOID, ABSTAIN = "void", "abstain"
LARGER_AREA, VOTE_AGAIN = "larger_area", "vote_again"
PARKING = "parking"
SWITCHES = {
    "silence": (NOT_PARTICIPATING, PARTICIPATES, WITH_MAJORITY),
    "abstention": (NEITHER, WITH_MAJORITY),
    "parking": (COUNTED, EXCLUDED),
    "conflict": (VOID, ABSTAIN),
    "tie": (VOTE_AGAIN, LARGER_AREA),
}


@dataclass(frozen=True)
class OwnersLaw:
    """The law of one day for one matter.

    `approval` is measured against those who took part or, before the Civil Code, against all owners (`of`); a decision
    against the proposal needs `refusal`, the ordinary majority on the same base. `heads` cites how heads are counted.
    """

    on: str
    matter: str
    special: bool
    participation: Bar
    approval: Bar
    refusal: Bar
    of: str = PARTICIPANTS
    heads: str = ""

    def __post_init__(self) -> None:
        if self.of not in (PARTICIPANTS, ALL):
            raise ValueError(f"a majority is one of {PARTICIPANTS} or {ALL}, not of {self.of!r}")

    def as_dict(self) -> dict[str, Any]:
        """The law as a certificate holds it."""
        bars = ("participation", "approval", "refusal")
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in bars}
        return plain | {name: getattr(self, name).as_dict() for name in bars}

    @classmethod
    def of_dict(cls, given: Mapping[str, Any]) -> OwnersLaw:
        """The law that `as_dict` wrote; ValueError, KeyError or TypeError for anything else."""
        bars = {name: Bar.of(given[name]) for name in ("participation", "approval", "refusal")}
        plain: dict[str, Any] = {name: given[name] for name in ("on", "matter", "special", "of", "heads")}
        return cls(**{**plain, **bars})


@dataclass(frozen=True)
class Charter:
    """What the by-laws choose where the law is silent, and which part of the estate the matter concerns.

    `ground` names the by-law's article for a choice that is not the usual one. `scope`: the buildings or stairs that
    vote, all when empty. `left_out`: kinds of units that the matter does not concern (a store room, a garage).
    ValueError for an unknown choice.
    """

    silence: str = NOT_PARTICIPATING
    abstention: str = NEITHER
    parking: str = COUNTED
    conflict: str = VOID
    tie: str = VOTE_AGAIN
    scope: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    ground: str = ""

    def __post_init__(self) -> None:
        for name, known in SWITCHES.items():
            if getattr(self, name) not in known:
                raise ValueError(f"{name} is one of {', '.join(known)}, not {getattr(self, name)!r}")

    def concerns(self, kind: str, scope: str) -> bool:
        """Whether a unit of this kind, in this building or stair, belongs to the electorate."""
        if kind == PARKING and self.parking == EXCLUDED:
            return False
        return kind not in self.left_out and (not self.scope or scope in self.scope)

    @property
    def switched(self) -> tuple[str, ...]:
        """The choices on silence and abstention that need a by-law, because they count what nobody said."""
        usual = Charter()
        return tuple(name for name in ("silence", "abstention") if getattr(self, name) != getattr(usual, name))

    def as_dict(self) -> dict[str, Any]:
        """The by-laws as a certificate holds them."""
        return asdict(self) | {"scope": list(self.scope), "left_out": list(self.left_out)}

    @classmethod
    def of_dict(cls, given: Mapping[str, Any]) -> Charter:
        """By-laws from plain values; what is not given stays usual, unknown names are refused with ValueError."""
        unknown = set(given) - {f.name for f in fields(cls)}
        if unknown:
            raise ValueError(f"by-laws do not know {', '.join(sorted(unknown))}")
        lists = {name: tuple(given[name]) for name in ("scope", "left_out") if name in given}
        return cls(**{**given, **lists})
