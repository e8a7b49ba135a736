"""One year's round of a community's budget for the demonstration: each method is one day's work, done by services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gongzhi.kernel.actor import Actor
from gongzhi.people import services as people
from gongzhi.projects.models import Round, RoundItem
from gongzhi.projects.selectors import rounds as read
from gongzhi.projects.services import rounds, rounds_items, rounds_votes
from gongzhi.voting import services as voting

CALL = "这笔钱是给社区办小事的，不能发现金，不能替物业干活。看到什么要做的，都可以提。"
REPORT = "三件都做完了，请住在这里的人验收过、用过三个月也评过。没用完的钱留在资金里。"


@dataclass(frozen=True)
class Wish:
    """A proposal of the demonstration: its words, its cost in yuan, and why it is not on the ballot, if it is not."""

    title: str
    text: str
    cost: int
    purpose: str = "facilities"
    where: str = ""
    kind: str = "micro_works"
    refused: str = ""
    why: str = ""


WISHES = (
    Wish("三栋楼道换声控灯", "晚上回家摸黑上楼，老人不敢出门。", 30_000, "safety", "1 栋、3 栋、5 栋"),
    Wish("北门修无障碍坡道", "推轮椅、推婴儿车都要绕到东门。", 50_000, "elderly", "北门"),
    Wish("中心花园补种树", "夏天一点阴凉也没有。", 40_000, "environment", "中心花园"),
    Wish("长廊加靠背椅", "走累了没有地方坐。", 15_000, "elderly", "长廊"),
    Wish("翻新羽毛球场", "地面开裂，孩子摔过。", 80_000, "culture", "西南角"),
    Wish(
        "把我家阳台封起来",
        "下雨会飘进来。",
        8_000,
        "other",
        refused="one_household",
        why="只为一户人家，请找物业商量。",
    ),
)
# What a ballot ticks, over and over in this order: four of ten want the court, which alone would take two thirds.
TICKS = (
    ("1", "4"), ("2", "3"), ("5", "1"), ("5",), ("5", "4"), ("1", "2"), ("1",), ("5",), ("1",), ("1", "2"),
)  # fmt: skip


@dataclass
class BudgetYear:
    """A round from the draft to the final account; call each step under the clock of its day (`clock.at`)."""

    desk: Actor
    second: Actor
    body_id: int
    place_id: int
    fund_id: int
    purpose: str
    year: int
    budget: int = 12_000_000
    wishes: Sequence[Wish] = WISHES
    round: Round | None = None
    vote: Any = None
    items: list[RoundItem] = field(default_factory=list)

    @property
    def _round(self) -> Round:
        assert self.round is not None, "open it first"
        return self.round

    def open(self) -> Round:
        """The draft: the fund has to hold the sum for this purpose by now."""
        self.round = rounds.open_round(
            actor=self.desk, body_id=self.body_id, place_id=self.place_id, fund_id=self.fund_id, purpose=self.purpose,
            year=self.year, budget=self.budget, text=CALL,
        )  # fmt: skip
        return self.round

    def announce(self, closes: datetime) -> None:
        """Residents may propose; the money is held back."""
        rounds.move_round(actor=self.desk, round_id=self._round.pk, move="announce", closes=closes)

    def propose(self, residents: Sequence[Actor]) -> list[RoundItem]:
        """Each wish by a resident, in turn; the others stand behind some of them."""
        for number, wish in enumerate(self.wishes):
            item = rounds_items.propose_item(
                actor=residents[number % len(residents)], round_id=self._round.pk, title=wish.title, text=wish.text,
                purpose=wish.purpose, where=wish.where,
            )  # fmt: skip
            self.items.append(item)
        for number, who in enumerate(residents):
            rounds_items.support_item(actor=who, item_id=self.items[number % len(self.items)].pk)
        return self.items

    def check(self) -> None:
        """After the last day: one person costs, another agrees; what cannot be is refused with its reason."""
        rounds.move_round(actor=self.desk, round_id=self._round.pk, move="close_proposals")
        for item, wish in zip(self.items, self.wishes, strict=True):
            if wish.refused:
                rounds_items.refuse_item(actor=self.desk, item_id=item.pk, ground=wish.refused, note=wish.why)
                continue
            rounds_items.check_cost(
                actor=self.desk, item_id=item.pk, cost=wish.cost * 100, kind=wish.kind, note="两家报价，取低的。"
            )
            rounds_items.admit_item(actor=self.second, item_id=item.pk)

    def put_to_vote(self, opens: datetime, closes: datetime, phones: Sequence[str]) -> Any:
        """The ballot, the roll of these telephones, and the notice."""
        self.vote = rounds_votes.put_to_vote(actor=self.desk, round_id=self._round.pk, opens=opens, closes=closes)
        rows = "\n".join(f"{n},居民{n},{phone},{n % 6 + 1} 栋" for n, phone in enumerate(phones, 1))
        given: dict[str, Any] = {"actor": self.desk, "vote_id": self.vote.pk}
        roll = f"编号,姓名,电话,地址\n{rows}\n".encode()
        voting.import_roll(**given, data=roll, filename="居民.csv", source="居民登记")
        voting.freeze(**given)
        voting.give_notice(**given, electors=None, how="notice", agenda_told=True, effect_told=True)
        return self.vote

    def open_vote(self) -> None:
        """On the day it opens."""
        voting.open_vote(actor=self.desk, vote_id=self.vote.pk)

    def cast(self, phones: Sequence[str]) -> None:
        """These residents vote, by the pattern of `TICKS`."""
        for number, phone in enumerate(phones):
            who = Actor(person_id=people.reporter(phone=phone).pk)
            picked = list(TICKS[number % len(TICKS)])
            voting.cast(actor=who, vote_id=self.vote.pk, choice={"picked": picked})

    def count(self) -> None:
        """After the close: the preliminary result, open to objections."""
        voting.close_vote(actor=self.desk, vote_id=self.vote.pk)
        voting.count_vote(actor=self.desk, vote_id=self.vote.pk)

    def certify(self) -> None:
        """Once nobody can object any more: final, and published."""
        voting.certify(actor=self.desk, vote_id=self.vote.pk)
        voting.publish(actor=self.desk, vote_id=self.vote.pk)

    def take(self) -> rounds_votes.Carried:
        """The winners become projects, fixed, with their money held."""
        return rounds_votes.take_result(actor=self.desk, round_id=self._round.pk)

    def close(self, report: str = REPORT) -> Round:
        """When the projects are done: the final account."""
        return rounds.move_round(actor=self.desk, round_id=self._round.pk, move="close", report=report)

    def result(self) -> read.Result | None:
        """What came out, as the pages show it."""
        found = read.round_(self._round.pk)
        return read.result(found) if found is not None else None
