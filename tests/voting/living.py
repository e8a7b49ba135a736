"""A vote that can be lived through: an owners' committee with three members, a roll, and people who are on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.world import MONDAY, SETUP, SINCE, World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.people import services as people
from gongzhi.voting import services
from gongzhi.voting.models import Elector, Vote
from gongzhi.voting.services import NewOption

ABOUT = Ref("deliberation.topic", 1)
DAY = timedelta(days=1)
OPENS = MONDAY + 15 * DAY
CLOSES = OPENS + 10 * DAY
OWNERS = """房号,楼栋,产权人编号,业主,电话,面积,类型
1-101,1 栋,A,张一,13800000001,100.00,住宅
1-102,1 栋,B,李二,13800000002,80.00,住宅
1-201,1 栋,C,王三,13800000003,120.00,住宅
1-202,1 栋,A,张一,13800000001,60.00,住宅
2-101,2 栋,D,赵四,13800000004,90.00,住宅
2-101,2 栋,E,赵四妻,13800000005,90.00,住宅
2-102,2 栋,,,,50.00,未售
2-103,2 栋,,,,50.00,未售
"""


def people_roll(count: int) -> bytes:
    """A roll of so many residents, with a telephone each."""
    rows = [f"{n},居民{n},139{n:08d},{n} 号" for n in range(1, count + 1)]
    return "\n".join(["编号,姓名,电话,地址", *rows]).encode()


@dataclass
class Live:
    """One vote with those who run it; `desk` are three members of the body."""

    world: World
    body_id: int
    desk: list[Actor]
    vote: Vote

    def fresh(self) -> Vote:
        """The vote as it is now."""
        return Vote.objects.get(pk=self.vote.pk)

    def elector(self, number: int) -> Elector:
        """The elector with this number."""
        return Elector.objects.get(vote=self.vote, number=number)

    def person(self, phone: str) -> Actor:
        """Whoever has this telephone."""
        return Actor(person_id=people.reporter(phone=phone).pk)

    def resident(self, number: int) -> Actor:
        """The resident of a `people_roll` row."""
        return self.person(f"139{number:08d}")

    def opened(self, **given: Any) -> Live:
        """Frozen, noticed to everybody, opened at its time."""
        services.freeze(actor=self.desk[0], vote_id=self.vote.pk)
        told = {"how": "by_hand", "agenda_told": True, "effect_told": True} | given
        services.give_notice(actor=self.desk[0], vote_id=self.vote.pk, electors=None, **told)
        with clock.at(OPENS):
            services.open_vote(actor=self.desk[0], vote_id=self.vote.pk)
        return self

    def cast(self, who: Actor, at: datetime = OPENS + DAY, **given: Any) -> Any:
        """A ballot of this person."""
        with clock.at(at):
            return services.cast(actor=who, vote_id=self.vote.pk, **given)

    def result(self) -> dict[str, Any]:
        """Close, count, let the objections pass, certify, publish; the certificate."""
        desk, pk = self.desk[0], self.vote.pk
        with clock.at(CLOSES + timedelta(minutes=1)):
            services.close_vote(actor=desk, vote_id=pk)
            services.count_vote(actor=desk, vote_id=pk)
        with clock.at(CLOSES + 9 * DAY):
            services.certify(actor=desk, vote_id=pk)
            services.publish(actor=desk, vote_id=pk)
        return self.fresh().certificates.get(stage="final").data


def committee(world: World) -> tuple[int, list[Actor]]:
    """An owners' committee of the estate with three members."""
    plan = seats.NewBody("owners_committee", "南油花园业委会", world.places["NYHY"], SINCE)
    body = seats.create_bodies(actor=SETUP, plans=[plan])[0]
    members = []
    for name in ("甲", "乙", "丙"):
        person = people.reporter(name=name)
        seat = seats.create_seat(actor=SETUP, body_id=body.pk, role="owners_committee_member")
        seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk)
        members.append(organisations.actor_for(person.pk))
    return body.pk, members


def live(world: World, roll: bytes = b"", **given: Any) -> Live:
    """A vote drawn up, with its roll; by default the owners' on hiring a manager."""
    body_id, desk = committee(world)
    wish: dict[str, Any] = {
        "title": "续聘物业", "rule": "owners", "matter": "manager", "opens": OPENS, "closes": CLOSES, "about": ABOUT,
        **given,
    }  # fmt: skip
    vote = services.draw_up(actor=desk[0], body_id=body_id, place_id=world.places["NYHY"].pk, **wish)
    services.import_roll(
        actor=desk[0], vote_id=vote.pk, data=roll or OWNERS.encode(), filename="roll.csv", source="不动产登记"
    )
    return Live(world, body_id, desk, vote)


def projects() -> list[NewOption]:
    """Three projects with their costs."""
    return [NewOption("lamp", "楼道灯", 30_000), NewOption("ramp", "坡道", 50_000), NewOption("tree", "补种树", 40_000)]
