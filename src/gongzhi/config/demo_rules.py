"""The rules that the demonstration's community made for itself: a covenant in force, a pact beside it, a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from gongzhi.config.demo_days import Days
from gongzhi.deliberation.services import covenant_life as life
from gongzhi.deliberation.services import covenants
from gongzhi.deliberation.services.covenants import NewClause, Papers
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people
from gongzhi.places import selectors as places

HELD = (
    NewClause("晚上十点到早上七点，不放大声的音响，不用电钻。", "楼里有上夜班的人，也有要中考的孩子。",
              subject="quiet", modality="must_not", bound="at_least", amount=Decimal(22), unit="点"),
    NewClause("电动车在充电棚充电，不推进楼道和电梯。", "楼道是逃生的路。", subject="charging", modality="must"),
    NewClause("楼道里不堆放杂物，搬家的东西当天清走。", "", subject="corridor", modality="must_not"),
    NewClause("遛狗牵绳，随手清理；见到老人孩子，把绳收短。", "", subject="dogs", modality="must"),
    NewClause("垃圾分类投放，过了点送到楼下的误时点。", ""),
    NewClause("有事先跟邻居说，说不通，请楼栋长来说和。", "伤了和气，什么都难办。", subject="help", modality="must"),
)  # fmt: skip
PACT = (
    NewClause("晚上十一点以后安静。", "院里暑假有人乘凉。",
              subject="quiet", modality="must_not", bound="at_least", amount=Decimal(23), unit="点"),
    NewClause("架空层周末可以摆桌下棋，散了收走。", "", subject="commons", modality="may"),
    NewClause("垃圾晚上十点前送下楼。", ""),
)  # fmt: skip
DRAFT = (
    NewClause("楼下二十四小时留灯，谁看到不亮就说一声。", "晚归的人走得安心。"),
    NewClause("门口的花架大家一起浇，出远门托邻居。", ""),
    NewClause("乱停的车先留字条，再请楼栋长来劝。", "罚款是法律的事，公约不能罚。"),
)
ASKED = (
    ("add", None, "楼道里不抽烟，烟头带下楼。", "一楼有个刚出生的孩子。"),
    ("change", 2, "门口的花架和楼道的窗台一起管，出远门托邻居。", ""),
    ("add", None, "搬家提前一天在群里说一声，电梯好让出来。", "有人等电梯等了半小时。"),
)


class RuleDesk:
    """Comes by on certain days before the end: registers what holds, opens a draft, brings what neighbours propose."""

    def __init__(self, setting: Any, end: datetime) -> None:
        self._setting = setting
        self._draft: Any = None
        self._held: Any = None
        plan: list[tuple[float, Callable[[], None]]] = [(61, self._register), (59, self._promise), (5, self._open)]
        plan += [(3, self._propose)]
        self._days = Days(end, plan)

    def come_by(self, reached: datetime) -> None:
        """Do what is due by now."""
        self._days.come_by(reached)

    def _register(self) -> None:
        home = self._setting.home
        committee = organisations.body_for("residents_committee", home)
        if committee is None:
            return
        self._held = self._enter("residents_covenant", home, committee.pk, f"{home.name}居民公约", HELD)
        estate = places.within(home).filter(level="estate").order_by("path").first()
        if estate is not None:
            self._enter("neighbour_pact", estate, committee.pk, f"{estate.name}邻里公约", PACT)

    def _enter(self, kind: str, place: Any, keeper: int, title: str, clauses: tuple[NewClause, ...]) -> Any:
        day = clock.today().date() - timedelta(days=200)
        papers = Papers("居民会议记录和计票表（纸质，社区保存）", f"街备〔{day.year}〕{len(clauses)} 号", day, day)
        return covenants.register(
            actor=self._secretary(), rule_kind=kind, place_id=place.pk, keeper_id=keeper, title=title,
            clauses=clauses, papers=papers,
        )  # fmt: skip

    def _promise(self) -> None:
        for _n in range(17 if self._held is not None else 0):
            life.pledge(actor=Actor(person_id=people.reporter().pk), edition_id=self._held.pk)

    def _open(self) -> None:
        committee = organisations.body_for("residents_committee", self._setting.home)
        building = places.within(self._setting.home).filter(level="building").order_by("path").first()
        if committee is not None and building is not None:
            title = f"{places.names(building, top='estate').replace(' · ', '')}邻里公约"
            self._draft = covenants.open_covenant(
                actor=self._secretary(), rule_kind="neighbour_pact", place_id=building.pk, keeper_id=committee.pk,
                title=title, clauses=DRAFT,
            )  # fmt: skip

    def _propose(self) -> None:
        if self._draft is None:
            return
        for asks, key, text, why in ASKED:
            who = Actor(person_id=people.reporter().pk)
            made = covenants.propose(
                actor=who, edition_id=self._draft.pk, asks=asks, key=key, text=text, why=why, checked_by_eye=True
            )
        covenants.take_proposal(actor=self._secretary(), proposal_id=made.pk, answer="写进去了，加在最后。")

    def _secretary(self) -> Actor:
        return organisations.actor_for(self._setting.faces["demo-secretary"])
