"""What became of last year's money in the demonstration: a round, five projects, three of them finished and judged."""

from __future__ import annotations

from collections.abc import Callable
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
from gongzhi.projects.demo import BudgetYear
from gongzhi.projects.selectors import project_rows

POT, GRANT = "micro_works", 30_000_000
VOTERS, CAME = 48, 41
TENTH = 10
FINISHED = 3  # the first three are done and judged; the fourth is being built, and late


class ProjectDesk:
    """Comes by on certain days before the end and does what the community's people do with the year's money."""

    def __init__(self, setting: Any, start: datetime, end: datetime) -> None:
        self._setting, self._end = setting, end
        self._fund: Any = None
        self._year: Any = None
        self._made: list[Any] = []
        self._contracts: dict[int, int] = {}
        plan: list[tuple[float, Callable[[], None]]] = [
            (352, self._money), (350, self._call), (345, self._propose), (334, self._check), (331, self._to_vote),
            (322, self._open), (316, self._cast), (307, self._count), (290, self._take), (289, self._notice),
            (264, self._start), (240, self._finish), (238, self._list), (236, self._draw), (234, self._accept),
            (140, self._judge), (130, self._pay_rest), (60, self._late), (20, self._shift),
            (9, self._dry),
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
        self._year = BudgetYear(
            self._one(), self._two(), self._committee().pk, self._setting.home.pk, self._fund.pk, POT,
            self._day(350).year,
        )  # fmt: skip
        self._year.open()
        self._year.announce(self._day(335))

    def _propose(self) -> None:
        self._year.propose([_who(n) for n in range(VOTERS)])

    def _check(self) -> None:
        self._year.check()

    def _to_vote(self) -> None:
        self._year.put_to_vote(self._day(322), self._day(308), [_phone(n) for n in range(VOTERS)])

    def _open(self) -> None:
        self._year.open_vote()

    def _cast(self) -> None:
        self._year.cast([_phone(n) for n in range(CAME)])

    def _count(self) -> None:
        self._year.count()

    def _take(self) -> None:
        self._year.certify()
        self._made = list(self._year.take().projects)

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

    def _dry(self) -> None:
        """The gutters had to wait for the rains to end."""
        for made in self._made[FINISHED + 1 :]:
            self._begin(made, self._date(-25))

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
