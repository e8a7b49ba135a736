"""The share that a law or a by-law asks for, tested exactly: "以上" includes the number, "超过" and "过半数" do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

AT_LEAST = "at_least"
MORE_THAN = "more_than"
TESTS = (AT_LEAST, MORE_THAN)


@dataclass(frozen=True)
class Bar:
    """A share and how it is compared (民法典 art. 1259); `ground` names the law and article, or the by-law.

    ValueError for an unknown comparison or a share that no part of a whole can have.
    """

    share: Fraction
    test: str
    ground: str = ""

    def __post_init__(self) -> None:
        if self.test not in TESTS:
            raise ValueError(f"a share is compared by one of {', '.join(TESTS)}, not {self.test!r}")
        if not 0 <= self.share <= 1:
            raise ValueError(f"a share lies between 0 and 1: {self.share}")

    def met(self, part: int, whole: int) -> bool:
        """Whether so much of the whole reaches the share; of nothing, nothing reaches it."""
        have, need = part * self.share.denominator, whole * self.share.numerator
        return whole > 0 and (have >= need if self.test == AT_LEAST else have > need)

    def least(self, whole: int) -> int:
        """The smallest part, in the whole's own units, that reaches the share."""
        need, rest = divmod(whole * self.share.numerator, self.share.denominator)
        return need + 1 if rest or self.test == MORE_THAN else need

    def as_dict(self) -> dict[str, str]:
        """The bar as a certificate holds it."""
        return {"share": str(self.share), "test": self.test, "ground": self.ground}

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Bar:
        """The bar that `as_dict` wrote; ValueError or KeyError for anything else."""
        return cls(Fraction(str(given["share"])), str(given["test"]), str(given.get("ground", "")))


def percent(part: int, whole: int) -> str:
    """The share in per cent with two places, rounded half up, for people; never used to decide. "" of nothing."""
    if whole <= 0:
        return ""
    hundredths = (20_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
