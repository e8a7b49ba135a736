"""How the demonstration's community decides: charging points from many voices to an owners' vote that is open now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from gongzhi.config.demo_days import Days
from gongzhi.config.demo_problems import PILE, ProblemDesk
from gongzhi.deliberation import services
from gongzhi.deliberation.services import NewItem, NewParty
from gongzhi.flows import problem_to_topic
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.meetings import selectors as halls
from gongzhi.meetings import services as meetings
from gongzhi.opinions import services as opinions
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people
from gongzhi.voting import selectors as votes
from gongzhi.voting import services as voting
from gongzhi.voting.selectors.ballots import roll
from gongzhi.voting.services import NewOption

TITLE = "电动车充电桩装在哪里、谁来出钱"
TEXT = "十二位邻居先后说没有地方给电动车充电，有人从窗户拉线。请大家商量：装不装、装在哪里、谁来出钱。"
PARTIES = (
    NewParty("riders", "users", "骑电动车的人家", 46),
    NewParty("ground", "near", "车棚边一楼的人家", 4),
    NewParty("tenants", "tenants", "租房住的邻居", 30),
)
ITEMS = (
    NewItem("cost", "装八个充电桩和雨棚", 2_400_000, {"riders": 1_800_000, "tenants": 600_000}),
    NewItem("benefit", "少花的充电钱，一年", 3_000_000, {"riders": 2_200_000, "tenants": 800_000}),
    NewItem("risk", "夜里起火、有响声", None, {"ground": None}),
)
SEEDS = (
    "充电桩要离住家窗户六米以上",
    "谁充电谁付钱，不摊到没有电动车的人家",
    "电动车不许推进电梯和楼道",
    "车棚要装烟感和自动断电",
    "装在东门车棚，那里离楼最远",
    "装在每栋楼下，走几步就到",
    "请外面的公司来装，收入分一半给小区",
    "送外卖的也可以进来充电",
)
# How the two camps see each statement: likely to agree, out of ten.
RIDERS, OTHERS = (9, 8, 5, 9, 5, 9, 6, 8), (9, 9, 9, 9, 9, 2, 6, 2)
UNITS, TALKERS = 48, 40
AREAS = (89.32, 104.55, 76.18, 120.01)
PROJECTS = (
    NewOption("lamp", "三栋楼道换声控灯", 30_000, where="1 栋、3 栋、5 栋"),
    NewOption("ramp", "北门修无障碍坡道", 50_000, where="北门"),
    NewOption("tree", "中心花园补种树", 40_000, where="中心花园"),
    NewOption("bench", "长廊加靠背椅", 15_000, where="长廊"),
    NewOption("court", "翻新羽毛球场", 80_000, where="西南角"),
)
FUND, VOTERS = 120_000, 36


class DecisionDesk:
    """Comes by on certain days before the end and does what the community's people do on that day."""

    def __init__(self, setting: Any, rng: Random, problems: ProblemDesk, end: datetime) -> None:
        self._setting, self._problems, self._end = setting, problems, end
        self._rng = Random(rng.random())
        self._topic: Any = None
        self._vote: Any = None
        self._fund: Any = None
        self._talk: Any = None
        self._said: list[int] = []
        self._fund_topic = 0
        self._meeting: Any = None
        plan: list[tuple[float, Callable[[], None]]] = [
            (62, self._raise), (60, self._seat), (58, self._talk_begins), (55, self._talk_goes_on),
            (52, self._call), (46, self._meet), (45, self._hear_the_few), (44, self._put_to_vote),
            (40, self._fund_vote), (24, self._open), (12, self._cast), (8, self._fund_counted), (2, self._paper),
        ]  # fmt: skip
        self._days = Days(end, plan)

    def come_by(self, reached: datetime) -> None:
        """Do what is due by now; where the street's life was too short for the problem, nothing."""
        self._days.come_by(reached, lambda act: self._topic is not None or act == self._raise)

    # --- the days of the topic ---

    def _raise(self) -> None:
        problem = self._problems.found(PILE)
        if problem is None or problem.state == "found":
            return
        desk = self._secretary()
        self._topic = problem_to_topic.raise_from_problem(
            actor=desk, problem_id=problem.pk, title=TITLE, text=TEXT, place_id=problem_to_topic.estates(problem)[0].pk
        )
        lead = organisations.body_for("residents_committee", self._setting.home)
        if lead is not None:
            self._do("take_up", kind="owners_change_use", title=TITLE, lead=lead.pk)

    def _seat(self) -> None:
        self._do("set_interests", parties=PARTIES, items=ITEMS)
        self._do("seat_council")
        self._do(
            "record_investigation", kind="site", text="看了三处：东门车棚离楼十二米，花园边八米，三栋楼下不到四米。"
        )
        self._do("choose_method", method="council")

    def _talk_begins(self) -> None:
        self._talk = self._do("open_opinions", question="充电桩怎么装，您怎么看？", closes=self._day(-20))
        desk, number = self._secretary(), self._talk.pk
        self._said = [opinions.seed(actor=desk, conversation_id=number, text=text).pk for text in SEEDS]

    def _talk_goes_on(self) -> None:
        for n in range(TALKERS):
            person = people.reporter().pk
            leaning = RIDERS if n % 2 else OTHERS
            for statement, likely in zip(self._said, leaning, strict=True):
                if self._rng.random() < 0.9:
                    value = 1 if self._rng.random() * 10 < likely else self._rng.choice((-1, -1, 0))
                    opinions.vote(person_id=person, statement_id=statement, value=value)
        opinions.redraw(self._talk.pk)

    def _call(self) -> None:
        starts = self._day(46).replace(hour=19, minute=0)
        self._meeting = self._do("call_meeting", starts=starts, where="社区三楼议事厅")

    def _meet(self) -> None:
        desk, number = self._secretary(), self._meeting.pk
        with clock.at(self._meeting.starts):
            for seat in halls.seats(number):
                meetings.mark_present(actor=desk, seat_id=seat.pk, present=seat.size)
            meetings.open_meeting(actor=desk, meeting_id=number)
            item = meetings.take_item(actor=desk, item_id=halls.agenda(number)[0].pk)
            text = "装在东门车棚，谁充电谁付钱，交业主大会表决"
            motion = meetings.propose(actor=desk, item_id=item.pk, seat_id=None, text=text)
            meetings.put_to_vote(actor=desk, motion_id=motion.pk)
            can = halls.voters(number, item.pk)
            meetings.decide(actor=desk, motion_id=motion.pk, yes=can - 1, no=1)
            due = self._day(20).replace(hour=18)
            owner = organisations.body_for("property_company", self._topic.place) or self._lead()
            meetings.add_resolution(
                actor=desk, item_id=item.pk, motion_id=motion.pk, text="请三家来看现场报价，张榜公布",
                owner_id=owner.pk, due=due,
            )  # fmt: skip
            meetings.close_meeting(actor=desk, meeting_id=number)
            meetings.draft_minutes(actor=desk, meeting_id=number)
            there = [seat.pk for seat in halls.seats(number)]
            meetings.approve_minutes(actor=desk, meeting_id=number, seat_ids=there, how="paper")
            meetings.publish_minutes(actor=desk, meeting_id=number)

    def _hear_the_few(self) -> None:
        party = next(p for p in self._topic.parties.all() if p.kind == "near")
        self._do(
            "minority_statement", party_id=party.pk, text="我们住车棚边，怕夜里响、怕起火。真要装，请先装烟感和隔墙。"
        )
        self._do(
            "minority_step", party_id=party.pk, kind="amendment", fen=None,
            text="方案改了：加隔墙、烟感和自动断电，夜里十一点后停充。",
        )  # fmt: skip

    def _put_to_vote(self) -> None:
        self._vote = self._do(
            "put_to_vote", opens=self._day(24), closes=self._day(-6),
            question="同意在东门车棚装八个充电桩，谁充电谁付钱，并加隔墙、烟感和自动断电吗？",
        )  # fmt: skip
        desk, number = self._secretary(), self._vote.pk
        voting.import_roll(
            actor=desk, vote_id=number, data=self._owners(), filename="业主名册.csv", source="不动产登记"
        )
        voting.freeze(actor=desk, vote_id=number)
        voting.give_notice(
            actor=desk, vote_id=number, electors=None, how="signed_for", agenda_told=True, effect_told=True
        )
        # The visitor showed the certificate of ownership at the counter: an account's own telephone proves nothing.
        visitor = self._setting.faces["demo-resident"]
        voting.link_person(actor=desk, elector_id=roll(number)[-2].pk, person_id=visitor)

    def _open(self) -> None:
        voting.open_vote(actor=self._secretary(), vote_id=self._vote.pk)

    def _cast(self) -> None:
        """Two of three owners answered from their phones; nobody for the visitor, whose ballot still waits."""
        item = votes.options(self._vote.pk)[0].key
        for n in range(1, UNITS * 2 // 3):
            if n in (20, 30):  # flats of an owner who has voted for all of hers
                continue
            answer = "for" if self._rng.random() < 0.85 else "against"
            voting.cast(actor=_who(_owner(n)[1]), vote_id=self._vote.pk, choice={"answers": {item: answer}})

    def _paper(self) -> None:
        """Three paper ballots came in at the desk; two people will enter them."""
        still = roll(self._vote.pk)[-6:-3]
        voting.hand_in(actor=self._secretary(), vote_id=self._vote.pk, sheets=[row.number for row in still])

    # --- last year's fund ---

    def _fund_vote(self) -> None:
        desk, home = self._secretary(), self._setting.home
        topic = services.raise_topic(
            actor=desk, place_id=home.pk, title="今年的民生微实事先做哪几件",
            text="社区今年有十二万元民生微实事资金，五件事都有人提，钱不够都做。请居民投票定。",
        )  # fmt: skip
        given: dict[str, Any] = {"actor": desk, "topic_id": topic.pk}
        self._fund_topic = topic.pk
        services.take_up(**given, kind="community_budget", title=topic.title, lead=self._lead().pk)
        services.set_interests(**given, parties=(NewParty("all", "users", "社区里的居民", 300),), items=())
        services.seat_council(**given)
        services.record_investigation(**given, kind="records", text="五件事都看过现场，报价由两家给出，取低的。")
        services.choose_method(**given, method="council")
        self._fund = services.put_to_vote(
            **given, opens=self._day(30), closes=self._day(16), options=PROJECTS, charter={"budget": FUND}
        )
        rows = "\n".join(f"{n},居民{n},1370000{n:04d},{n % 6 + 1} 栋" for n in range(1, VOTERS + 1))
        data = f"编号,姓名,电话,地址\n{rows}\n".encode()
        voting.import_roll(actor=desk, vote_id=self._fund.pk, data=data, filename="居民.csv", source="居民登记")
        voting.freeze(actor=desk, vote_id=self._fund.pk)
        voting.give_notice(
            actor=desk, vote_id=self._fund.pk, electors=None, how="notice", agenda_told=True, effect_told=True
        )

    def _fund_counted(self) -> None:
        desk, number = self._secretary(), self._fund.pk
        with clock.at(self._day(29)):
            voting.open_vote(actor=desk, vote_id=number)
        with clock.at(self._day(20)):
            for n in range(1, VOTERS - 5):
                picked = self._rng.sample([p.key for p in PROJECTS], self._rng.choice((1, 2, 2, 3)))
                voting.cast(actor=_who(f"1370000{n:04d}"), vote_id=number, choice={"picked": picked})
        with clock.at(self._day(16) + timedelta(minutes=5)):
            voting.close_vote(actor=desk, vote_id=number)
            voting.count_vote(actor=desk, vote_id=number)
        voting.certify(actor=desk, vote_id=number)
        voting.publish(actor=desk, vote_id=number)
        given: dict[str, Any] = {"actor": desk, "topic_id": self._fund_topic}
        services.conclude(**given, outcome="adopted", text="按居民投票选出的几件办，十二万元内，月底前开工。")
        services.publish(**given)

    # --- who and when ---

    def _do(self, act: str, **given: Any) -> Any:
        return getattr(services, act)(actor=self._secretary(), topic_id=self._topic.pk, **given)

    def _secretary(self) -> Actor:
        return organisations.actor_for(self._setting.faces["demo-secretary"])

    def _lead(self) -> Any:
        return organisations.body_for("residents_committee", self._setting.home)

    def _day(self, before: float) -> datetime:
        moment = (self._end - timedelta(days=before)).astimezone(CHINA)
        return moment.replace(minute=0, second=0, microsecond=0)

    def _owners(self) -> bytes:
        """Forty-eight flats; the last owner is the visitor, one owner has three flats, the developer kept two."""
        lines = ["房号,楼栋,产权人编号,业主,电话,面积,类型"]
        for n in range(1, UNITS + 1):
            owner, phone = _owner(n)
            kind = "未售" if n > UNITS - 2 else "住宅"
            lines.append(
                f"{1 + n % 4}-{n:03d},{1 + n % 4} 栋,{owner},{owner and f'业主{n}'},{phone},{AREAS[n % 4]},{kind}"
            )
        return "\n".join(lines).encode()


def _owner(number: int) -> Sequence[str]:
    if number > UNITS - 2:
        return "", ""
    if number in (10, 20, 30):
        return "P10", "13600000010"
    return f"P{number}", f"1360000{number:04d}"


def _who(phone: str) -> Actor:
    """Whoever has this telephone."""
    return Actor(person_id=people.reporter(phone=phone).pk)
