"""A topic that can be lived through: a street with its council, owners' committee and residents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.world import SETUP, World

from gongzhi.deliberation import services
from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.services import NewItem, NewParty
from gongzhi.deliberation.services.sessions import note_session
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.organisations import services as seats
from gongzhi.people import services as people

RIDERS = NewParty("riders", "users", "骑电动车的人家", 60)
GROUND = NewParty("ground", "near", "一楼挨着的人家", 6)
TENANTS = NewParty("tenants", "tenants", "租户", 30)
PARTIES = (RIDERS, GROUND, TENANTS)
ITEMS = (
    NewItem("cost", "装十个充电桩", 1_200_001, {"riders": 800_001, "tenants": 400_000}),
    NewItem("benefit", "少花的充电钱", 2_000_000, {"riders": 1_500_000, "tenants": 500_000}),
    NewItem("risk", "夜里起火", None, {"ground": None}),
)


@dataclass
class Live:
    """One topic and those who move it."""

    world: World
    topic: Topic

    @property
    def desk(self) -> Actor:
        """The community's worker."""
        return self.world.actor("worker")

    def fresh(self) -> Topic:
        """The topic as it is now."""
        return Topic.objects.select_related("place").get(pk=self.topic.pk)

    def do(self, act: str, actor: Actor | None = None, **given: Any) -> Any:
        """One of the services on this topic."""
        return getattr(services, act)(actor=actor or self.desk, topic_id=self.topic.pk, **given)

    def taken_up(self, kind: str = "public_affairs", **given: Any) -> Live:
        """Taken up under this line of the table, led by the residents' committee."""
        lead = self.world.body("residents_committee").pk
        self.do("take_up", kind=kind, title="在哪里装充电桩", lead=lead, **given)
        return self

    def seated(self, parties: Sequence[NewParty] = PARTIES, items: Sequence[NewItem] = ITEMS) -> Live:
        """Whom it concerns is written down, and they are at the table."""
        self.do("set_interests", parties=parties, items=items)
        self.do("seat_council")
        return self

    def investigated(self) -> Live:
        """Somebody has looked at the place."""
        self.do("record_investigation", kind="site", text="三处空地，两处离楼不到六米。")
        return self

    def deliberating(self, method: str = "council") -> Live:
        """Ready to be discussed."""
        self.do("choose_method", method=method)
        return self

    def met(self, orders: str = "council_3x", number: int = 1) -> Live:
        """A meeting about it was held."""
        note_session(self.fresh(), number, orders, self.fresh().place_id, clock.now())
        return self

    def party(self, key: str) -> Any:
        """A party of the table by its key above."""
        wanted = next(party for party in PARTIES if party.key == key)
        return self.fresh().parties.get(kind=wanted.kind, title=wanted.title)

    def minority_met(self) -> Live:
        """The ground floor was compensated."""
        self.do("minority_step", party_id=self.party("ground").pk, kind="compensation", text="装防火墙", fen=50_000)
        return self


def raised(world: World, place: str = "440305007010", actor: Actor | None = None, **given: Any) -> Live:
    """Put forward by the community's desk unless somebody else is given."""
    wish = {"title": "电动车没处充电", "text": "楼下拉线充电，怕起火，想商量在哪里装桩。", **given}
    topic = services.raise_topic(actor=actor or world.actor("worker"), place_id=world.places[place].pk, **wish)
    return Live(world, topic)


def resident(name: str = "", phone: str = "") -> Actor:
    """Somebody who lives here and holds no seat; nobody asks where they are registered."""
    return Actor(person_id=people.reporter(name=name, phone=phone).pk)


def owners_committee(world: World) -> tuple[Any, Actor]:
    """The estate gets an owners' committee with one member."""
    from_day = world.places["NYHY"].since
    body = seats.create_bodies(
        actor=SETUP, plans=[seats.NewBody("owners_committee", "南油花园业委会", world.places["NYHY"], from_day)]
    )[0]
    person = people.reporter(name="业委会主任")
    seat = seats.create_seat(actor=SETUP, body_id=body.pk, role="owners_committee_member")
    seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk)
    return body, Actor(person_id=person.pk)
