"""What the demonstration's people make of what is said again and again: found, confirmed, planned, done, watched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from gongzhi.config.demo_days import Days
from gongzhi.flows.grouping import group_waiting
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.organisations import selectors as organisations
from gongzhi.triage import selectors, services
from gongzhi.triage.lifecycle import PROBLEM
from gongzhi.triage.selectors.problems import SHOWN

SMOKE, LIFT, WASTE, PILE = "ZS18", "WY13", "HW01", "LD13"
TITLES = {
    SMOKE: "胡记烧烤的油烟夜里灌进楼里",
    LIFT: "一号货梯总停在半层",
    WASTE: "东门垃圾房满了没人清",
    PILE: "小区没有电动车充电桩",
}
LEADS = {SMOKE: "street_urban", LIFT: "street_housing", WASTE: "service_station", PILE: "residents_committee"}
KEPT = 2  # problems of the whole street that its officer leaves for a closer look
NOT_ONE = "各处的事各有各的原因，分开办，不作为一个问题。"


def _evening(days: int) -> datetime:
    """The end of the working day, so many days on."""
    return (clock.today() + timedelta(days=days)).replace(hour=18, minute=0, second=0, microsecond=0)


class ProblemDesk:
    """Comes by on certain days before the end, groups what was heard, and does what is due on that day."""

    def __init__(self, setting: Any, end: datetime) -> None:
        self._home, self._faces, self._end = setting.home, setting.faces, end
        plan: list[tuple[float, Callable[[], None]]] = [
            (112, self._begin), (108, self._plan_smoke), (96, self._progress_smoke), (76, self._finish_smoke),
            (66, self._take_up_pile), (64, self._plan_pile),
            (34, self._take_up_lift), (30, self._plan_lift), (11, self._take_up_waste), (6, self._progress_lift),
            (0, self._last),
        ]  # fmt: skip
        self._days = Days(end, plan)

    def come_by(self, reached: datetime) -> None:
        """Do what is due by now."""
        self._days.come_by(reached)

    # --- the days ---

    def _begin(self) -> None:
        self._group()
        self._confirm(SMOKE)

    def _plan_smoke(self) -> None:
        self._move(SMOKE, "plan", plan="城管看净化器和管道，社区每周三晚上去闻一次", due=_evening(40))
        self._take_on(SMOKE)

    def _progress_smoke(self) -> None:
        self._move(SMOKE, "progress", note="净化器装上了，管道接口换新，夜里十点后不再用后巷的炉子")

    def _finish_smoke(self) -> None:
        self._move(SMOKE, "finish", note="连看三个周末的夜里，二单元没有闻到油烟")

    def _take_up_pile(self) -> None:
        self._group()
        self._confirm(PILE)

    def _plan_pile(self) -> None:
        self._move(PILE, "plan", plan="装不装、装在哪里要业主一起定：列为议题，请各方来商量", due=_evening(90))

    def _take_up_lift(self) -> None:
        self._group()
        self._confirm(LIFT)

    def _plan_lift(self) -> None:
        due = _evening(45)
        self._move(LIFT, "plan", plan="物业换一号货梯的门机和曳引轮，换好前派人守梯，街道请人检验", due=due)

    def _take_up_waste(self) -> None:
        self._group()
        self._confirm(WASTE)

    def _progress_lift(self) -> None:
        self._move(LIFT, "progress", note="门机已经到货，本周六夜里装，装时用二号货梯")
        self._take_on(LIFT)

    def _last(self) -> None:
        self._group()

    # --- what is done on them ---

    def _actor(self, face: str) -> Actor:
        return organisations.actor_for(self._faces[face])

    def _group(self) -> None:
        """Group what was heard; the street's officer looks at what spans communities and drops most of it."""
        group_waiting()
        officer = self._actor("demo-street")
        wide = selectors.problems_for(officer).filter(state="found", community=None)
        for problem in list(wide)[KEPT:]:
            services.move_problem(actor=officer, problem_id=problem.pk, move="dismiss", reason=NOT_ONE)

    def found(self, code: str) -> Any:
        """The home community's problem of this type that most people speak of; None where the life was too short."""
        secretary = self._actor("demo-secretary")
        rows = selectors.problems_for(secretary).filter(matter=code, community_id=self._home.pk)
        return rows.order_by("-people", "id").first()

    def _confirm(self, code: str) -> None:
        problem = self.found(code)
        lead = organisations.body_for(LEADS[code], self._home)
        if problem is not None and lead is not None and problem.state == "found":
            self._move(code, "confirm", title=TITLES[code], lead=lead.pk)

    def _move(self, code: str, move: str, **given: Any) -> None:
        problem = self.found(code)
        if problem is not None and move in {step.name for step in PROBLEM.open_moves(problem.state)}:
            secretary = self._actor("demo-secretary")
            services.move_problem(actor=secretary, problem_id=problem.pk, move=move, **given)

    def _take_on(self, code: str) -> None:
        problem, today = self.found(code), clock.today()
        if problem is not None and problem.state in SHOWN:
            month = today.year * 100 + today.month
            services.take_on(actor=self._actor("demo-secretary"), problem_id=problem.pk, month=month)
