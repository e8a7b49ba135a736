"""What became of last year's money in the demonstration: a round, five projects, three of them finished and judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from gongzhi.config.demo_days import Days
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.ledger import selectors as funds
from gongzhi.ledger import services as ledger
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people
from gongzhi.projects import services
from gongzhi.projects.selectors import project_rows
from gongzhi.projects.selectors import rounds as budgets
from gongzhi.projects.services import rounds, rounds_items, rounds_votes
from gongzhi.voting import selectors as votes
from gongzhi.voting import services as voting

POT, BUDGET, GRANT = "micro_works", "20万元", 30_000_000
VOTERS, CAME = 48, 41
TENTH = 10


@dataclass(frozen=True)
class Wish:
    """What a resident proposed: for what, how much, how many joined, and who of ten would vote for it."""

    title: str
    text: str
    where: str
    purpose: str
    cost: str
    joined: int
    liked: int


WISHES = (
    Wish("三栋楼道换声控灯", "晚上摸黑上楼，老人摔过两回。", "1 栋、3 栋、5 栋", "facilities", "3.6万元", 21, 7),
    Wish("北门修无障碍坡道", "轮椅和婴儿车要绕到南门。", "北门", "facilities", "5万元", 16, 6),
    Wish("长廊加靠背椅和扶手", "走到一半没有地方坐，坐下了起不来。", "长廊", "elderly", "1.8万元", 14, 6),
    Wish("中心花园补种树", "夏天花园里没有一处阴凉。", "中心花园", "environment", "4万元", 9, 4),
    Wish("翻新羽毛球场", "地面裂了，孩子绊倒过。", "西南角", "culture", "8万元", 12, 3),
    Wish("雨水沟清淤改造", "一下大雨东门就积水。", "东门", "safety", "4.5万元", 11, 5),
)
NOT_OURS = Wish("修一号楼的电梯", "电梯老停。", "1 栋", "facilities", "2万元", 7, 0)
FINISHED = 3  # the first three are done and judged; the fourth is being built, and late


class ProjectDesk:
    """Comes by on certain days before the end and does what the community's people do with the year's money."""

    def __init__(self, setting: Any, start: datetime, end: datetime) -> None:
        self._setting, self._end = setting, end
        self._fund: Any = None
        self._round: Any = None
        self._made: list[Any] = []
        self._contracts: dict[int, int] = {}
        plan: list[tuple[float, Callable[[], None]]] = [
            (352, self._money), (350, self._call), (345, self._propose), (334, self._check), (331, self._to_vote),
            (322, self._open), (316, self._cast), (307, self._count), (290, self._take), (289, self._notice),
            (264, self._start), (240, self._finish), (238, self._list), (236, self._draw), (234, self._accept),
            (140, self._judge), (130, self._pay_rest), (60, self._late), (20, self._shift),
        ]  # fmt: skip
        whole = start <= end - timedelta(days=plan[0][0])
        self._days = Days(end, plan if whole else ())

    def come_by(self, reached: datetime) -> None:
        """Do what is due by now; where the street's life is too short for last year's money, nothing."""
        self._days.come_by(reached, lambda act: self._fund is not None or act == self._money)

    # --- the year's money and who gets it ---

    def _money(self) -> None:
        committee, home, year = self._committee(), self._setting.home, self._day(352).year
        if committee is None:
            return
        desk = self._one()
        self._fund = ledger.open_fund(
            actor=desk, body_id=committee.pk, place_id=home.pk, name=f"{year} 年民生微实事资金",
            source="district_grant", purposes=(POT, "micro_service", "disputes"),
        )  # fmt: skip
        given = {"actor": desk, "fund_id": self._fund.pk}
        ledger.receive(**given, purpose=POT, amount=GRANT, paper=f"区财拨〔{year}〕118 号")
        ledger.receive(**given, purpose="disputes", amount=GRANT // TENTH, paper=f"区财拨〔{year}〕119 号")
        gifts = ledger.open_fund(
            actor=desk, body_id=committee.pk, place_id=home.pk, name="邻里互助捐款", source="donation",
            purposes=("aid", POT),
        )  # fmt: skip
        shop = organisations.body_for("resident_unit", home)
        ledger.receive(
            actor=desk, fund_id=gifts.pk, purpose="aid", amount=1_200_000, giver_body_id=shop.pk if shop else None,
            paper="捐赠协议 3 号",
        )  # fmt: skip

    def _call(self) -> None:
        self._round = rounds.open_round(
            actor=self._one(), body_id=self._committee().pk, place_id=self._setting.home.pk, fund_id=self._fund.pk,
            purpose=POT, year=self._day(350).year, budget=BUDGET,
            text="社区有二十万元，做哪几件由居民投票定。谁都可以提。",
        )  # fmt: skip
        rounds.move_round(actor=self._one(), round_id=self._round.pk, move="announce", closes=self._day(335))

    def _propose(self) -> None:
        for number, wish in enumerate((*WISHES, NOT_OURS)):
            item = rounds_items.propose_item(
                actor=_who(number), round_id=self._round.pk, title=wish.title, text=wish.text, where=wish.where,
                purpose=wish.purpose, asked=wish.cost,
            )  # fmt: skip
            for other in range(number + 1, number + wish.joined):
                rounds_items.support_item(actor=_who(other % VOTERS), item_id=item.pk)

    def _check(self) -> None:
        rounds.move_round(actor=self._one(), round_id=self._round.pk, move="close_proposals")
        for item, wish in zip(self._items(), (*WISHES, NOT_OURS), strict=True):
            given = {"item_id": item.pk}
            if wish is NOT_OURS:
                note = "电梯维修由物业按合同做，已请物业报修；维修资金的事由业主定。"
                rounds_items.refuse_item(actor=self._one(), ground="others_duty", note=note, **given)
                continue
            rounds_items.check_cost(
                actor=self._one(), cost=wish.cost, kind=POT, note="两家看过现场报价，取低的一家。", **given
            )
            rounds_items.admit_item(actor=self._two(), **given)

    def _to_vote(self) -> None:
        vote = rounds_votes.put_to_vote(
            actor=self._one(), round_id=self._round.pk, opens=self._day(322), closes=self._day(308)
        )
        rows = "\n".join(f"{n},居民{n},{_phone(n)},{n % 6 + 1} 栋" for n in range(VOTERS))
        given: dict[str, Any] = {"actor": self._one(), "vote_id": vote.pk}
        data = f"编号,姓名,电话,地址\n{rows}\n".encode()
        voting.import_roll(**given, data=data, filename="居民.csv", source="居民登记")
        voting.freeze(**given)
        voting.give_notice(**given, electors=None, how="notice", agenda_told=True, effect_told=True)

    def _open(self) -> None:
        voting.open_vote(actor=self._one(), vote_id=self._vote())

    def _cast(self) -> None:
        keys = [option.key for option in votes.options(self._vote())]
        for n in range(CAME):
            picked = [key for at, key in enumerate(keys) if (n * 7 + at * 3) % TENTH < WISHES[at].liked] or keys[:1]
            voting.cast(actor=_who(n), vote_id=self._vote(), choice={"picked": picked})

    def _count(self) -> None:
        for act in (voting.close_vote, voting.count_vote):
            act(actor=self._one(), vote_id=self._vote())

    def _take(self) -> None:
        for act in (voting.certify, voting.publish):
            act(actor=self._one(), vote_id=self._vote())
        self._made = list(rounds_votes.take_result(actor=self._one(), round_id=self._round.pk).projects)

    # --- the projects ---

    def _notice(self) -> None:
        for made in self._made:
            self._move(made, "notice")
            self._contract(made)

    def _contract(self, made: Any) -> None:
        builder = self._builder()
        given = {"project_id": made.pk}
        price = int(made.promised_cost) * 9 // TENTH
        one = services.name_candidate(actor=self._one(), price=price, body_id=builder.pk, **given)
        services.settle_candidate(actor=self._two(), candidate_id=one.pk, choose=True)
        drawn = services.draw_contract(actor=self._one(), amount=price, paper=f"合同 {made.pk} 号", **given)
        services.sign_contract(actor=self._two(), contract_id=drawn.pk, sign=True)
        self._contracts[made.pk] = price

    def _start(self) -> None:
        for made in self._made[:FINISHED]:
            self._begin(made, self._date(238))
            self._pay(made, self._contracts[made.pk] * 3 // TENTH, "首付款")

    def _begin(self, made: Any, until: date) -> None:
        given = {"actor": self._one(), "project_id": made.pk}
        services.add_photo(**given, side="before", file=_picture(done=False), alt=f"{made.title}：改之前的样子")
        first = clock.today().date() + timedelta(days=14)
        for title, due in (("材料进场", first), ("做完自查", until)):
            services.add_milestone(**given, title=title, due=due)
        self._move(made, "start", planned_end=until)

    def _finish(self) -> None:
        for made in self._made[:FINISHED]:
            given = {"actor": self._one(), "project_id": made.pk}
            for row in made.milestones.all():
                services.meet_milestone(actor=self._one(), milestone_id=row.pk)
            before = made.photos.get(side="before")
            services.add_photo(
                **given, side="after", file=_picture(done=True), pair_id=before.pk,
                alt=f"{made.title}：同一个地方，做好了",
            )  # fmt: skip
            self._move(made, "hand_in")

    def _list(self) -> None:
        for made in self._made[:FINISHED]:
            services.call_acceptance(actor=self._one(), project_id=made.pk, source="次日福利彩票 3D 开奖号码")

    def _draw(self) -> None:
        for made in self._made[:FINISHED]:
            services.draw_acceptance(actor=self._one(), project_id=made.pk, seed="4 1 7")

    def _accept(self) -> None:
        for made in self._made[:FINISHED]:
            drawn = made.panels.latest("number").people.filter(drawn__isnull=False)
            for person in drawn.values_list("person_id", flat=True):
                services.accept_as(person_id=person, project_id=made.pk, ok=True, words="看过了，好用。")
            self._move(made, "pass")

    def _judge(self) -> None:
        for made in self._made[:FINISHED]:
            for n, person in enumerate(sorted(project_rows.asked_by(made.pk))):
                verdict = "partly" if n % 6 == 5 else "wanted"
                services.judge(person_id=person, project_id=made.pk, verdict=verdict)
            self._move(made, "close")

    def _pay_rest(self) -> None:
        for made in self._made[:FINISHED]:
            price = self._contracts[made.pk]
            self._pay(made, price - price * 3 // TENTH, "尾款")

    def _late(self) -> None:
        for made in self._made[FINISHED : FINISHED + 1]:
            self._begin(made, self._date(25))

    def _shift(self) -> None:
        for made in self._made[FINISHED : FINISHED + 1]:
            given = {"actor": self._one(), "project_id": made.pk}
            services.shift_date(**given, new=self._date(-12), reason="supplier", text="苗圃要到下月才能起苗。")
            services.block(
                **given, kind="materials", text="树苗还没到，苗圃答应十天内送来。", body_id=self._committee().pk,
                expected=self._date(-6),
            )  # fmt: skip

    def _pay(self, made: Any, amount: int, what: str) -> None:
        builder = self._builder()
        held = funds.reserved_for(made.ref)
        payment = ledger.ask_payment(
            actor=self._one(), fund_id=self._fund.pk, purpose=POT, amount=amount, about=made.ref,
            payee_body_id=builder.pk, paper=f"{what}，发票 {made.pk}-{amount // 100}", reservation_id=held[0].pk,
        )  # fmt: skip
        ledger.approve_payment(actor=self._two(), payment_id=payment.pk)

    # --- who and when ---

    def _move(self, made: Any, step: str, **given: Any) -> None:
        services.move(actor=self._one(), project_id=made.pk, move=step, **given)

    def _items(self) -> list[Any]:
        return [one.item for one in budgets.items_of(self._found())]

    def _vote(self) -> int:
        return int(self._found().vote_id)

    def _found(self) -> Any:
        return budgets.round_(self._round.pk)

    def _one(self) -> Actor:
        return organisations.actor_for(self._setting.faces["demo-secretary"])

    def _two(self) -> Actor:
        return organisations.actor_for(self._setting.faces["demo-community"])

    def _committee(self) -> Any:
        return organisations.body_for("residents_committee", self._setting.home)

    def _builder(self) -> Any:
        return organisations.body_for("property_company", self._estate())

    def _estate(self) -> Any:
        return next(p for p in self._setting.ground["estate"] if p.path.startswith(self._setting.home.path))

    def _day(self, before: float) -> datetime:
        moment = (self._end - timedelta(days=before)).astimezone(CHINA)
        return moment.replace(hour=10, minute=0, second=0, microsecond=0)

    def _date(self, before: float) -> date:
        return self._day(before).date()


def _phone(number: int) -> str:
    return f"1371000{number:04d}"


def _who(number: int) -> Actor:
    """The neighbour with this number."""
    return Actor(person_id=people.reporter(phone=_phone(number)).pk)


def _picture(*, done: bool) -> BytesIO:
    """A drawing that says of itself that it is one: a wall with a lamp, dark or lit."""
    image = Image.new("RGB", (640, 480), (214, 208, 190) if done else (92, 90, 86))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 360, 640, 480), fill=(150, 140, 120) if done else (60, 58, 54))
    draw.ellipse((290, 60, 350, 120), fill=(255, 236, 150) if done else (70, 68, 66))
    draw.line((320, 0, 320, 60), fill=(40, 40, 40), width=4)
    out = BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return out
