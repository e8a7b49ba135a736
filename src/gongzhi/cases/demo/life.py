"""The clock of the demonstration: what is planned happens at its minute, and the worker comes by in between."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.record import services as record

LOOKED_AT, OFTEN, SELDOM = timedelta(days=21), timedelta(hours=6), timedelta(hours=24)
Act = Callable[[], None]


class Life:
    """A queue of acts by time. Between two steps duties tick and facts are delivered, as the worker would do."""

    def __init__(self, rng: Random, start: datetime, end: datetime) -> None:
        self.rng = rng
        self.now = start
        self.end = end
        self.refused: Counter[str] = Counter()
        self._queue: list[tuple[datetime, int, Act]] = []
        self._count = 0

    def plan(self, moment: datetime, act: Act) -> None:
        """Let the act happen at the moment; what lies beyond the end never happens."""
        if moment < self.end:
            heapq.heappush(self._queue, (max(moment, self.now), self._count, act))
            self._count += 1

    def humane(self, moment: datetime, latest: datetime | None = None) -> datetime:
        """The moment, or the next morning when that falls into the night, unless it would then be too late."""
        here = moment.astimezone(CHINA)
        if 8 <= here.hour < 21:
            return moment
        morning = here.replace(hour=8, minute=0) + timedelta(days=here.hour >= 21, minutes=self.rng.randint(10, 150))
        return moment if latest is not None and morning > latest >= moment else morning

    def run(self) -> Iterator[datetime]:
        """Live through the time, step by step; each step is one transaction of many acts, each with its savepoint."""
        while self.now < self.end:
            until = self._next_stop()
            with transaction.atomic():
                self._act(until)
                with clock.at(until):
                    duties.tick()
                    record.deliver()
            self.now = until
            yield until

    def _next_stop(self) -> datetime:
        """Often in the last weeks, where somebody may look at the hours; once a day before."""
        close = self.end - self.now <= LOOKED_AT
        return min(self.now + (OFTEN if close else SELDOM), self.end)

    def _act(self, until: datetime) -> None:
        while self._queue and self._queue[0][0] < until:
            moment, _number, act = heapq.heappop(self._queue)
            self.now = moment
            try:
                with clock.at(moment), transaction.atomic():
                    act()
            except Refused as refusal:  # somebody was too late, or had no say: that is life too
                self.refused[f"{refusal.code}: {refusal}"] += 1
