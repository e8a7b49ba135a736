"""Name any thing in the house by package, kind and number, so that the record need not know the packages above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"^([a-z_]+\.[a-z_]+):(\d+)$")


@dataclass(frozen=True)
class Ref:
    """ "cases.case:12": the thing's label and its id."""

    label: str
    id: int

    def __str__(self) -> str:
        return f"{self.label}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """The reference that `str` wrote; ValueError for anything else."""
        found = _FORM.match(text)
        if not found:
            raise ValueError(f"not a reference: {text!r}")
        return cls(found[1], int(found[2]))
