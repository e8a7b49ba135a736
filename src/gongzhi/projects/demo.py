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
OFFERS = "两家看过现场报价，取低的一家。"
REPORT = "三件都做完了，请住在这里的人验收过、用过三个月也评过。没用完的钱留在资金里。"


@dataclass(frozen=True)
class Wish:
    """A proposal: its words and cost in yuan, how many stand behind it, how many of ten vote for it, or why it is not
    on the ballot."""

    title: str
    text: str
    cost: int
    purpose: str = "facilities"
    where: str = ""
    joined: int = 2
    liked: int = 5
    kind: str = "micro_works"
    refused: str = ""
    why: str = ""


WISHES = (
    Wish("三栋楼道换声控灯", "晚上摸黑上楼，老人摔过两回。", 36_000, "safety", "1 栋、3 栋、5 栋", 21, 7),
    Wish("北门修无障碍坡道", "轮椅和婴儿车要绕到南门。", 50_000, "elderly", "北门", 16, 6),
    Wish("长廊加靠背椅和扶手", "走到一半没有地方坐，坐下了起不来。", 18_000, "elderly", "长廊", 14, 6),
    Wish("中心花园补种树", "夏天花园里没有一处阴凉。", 40_000, "environment", "中心花园", 9, 4),
    Wish("翻新羽毛球场", "地面裂了，孩子绊倒过。", 80_000, "culture", "西南角", 12, 6),
    Wish("雨水沟清淤改造", "一下大雨东门就积水。", 45_000, "safety", "东门", 11, 5),
    Wish(
        "修一号楼的电梯", "电梯老停。", 20_000, where="1 栋", joined=7, refused="others_duty",
        why="电梯维修由物业按合同做，已请物业报修；维修资金的事由业主定。",
    ),
)  # fmt: skip
TENTH, STEP, BESIDE = 10, 7, 3  # who of ten likes what goes round by these, so that no two ballots in a row are alike


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
    budget: int = 20_000_000
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
        """Each wish by a resident, in turn; those who come after stand behind it."""
        for number, wish in enumerate(self.wishes):
            item = rounds_items.propose_item(
                actor=residents[number % len(residents)], round_id=self._round.pk, title=wish.title, text=wish.text,
                purpose=wish.purpose, where=wish.where, asked=wish.cost * 100,
            )  # fmt: skip
            for other in range(1, min(wish.joined, len(residents))):
                rounds_items.support_item(actor=residents[(number + other) % len(residents)], item_id=item.pk)
            self.items.append(item)
        return self.items

    def check(self) -> None:
        """After the last day: one person costs, another agrees; what cannot be is refused with its reason."""
        rounds.move_round(actor=self.desk, round_id=self._round.pk, move="close_proposals")
        for item, wish in zip(self.items, self.wishes, strict=True):
            if wish.refused:
                rounds_items.refuse_item(actor=self.desk, item_id=item.pk, ground=wish.refused, note=wish.why)
                continue
            rounds_items.check_cost(actor=self.desk, item_id=item.pk, cost=wish.cost * 100, kind=wish.kind, note=OFFERS)
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
        """These residents vote, each for what so many of ten like."""
        liked = [wish.liked for wish in self.wishes if not wish.refused]
        for number, phone in enumerate(phones):
            who = Actor(person_id=people.reporter(phone=phone).pk)
            turns = [(number * STEP + at * BESIDE) % TENTH for at in range(len(liked))]
            picked = [str(at) for at, (turn, many) in enumerate(zip(turns, liked, strict=True), 1) if turn < many]
            voting.cast(actor=who, vote_id=self.vote.pk, choice={"picked": picked or ["1"]})

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
