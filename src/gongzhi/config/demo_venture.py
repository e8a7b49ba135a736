"""The demonstration's venture calls: one scored blind and granted in parts, one that still takes proposals."""

from __future__ import annotations

from typing import Any

from gongzhi.config.demo_home import Home, Plan
from gongzhi.config.demo_orgs import CARE, LAMP, YOUTH, Organisations
from gongzhi.kernel.actor import Actor
from gongzhi.ledger import services as ledger
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people
from gongzhi.projects import services
from gongzhi.projects.selectors import partners
from gongzhi.projects.services import NewCall

NAME = "邻里公益创投资金"
CRITERIA = (("居民需不需要", 40), ("做得成做不成", 35), ("钱花得细不细", 25))
FIRST = "家门口的老人和孩子：社区公益创投"
FIRST_TEXT = "一年以内做完，活动办在社区里。单个项目不超过五万元，分两次付：先付六成，报告认可以后再付四成。"
SECOND = "十五分钟养老圈微创投"
SECOND_TEXT = "走路十五分钟以内能用上的为老服务：送药、陪诊、修家电、学手机都可以。小项目，三万元以内，半年做完。"
# Who proposes what, for how much in fen, and what the three who may score give it for each criterion.
Sheet = tuple[int, int, int]
PROPOSED: tuple[tuple[str, str, str, int, tuple[Sheet, Sheet, Sheet]], ...] = (
    (LAMP, "夜里敲敲门：独居老人晚间探访", "二十户独居老人，每周两个晚上有人敲门、说说话，看煤气关没关。", 4_800_000,
     ((37, 30, 20), (36, 31, 21), (38, 28, 22))),
    (YOUTH, "放学后的小课堂", "放学到家长下班这两小时，在活动室写作业、读绘本，大学生和退休老师轮流带。", 4_500_000,
     ((35, 32, 22), (33, 30, 21), (36, 29, 20))),
    ("", "楼下的旧衣改造课", "把旧衣服改成布袋和围裙，一个月一次，做满十次。", 3_000_000,
     ((18, 20, 12), (20, 19, 11), (16, 22, 13))),
)  # fmt: skip
SCORERS = ("罗教授", "唐会计", "许站长", "马老师")
TIED = 3  # the number of the scorer whose family works for an applicant
SHARES = (60, 40)
DID = "四个月探访六百四十次，两次发现煤气没关，一次叫了救护车。钱花在志愿者的交通补贴和手电上，票据在第三本账。"
TAUGHT = "常来的孩子二十三个，退休老师五位。钱花在绘本和桌椅上，家长看过账。"
AGAIN = "第二期又走了三百一十次，居民自己排起了班，钱用完以后接着做。"


