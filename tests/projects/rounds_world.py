"""A community with a fund and people who divide it: one round, lived through as a desk and residents do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.voting.living import people_roll
from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.ledger import services as ledger
from gongzhi.people import services as people
from gongzhi.projects.models import Round, RoundItem
from gongzhi.projects.services import rounds, rounds_items, rounds_votes
from gongzhi.voting import services as voting

DAY = timedelta(days=1)
CLOSES, OPENS, ENDS = MONDAY + 10 * DAY, MONDAY + 20 * DAY, MONDAY + 30 * DAY
PURPOSE = "micro_works"
HOME = "440305007010"


def person(number: int) -> Actor:
    """The resident of a row of the roll."""
    return Actor(person_id=people.reporter(phone=f"139{number:08d}").pk)


@dataclass
class Budget:
    """The fund of a community, and its round once there is one."""

    world: World
    fund: Any
    round: Any = None

    @property
    def desk(self) -> Actor:
        return self.world.actor("secretary")

    @property
    def second(self) -> Actor:
        return self.world.actor("worker")

    def fresh(self) -> Round:
        return Round.objects.select_related("place", "vote").get(pk=self.round.pk)

    def open(self, budget: int | str = 12_000_000, **given: Any) -> Budget:
        """A draft."""
        wish: dict[str, Any] = {
            "body_id": self.fund.body_id, "place_id": self.fund.place_id, "fund_id": self.fund.pk,
            "purpose": PURPOSE, "year": 2026, "budget": budget, **given,
        }  # fmt: skip
        self.round = rounds.open_round(actor=self.desk, **wish)
        return self

    def collecting(self, budget: int | str = 12_000_000) -> Budget:
        """Announced: residents may propose."""
        self.open(budget)
        rounds.move_round(actor=self.desk, round_id=self.round.pk, move="announce", closes=CLOSES)
        return self

    def propose(self, title: str, who: Actor | None = None, **given: Any) -> RoundItem:
        """A proposal of a resident."""
        wish: dict[str, Any] = {"title": title, "text": f"{title}，大家都用得上。", "purpose": "facilities", **given}
        return rounds_items.propose_item(actor=who or person(1), round_id=self.round.pk, **wish)

    def checking(self) -> Budget:
        """After the last day of proposals."""
        with clock.at(CLOSES + DAY):
            rounds.move_round(actor=self.desk, round_id=self.round.pk, move="close_proposals")
        return self

    def admit(self, item: RoundItem, cost: int | str, kind: str = "micro_works") -> RoundItem:
        """Costed by one, agreed by another."""
        with clock.at(CLOSES + 2 * DAY):
            rounds_items.check_cost(actor=self.desk, item_id=item.pk, cost=cost, kind=kind, note="两家报价，取低的。")
            return rounds_items.admit_item(actor=self.second, item_id=item.pk)

    def voting(self, costs: dict[str, int | str], voters: int = 6, sum_: int = 12_000_000) -> Budget:
        """On the ballot: so many proposals with their costs; the roll stands, the vote is open."""
        self.collecting(sum_)
        made = [self.propose(title) for title in costs]
        self.checking()
        for item, cost in zip(made, costs.values(), strict=True):
            self.admit(item, cost)
        self.put(voters)
        return self

    def put(self, voters: int = 6) -> Any:
        """To the vote, with a roll, opened on its day."""
        with clock.at(CLOSES + 3 * DAY):
            vote = rounds_votes.put_to_vote(actor=self.desk, round_id=self.round.pk, opens=OPENS, closes=ENDS)
            given: dict[str, Any] = {"actor": self.desk, "vote_id": vote.pk}
            voting.import_roll(**given, data=people_roll(voters), filename="roll.csv", source="居民登记")
            voting.freeze(**given)
            voting.give_notice(**given, electors=None, how="notice", agenda_told=True, effect_told=True)
        with clock.at(OPENS):
            voting.open_vote(actor=self.desk, vote_id=vote.pk)
        return vote

    def cast(self, ballots: Sequence[Sequence[str]]) -> Budget:
        """One ballot a resident, in the order of the roll."""
        pk = self.fresh().vote_id
        with clock.at(OPENS + DAY):
            for number, picked in enumerate(ballots, 1):
                voting.cast(actor=person(number), vote_id=pk, choice={"picked": list(picked)})
        return self

    def counted(self) -> Budget:
        """The preliminary result."""
        pk = self.fresh().vote_id
        with clock.at(ENDS + timedelta(minutes=1)):
            voting.close_vote(actor=self.desk, vote_id=pk)
            voting.count_vote(actor=self.desk, vote_id=pk)
        return self

    def certified(self) -> Budget:
        """The final result."""
        return self.counted().certified_only()

    def certified_only(self) -> Budget:
        """The final result of what is counted."""
        with clock.at(ENDS + 9 * DAY):
            voting.certify(actor=self.desk, vote_id=self.fresh().vote_id)
            voting.publish(actor=self.desk, vote_id=self.fresh().vote_id)
        return self

    def take(self) -> rounds_votes.Carried:
        """Winners become projects."""
        with clock.at(ENDS + 10 * DAY):
            return rounds_votes.take_result(actor=self.desk, round_id=self.round.pk)


def budget_of(world: World, amount: int = 20_000_000) -> Budget:
    """The community's fund with this much for works, and as much for disputes."""
    desk, body = world.actor("secretary"), world.body_of("secretary")
    fund = ledger.open_fund(
        actor=desk, body_id=body.pk, place_id=world.places[HOME].pk, name="社区建设资金", source="community_fund",
        purposes=(PURPOSE, "disputes"),
    )  # fmt: skip
    for purpose in (PURPOSE, "disputes"):
        ledger.receive(actor=desk, fund_id=fund.pk, purpose=purpose, amount=amount, paper=f"拨款单 {purpose}")
    return Budget(world, fund)
