"""The demonstration's canteen for elders: agreed by two persons, its hours logged, judged by those who eat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from gongzhi.config.demo_home import Home, Plan, neighbours
from gongzhi.config.demo_orgs import CARE, Organisations
from gongzhi.config.demo_purchase import Purchase
from gongzhi.ledger import services as ledger
from gongzhi.projects import services
from gongzhi.projects.selectors import partners

OPENS, SHUTS = 10 * 60 + 30, 13 * 60 + 30
WEEK = {str(day): [[OPENS, SHUTS]] for day in range(1, 6)}
# Nineteen hours of twenty, ten minutes at each edge forgiven, fifty yuan off for every begun hour that was missing.
LEVEL = {"week": WEEK, "closed": [], "least": [95, 100], "grace": 10, "deduct": 5_000}
SUBSIDY = 800_000
AGREED, FIRST_LOG, EVERY = 108, 98, 7
PAID = 2
EVENING = 0.5  # of a day, counted back from ten in the morning
LATE, MISSING = 45, 3  # in the bad month: minutes late on a Monday; no dinner on a Thursday (of which weekday)
EATERS, FIRST = 11, 40
MARKS = ("good", "good", "fair", "good", "poor", "good", "good", "fair", "good", "good", "good")


class Canteen:
    """One facility from the register to its money, which its own logs decide."""

    def __init__(self, home: Home, orgs: Organisations, purchase: Purchase) -> None:
        self._home, self._orgs, self._purchase = home, orgs, purchase
        self.facility: Any = None
        self.agreement: Any = None
        self._bad = bad_month(home.date(0))
        weeks = range(FIRST_LOG - EVERY, -1, -EVERY)  # the last of them yesterday evening
        self.plan: Plan = [(AGREED + 4, self._register), (AGREED, self._agree)]
        self.plan += [(before + EVENING, self._week(before)) for before in weeks]
        self.plan += [(24, self._rate), (PAID, self._pay)]

    def _register(self) -> None:
        self.facility = services.register_facility(
            actor=self._home.one, body_id=self._home.committee, place_id=self._home.place.pk, kind="canteen",
            name=f"{self._home.name}长者饭堂", where="党群服务中心一楼，东门进",
        )  # fmt: skip

    def _agree(self) -> None:
        since = self._home.date(FIRST_LOG)
        self.agreement = services.draw_agreement(
            actor=self._home.one, facility_id=self.facility.pk, operator_id=self._orgs.bodies[CARE].pk, since=since,
            until=partners.year_before(since.replace(year=since.year + 2)) - timedelta(days=1), level=LEVEL,
            subsidy=SUBSIDY, paper=f"运营协议 {since.year}-5 号",
        )  # fmt: skip
        services.settle_agreement(actor=self._home.two, agreement_id=self.agreement.pk, sign=True)

    def _week(self, before: int) -> Callable[[], None]:
        """The operator writes down the week before this day, as it was."""

        def write() -> None:
            for back in range(before + EVERY, before, -1):
                self._log(self._home.date(back))

        return write

    def _log(self, day: date) -> None:
        spans = LEVEL["week"].get(str(day.isoweekday()), [])  # type: ignore[attr-defined]
        bad = (day.year, day.month) == (self._bad.year, self._bad.month)
        for start, end in spans:
            if bad and day.weekday() == MISSING:
                continue
            first = start + LATE if bad and day.weekday() == 0 else start
            services.log_opening(
                actor=self._orgs.actor(CARE), agreement_id=self.agreement.pk, day=day, start=first, end=end
            )

    def _rate(self) -> None:
        for who, mark in zip(neighbours(FIRST, EATERS), MARKS, strict=True):
            services.rate_facility(actor=who, agreement_id=self.agreement.pk, mark=mark)

    def _pay(self) -> None:
        """The month before last is paid; what the bad month came to is asked for, less what was missing."""
        last = self._bad
        before = (last - timedelta(days=1)).replace(day=1)
        for month in (before, last):
            came = partners.month_of(self.agreement, month)
            asked = ledger.ask_payment(
                actor=self._home.one, fund_id=self._purchase.fund.pk, purpose="facility_run", amount=came.due,
                about=self.agreement.ref, payee_body_id=self._orgs.bodies[CARE].pk,
                paper=f"{month.year} 年 {month.month} 月运营补贴，按开放记录算",
            )  # fmt: skip
            if month == before:
                ledger.approve_payment(actor=self._home.two, payment_id=asked.pk)


def bad_month(today: date) -> date:
    """The first day of the month in which the cook was ill: the last that was over when the money was asked for."""
    return ((today - timedelta(days=PAID + 1)).replace(day=1) - timedelta(days=1)).replace(day=1)