class Venture:
    """The two calls of the committee, by those who call, propose, score and report."""

    def __init__(self, home: Home, orgs: Organisations) -> None:
        self._home, self._orgs = home, orgs
        self._scorers: list[Actor] = []
        self.call: Any = None
        self.still_open: Any = None
        self.plan: Plan = [
            (305, self._call), (292, self._propose), (282, self._ask_scorers), (278, self._score), (275, self._award),
            (272, lambda: self._pay(1, LAMP, YOUTH)), (150, lambda: self._report(1, LAMP, DID)),
            (147, lambda: self._settle(1, LAMP)), (146, lambda: self._pay(2, LAMP)),
            (120, lambda: self._report(1, YOUTH, TAUGHT)), (118, lambda: self._settle(1, YOUTH)),
            (9, self._call_again), (6, lambda: self._report(2, LAMP, AGAIN)), (4, self._propose_again),
            (3, self._ask_last),
        ]  # fmt: skip

    def _call(self) -> None:
        fund = ledger.open_fund(
            actor=self._home.one, body_id=self._home.committee, place_id=self._home.place.pk, name=NAME,
            source="foundation", purposes=("venture",),
        )  # fmt: skip
        ledger.receive(
            actor=self._home.one, fund_id=fund.pk, purpose="venture", amount=20_000_000, paper="资助协议 12 号"
        )
        new = NewCall(
            FIRST, FIRST_TEXT, CRITERIA, budget=10_000_000, most=5_000_000, closes=self._home.day(284),
            tranches=SHARES, fund_id=fund.pk,
        )  # fmt: skip
        self.call = services.open_call(
            actor=self._home.one, body_id=self._home.committee, place_id=self._home.place.pk, new=new
        )

    def _propose(self) -> None:
        for name, title, text, amount, _sheets in PROPOSED:
            services.put_proposal(
                actor=self._applicant(name), call_id=self.call.pk, title=title, text=text, amount=amount
            )

    def _applicant(self, name: str) -> Actor:
        """Whoever answers for the organisation; without a name, for the community's own."""
        if name:
            return self._orgs.actor(name)
        own = self._home.body("social_org")
        return organisations.actor_for(organisations.holders(own.pk)[0].person_id)

    def _ask_scorers(self) -> None:
        self._scorers = [Actor(person_id=people.reporter(name=name).pk) for name in SCORERS]
        for who in self._scorers:
            services.ask_scorer(actor=self._home.one, call_id=self.call.pk, person_id=who.person_id or 0)
        services.start_scoring(actor=self._home.one, call_id=self.call.pk)
        tied = self._orgs.bodies[YOUTH].pk
        services.declare_tie(actor=self._scorers[TIED], call_id=self.call.pk, body_id=tied, kind="family")

    def _score(self) -> None:
        codes = {one.title: one.code for one in partners.proposals_of(self.call.pk)}
        for _name, title, _text, _amount, sheets in PROPOSED:
            for who, points in zip(self._scorers, sheets, strict=False):
                given = {f"c{n}": point for n, point in enumerate(points, 1)}
                services.score(actor=who, call_id=self.call.pk, code=codes[title], points=given)

    def _award(self) -> None:
        services.award(actor=self._home.one, call_id=self.call.pk)

    def _tranche(self, position: int, name: str) -> int:
        body = self._orgs.bodies[name].pk
        rows = partners.tranches_of(self.call.pk)
        return int(next(row.pk for row in rows if (row.position, row.proposal.body_id) == (position, body)))

    def _ask(self, position: int, name: str) -> int:
        return int(services.ask_tranche(actor=self._home.one, tranche_id=self._tranche(position, name)).pk)

    def _ask_last(self) -> None:
        self._ask(2, YOUTH)  # and nobody has approved it yet

    def _pay(self, position: int, *names: str) -> None:
        for name in names:
            ledger.approve_payment(actor=self._home.two, payment_id=self._ask(position, name))

    def _report(self, position: int, name: str, text: str) -> None:
        services.report_tranche(actor=self._orgs.actor(name), tranche_id=self._tranche(position, name), text=text)

    def _settle(self, position: int, name: str) -> None:
        services.settle_report(actor=self._home.two, tranche_id=self._tranche(position, name), accept=True)

    def _call_again(self) -> None:
        new = NewCall(
            SECOND, SECOND_TEXT, CRITERIA, budget=6_000_000, most=3_000_000, closes=self._home.day(-14),
            tranches=SHARES, fund_id=self.call.fund_id,
        )  # fmt: skip
        self.still_open = services.open_call(
            actor=self._home.one, body_id=self._home.committee, place_id=self._home.place.pk, new=new
        )
        head = self._home.face("demo-head").person_id or 0
        services.ask_scorer(actor=self._home.one, call_id=self.still_open.pk, person_id=head)

    def _propose_again(self) -> None:
        services.put_proposal(
            actor=self._orgs.actor(CARE), call_id=self.still_open.pk, title="陪老人看病取药",
            text="一个月二十次，陪着挂号、听医嘱、取药，回家把药盒按天分好。", amount=2_600_000,
        )  # fmt: skip
