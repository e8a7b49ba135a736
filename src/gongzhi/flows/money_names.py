"""The public ledger says in words what a sum was for: the names that everybody may know, by kind of matter."""

from __future__ import annotations

from collections.abc import Sequence

from gongzhi.flows.lineage_names import KINDS, Kind
from gongzhi.ledger.selectors import Matter, named_by

PAYMENT = "ledger.payment"  # is its own entry


def _register(kind: Kind) -> None:
    @named_by(kind.label)
    def names(ids: Sequence[int]) -> dict[int, Matter]:
        return {number: Matter(one.title, one.address) for number, one in kind.tell(ids, None).items()}


for _kind in KINDS:
    if _kind.label != PAYMENT:
        _register(_kind)
