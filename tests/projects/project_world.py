"""A project lived through as its desk and its residents do, state by state."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from PIL import Image
from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import services as ledger
from gongzhi.meetings.models import Item, Meeting, Resolution
from gongzhi.organisations.selectors import actor_for
from gongzhi.people import services as people
from gongzhi.projects import services
from gongzhi.projects.models import Project
from gongzhi.projects.services import needs

DAY = timedelta(days=1)
HOME = "440305007010"
NOTICED = MONDAY + 4 * DAY
BUILT = MONDAY + 14 * DAY
END = (MONDAY + 40 * DAY).date()


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (32, 24), (20, 120, 120)).save(out, "PNG")
    out.seek(0)
    return out


def decided(world: World, state: str = "published", place: str = HOME) -> Ref:
    """A meeting whose minutes are published and that made a resolution: rows as its own tests make them by hand."""
    body = world.body_of("secretary")
    meeting = Meeting.objects.create(
        orders="council_3x", body=body, place=world.places[place], title="议事会", starts=MONDAY, state=state,
        called_at=MONDAY, opened_at=MONDAY, closed_at=MONDAY, published_at=MONDAY,
    )  # fmt: skip
    item = Item.objects.create(meeting=meeting, number=1, title="路灯", kind="decide", state="done")
    Resolution.objects.create(
        meeting=meeting, item=item, kind="decision", text="换路灯", owner=body, made_at=MONDAY, due_at=MONDAY + 30 * DAY
    )
    return Ref("meetings.meeting", meeting.pk)


@dataclass
class Life:
    """A project with the desk that runs it (`one`), a second person of the desk (`two`), and those who asked."""

    world: World
    kind: str = "three_plus_n"
    cost: int = 0
    many: int = 9
    asked: list[Actor] = field(default_factory=list)
    id: int = 0
    fund_id: int = 0

    @property
    def one(self) -> Actor:
        return self.world.actor("secretary")

    @property
    def two(self) -> Actor:
        return self.world.actor("worker")

    def now(self) -> Project:
        return Project.objects.select_related("place", "body").get(pk=self.id)

    def move(self, move: str, actor: Actor | None = None, **given: Any) -> Project:
        return services.move(actor=actor or self.one, project_id=self.id, move=move, **given)

    def need(self, title: str = "楼道想装扶手") -> Any:
        self.asked = self.asked or [Actor(person_id=people.reporter(phone=f"138{n:08d}").pk) for n in range(self.many)]
        return needs.raise_need(
            actor=self.one, place_id=self.world.places[HOME].pk, title=title, purpose="elderly", origin="request",
            people=[actor.person_id for actor in self.asked],
        )  # fmt: skip

    def collected(self) -> Life:
        given = {"kind": self.kind, "title": "三栋装扶手", "text": "从一楼到六楼", "estimate_fen": self.cost}
        place, body = self.world.places[HOME], self.world.body_of("secretary")
        wish = {"place_id": place.pk, "body_id": body.pk, "needs": [self.need().pk], **given}
        self.id = services.propose(actor=self.one, **wish).pk
        return self

    def deliberated(self) -> Life:
        self.collected()
        services.add_evidence(actor=self.one, project_id=self.id, kind="topic", paper="议题登记 2026-12 号")
        self.move("deliberate")
        return self

    def meeting(self) -> Ref:
        """A meeting that decided."""
        return decided(self.world)

    def fixable(self) -> Life:
        self.deliberated()
        services.add_evidence(actor=self.one, project_id=self.id, kind="discussion", paper="座谈记录 2026-31 号")
        services.add_evidence(actor=self.one, project_id=self.id, kind="decision", about=decided(self.world))
        return self

    def fund(self, amount: int) -> int:
        made = ledger.open_fund(
            actor=self.one, body_id=self.world.body_of("secretary").pk, place_id=self.world.places[HOME].pk,
            name=f"资金 {amount}", source="community_fund", purposes=("micro_works", "micro_goods"),
        )  # fmt: skip
        given = {"fund_id": made.pk, "amount": amount, "paper": "拨款单"}
        ledger.receive(actor=self.one, purpose="micro_works", **given)
        ledger.receive(actor=self.one, purpose="micro_goods", **given)
        self.fund_id = made.pk
        return self.fund_id

    def fixed(self) -> Life:
        self.fixable()
        given = {"fund_id": self.fund(self.cost), "purpose": self.kind} if self.cost else {}
        self.move("fix", promised_end=END, **given)
        return self

    def noticed(self) -> Life:
        self.fixed()
        self.team()
        self.move("notice")
        return self

    def team(self) -> None:
        for role in ("community", "social_org", "social_worker"):
            if self.kind == "three_plus_n":
                body = self.world.body_of("secretary" if role == "community" else "neighbour").pk
                services.set_team(actor=self.one, project_id=self.id, role=role, body_id=body)

    def contract(self) -> None:
        given = {"project_id": self.id, "actor": self.one}
        builder = self.world.body_of("manager").pk
        candidate = services.name_candidate(price=self.cost, body_id=builder, **given)
        services.settle_candidate(actor=self.two, candidate_id=candidate.pk, choose=True)
        drawn = services.draw_contract(amount=self.cost, paper="合同 7 号", **given)
        services.sign_contract(actor=self.two, contract_id=drawn.pk, sign=True)

    def startable(self) -> Life:
        self.noticed()
        if self.kind.startswith("micro"):
            self.contract()
        if self.kind == "micro_works":
            given = {"actor": self.one, "project_id": self.id}
            services.add_photo(side="before", file=picture(), alt="楼梯左边没有扶手", **given)
        for title, days in (("进场", 16), ("装到三楼", 26), ("装完", 40)):
            services.add_milestone(actor=self.one, project_id=self.id, title=title, due=(MONDAY + days * DAY).date())
        return self

    def building(self) -> Life:
        self.startable()
        with clock.at(BUILT):
            self.move("start", planned_end=END)
        return self

    def met(self, on: date | None = None) -> None:
        for row in self.now().milestones.filter(met_on=None):
            services.meet_milestone(actor=self.one, milestone_id=row.pk, on=on)
        if self.kind == "micro_works":
            pair = self.now().photos.get(side="before")
            given = {"actor": self.one, "project_id": self.id, "file": picture(), "pair_id": pair.pk}
            services.add_photo(side="after", alt="同一段楼梯左边装了木扶手", **given)
        if self.kind == "micro_goods":
            services.add_evidence(actor=self.one, project_id=self.id, kind="delivery", paper="交付清单 3 号")

    def accepting(self) -> Life:
        self.building()
        with clock.at(BUILT + 10 * DAY):
            self.met()
            self.move("hand_in")
        return self

    def drawn(self) -> Life:
        self.accepting()
        with clock.at(BUILT + 11 * DAY):
            services.call_acceptance(actor=self.one, project_id=self.id, source="9 月 23 日福利彩票 3D 号码")
        with clock.at(BUILT + 12 * DAY):
            services.draw_acceptance(actor=self.one, project_id=self.id, seed="7 3 1")
        return self

    def panel(self) -> list[Actor]:
        rows = self.now().panels.get(outcome="").people.filter(drawn__isnull=False).order_by("drawn")
        return [actor_for(row.person_id) for row in rows]

    def judging(self) -> Life:
        self.drawn()
        with clock.at(BUILT + 13 * DAY):
            for actor in self.panel():
                services.accept_as(person_id=actor.person_id, project_id=self.id, ok=True)
            self.move("pass")
        return self

    def closed(self) -> Life:
        self.judging()
        project = self.now()
        with clock.at(project.verdict_from):
            for actor in self.asked:
                services.judge(person_id=actor.person_id, project_id=self.id, verdict="wanted")
            self.move("close")
        return self
