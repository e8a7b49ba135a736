"""What the demonstration's people have in mind for certain days, done when the street's life has come so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.record import services as record

Act = Callable[[], None]


class Days:
    """Acts on days counted back from the end, the earliest first."""

    def __init__(self, end: datetime, plan: Iterable[tuple[float, Act]]) -> None:
        self._coming = [(end - timedelta(days=days), act) for days, act in plan]

    def come_by(self, reached: datetime, wanted: Callable[[Act], bool] = lambda _act: True) -> None:
        """Do what is due by now, each in a transaction of its own; what is not `wanted` any more is passed over."""
        while self._coming and self._coming[0][0] <= reached:
            moment, act = self._coming.pop(0)
            if wanted(act):
                with clock.at(min(moment, reached)), transaction.atomic():
                    act()
                    record.deliver()
