"""What the demonstration's community bought for its elders: from the need and the tender to acceptance and payment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gongzhi.config.demo_home import Home, Plan, neighbours
from gongzhi.config.demo_orgs import CARE, LAMP, Organisations
from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors as funds
from gongzhi.ledger import services as ledger
from gongzhi.meetings import selectors as halls
from gongzhi.meetings import services as meetings
from gongzhi.meetings.services import NewItem as NewPoint
from gongzhi.meetings.services import SeatAsked
from gongzhi.projects import services
from gongzhi.projects.selectors import partners, project_rows
from gongzhi.projects.services import NewItem, needs

TITLE = "给独居老人买上门服务"
TEXT = "三十一位独居老人，子女不在身边。请有等级的社会组织来报价：每周上门，送餐、理发、擦洗、量血压。"
NEED_TEXT = "入户走访时，三十一户里有十二户说：做饭、理发、洗澡最难，想有人按时上门。"
ITEMS = (
    NewItem("上门助餐", 2_400, "份", 7_200_000),
    NewItem("上门理发", 240, "次", 1_200_000),
    NewItem("上门擦洗和护理", 480, "次", 6_000_000),
    NewItem("量血压、记健康本", 960, "次", 2_400_000),
)
COST = sum(item.cap for item in ITEMS)
OFFERS = {
    CARE: (15_200_000, "四个人分两片，每户每周三次，餐由长者饭堂当天做；换人提前一天打电话。"),
    LAMP: (15_960_000, "社工带志愿者，每户每周两次，擦洗请护士站的护理员来做。"),
}
GRADES = ("5A", "4A")
STEPS = (("建档：每户的菜单、过敏和联系人", 272), ("服务过半：每户至少三十次", 220), ("服务做完，回访每一户", 164))
ASKED, FIRST = 9, 0
HOUSEHOLDS, THERE = 40, 27
AGREED = "买一年的上门服务，十六万八千元以内，只请评上 4A 以上的社会组织来报价"


class Purchase:
    """One purchase, lived through by the secretary, a second person, two organisations and those who asked."""

    def __init__(self, home: Home, orgs: Organisations) -> None:
        self._home, self._orgs = home, orgs
        self._asked = [0]
        self.project: Any = None
        self.fund: Any = None
        self._tender: Any = None
        self._meeting: Any = None
        self.plan: Plan = [
            (350, self._money), (345, self._need), (342, self._call), (334, self._meet), (332, self._fix),
            (330, self._publish), (326, self._offer), (314, self._choose), (313, self._sign), (312, self._notice),
            (290, self._start), (160, self._hand_in), (158, self._list), (157, self._draw), (155, self._accept),
            (150, self._pay), (58, self._judge),
        ]  # fmt: skip

    def _money(self) -> None:
        year = self._home.date(350).year
        self.fund = ledger.open_fund(
            actor=self._home.one, body_id=self._home.committee, place_id=self._home.place.pk,
            name=f"{year} 年党组织服务群众专项经费", source="party_fund", purposes=("purchase", "facility_run"),
        )  # fmt: skip
        given = {"actor": self._home.one, "fund_id": self.fund.pk}
        ledger.receive(**given, purpose="purchase", amount=20_000_000, paper=f"街财拨〔{year}〕21 号")
        ledger.receive(**given, purpose="facility_run", amount=6_000_000, paper=f"街财拨〔{year}〕22 号")

    def _need(self) -> None:
        self._asked = [actor.person_id or 0 for actor in neighbours(FIRST, ASKED)]
        need = needs.raise_need(
            actor=self._home.two, place_id=self._home.place.pk, title="独居老人想有人按时上门", text=NEED_TEXT,
            purpose="elderly", origin="staff", people=self._asked,
        )  # fmt: skip
        self.project = services.propose(
            actor=self._home.one, place_id=self._home.place.pk, body_id=self._home.committee, kind="purchase",
            title=TITLE, text=TEXT, purpose="purchase", estimate_fen=COST, needs=[need.pk],
        )  # fmt: skip

    def _call(self) -> None:
        self._meeting = meetings.call(
            actor=self._home.one, orders="building_meeting", body_id=self._home.committee,
            place_id=self._home.place.pk, starts=self._home.day(334).replace(hour=19, minute=30),
            title="独居老人上门服务怎么买", where="党群服务中心二楼",
            agenda=[NewPoint("买哪几样、花多少、请谁来报价", "decide")], about=self.project.ref,
            seats=[
                SeatAsked("household", size=HOUSEHOLDS),
                SeatAsked("residents_committee", body_id=self._home.committee),
            ],
        )  # fmt: skip

    def _meet(self) -> None:
        number, desk = self._meeting.pk, self._home.one
        with clock.at(self._meeting.starts):
            for seat in halls.seats(number):
                meetings.mark_present(actor=desk, seat_id=seat.pk, present=min(seat.size, THERE))
            meetings.open_meeting(actor=desk, meeting_id=number)
            item = meetings.take_item(actor=desk, item_id=halls.agenda(number)[0].pk)
            motion = meetings.propose(actor=desk, item_id=item.pk, seat_id=None, text=AGREED)
            meetings.put_to_vote(actor=desk, motion_id=motion.pk)
            can = halls.voters(number, item.pk)
            meetings.decide(actor=desk, motion_id=motion.pk, yes=can - 2, no=2)
            meetings.add_resolution(
                actor=desk, item_id=item.pk, motion_id=motion.pk, text="公开清单，请符合等级的组织来报价",
                owner_id=self._home.committee, due=clock.now() + timedelta(days=20),
            )  # fmt: skip
            meetings.close_meeting(actor=desk, meeting_id=number)
            meetings.draft_minutes(actor=desk, meeting_id=number)
            there = [seat.pk for seat in halls.seats(number)]
            meetings.approve_minutes(actor=desk, meeting_id=number, seat_ids=there, how="paper")
            meetings.publish_minutes(actor=desk, meeting_id=number)

    def _fix(self) -> None:
        given = {"actor": self._home.one, "project_id": self.project.pk}
        about = Ref("meetings.meeting", self._meeting.pk)
        services.add_evidence(**given, kind="topic", paper=f"社区党委议题单 {self._home.date(332).year}-18 号")
        services.move(**given, move="deliberate")
        services.add_evidence(**given, kind="discussion", about=about)
        services.add_evidence(**given, kind="decision", about=about)
        services.move(**given, move="fix", promised_end=self._home.date(162), fund_id=self.fund.pk, purpose="purchase")

    def _publish(self) -> None:
        self._tender = services.draw_tender(
            actor=self._home.one, project_id=self.project.pk, basis="negotiated", grades=GRADES, items=ITEMS,
            closes=self._home.day(316), paper=f"采购计划 {self._home.date(330).year}-9 号",
        )  # fmt: skip
        services.publish_tender(actor=self._home.one, tender_id=self._tender.pk)

    def _offer(self) -> None:
        for name, (price, text) in OFFERS.items():
            services.put_bid(actor=self._orgs.actor(name), tender_id=self._tender.pk, price=price, text=text)

    def _choose(self) -> None:
        services.close_tender(actor=self._home.one, tender_id=self._tender.pk)
        cheapest = partners.bids_of(self._tender.pk)[0]
        named = services.name_bidder(actor=self._home.one, bid_id=cheapest.pk)
        services.settle_candidate(actor=self._home.two, candidate_id=named.pk, choose=True)

    def _sign(self) -> None:
        price, _text = OFFERS[CARE]
        drawn = services.draw_contract(
            actor=self._home.one, project_id=self.project.pk, amount=price,
            paper=f"合同 {self._home.date(313).year}-购-3 号",
        )  # fmt: skip
        services.sign_contract(actor=self._home.two, contract_id=drawn.pk, sign=True)

    def _notice(self) -> None:
        self._move("notice")
        for title, before in STEPS:
            services.add_milestone(
                actor=self._home.one, project_id=self.project.pk, title=title, due=self._home.date(before)
            )

    def _start(self) -> None:
        self._move("start", planned_end=self._home.date(162))

    def _hand_in(self) -> None:
        rows = self.project.milestones.order_by("due")
        for row, (_title, before) in zip(rows, STEPS, strict=True):
            services.meet_milestone(actor=self._home.one, milestone_id=row.pk, on=self._home.date(before + 1))
        self._move("hand_in")

    def _list(self) -> None:
        services.call_acceptance(actor=self._home.one, project_id=self.project.pk, source="次日福利彩票 3D 开奖号码")

    def _draw(self) -> None:
        services.draw_acceptance(actor=self._home.one, project_id=self.project.pk, seed="9 0 2")

    def _accept(self) -> None:
        drawn = self.project.panels.latest("number").people.filter(drawn__isnull=False)
        for n, person in enumerate(drawn.values_list("person_id", flat=True)):
            words = "按时来，话也说得暖。" if n % 3 else "餐好，就是周六来得晚些。"
            services.accept_as(person_id=person, project_id=self.project.pk, ok=True, words=words)
        self._move("pass")

    def _pay(self) -> None:
        price, _text = OFFERS[CARE]
        held = funds.reserved_for(self.project.ref)
        asked = ledger.ask_payment(
            actor=self._home.one, fund_id=self.fund.pk, purpose="purchase", amount=price, about=self.project.ref,
            payee_body_id=self._orgs.bodies[CARE].pk, paper="验收单和发票 0417 号", reservation_id=held[0].pk,
        )  # fmt: skip
        ledger.approve_payment(actor=self._home.two, payment_id=asked.pk)

    def _judge(self) -> None:
        for n, person in enumerate(sorted(project_rows.asked_by(self.project.pk))):
            services.judge(person_id=person, project_id=self.project.pk, verdict="partly" if n == 4 else "wanted")
        self._move("close")

    def _move(self, step: str, **given: Any) -> None:
        services.move(actor=self._home.one, project_id=self.project.pk, move=step, **given)
