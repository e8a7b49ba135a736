"""Units and members who checked in to the demonstration's community, what they took on, and what was told them."""

from __future__ import annotations

from typing import Any

from gongzhi.config.demo_home import Home, Plan
from gongzhi.config.demo_orgs import BY, seat_in
from gongzhi.kernel.actor import Actor
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as bodies
from gongzhi.organisations.services import NewBody
from gongzhi.people import services as people
from gongzhi.projects import services
from gongzhi.projects.services import needs

UNITS = ("小学", "幼儿园", "社康中心", "邮政所", "供电班组", "菜市场", "书店", "药房", "公交场站")
ABSENT = "公交场站"  # has not come yet
POWER = "供电班组"
MEMBERS, CAME = 24, 22
LAMPS = ("十二户老人家里的灯和插座要换", "灯管一闪一闪，插座松了打火，老人自己够不着，也不敢请人上门。")
BOOKS = ("周末给孩子念书的人", "绘本角有三百本书，周末没有人念。想有人每周来一个上午。")
DID = "两个人跑了三个晚上，换了十九支灯管、二十六个插座，旧的带走了。"


class CheckIn:
    """From the list of who should come, to a need taken on, appraised, and told to the unit in numbers."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._units: dict[str, Any] = {}
        self._came: dict[str, Any] = {}
        self._needs: list[Any] = []
        self._members: list[tuple[Actor, Any]] = []
        self._claim: Any = None
        self.plan: Plan = [
            (200, self._list), (198, self._units_come), (190, self._members_come), (182, self._ask),
            (180, self._claim_it), (170, self._serve), (168, self._judge), (166, self._feed_back), (150, self._tell),
            (7, self._claim_another),
        ]  # fmt: skip

    def _list(self) -> None:
        plans = [NewBody("resident_unit", f"{self._home.name}{unit}", self._home.place) for unit in UNITS]
        self._units = dict(zip(UNITS, bodies.create_bodies(actor=BY, plans=plans), strict=True))
        seat_in(self._units[POWER], "秦师傅", "班长")
        given = {"actor": self._home.one, "place_id": self._home.place.pk}
        paper = f"街道党工委报到名单 {self._home.date(200).year}-2 号"
        services.set_base(**given, kind="unit", many=len(UNITS) + 1, paper=paper)
        services.set_base(**given, kind="member", many=MEMBERS, paper=paper)

    def _units_come(self) -> None:
        there = [self._home.body("resident_unit"), *(body for unit, body in self._units.items() if unit != ABSENT)]
        for body in there:
            self._came[body.name] = services.check_in(
                actor=self._home.two, place_id=self._home.place.pk, body_id=body.pk, alliance=True
            )

    def _members_come(self) -> None:
        units = [body for unit, body in self._units.items() if unit != ABSENT]
        for n in range(CAME):
            me = Actor(person_id=people.reporter().pk)
            row = services.check_in(
                actor=me, place_id=self._home.place.pk, body_id=units[n % len(units)].pk, person_id=me.person_id
            )
            self._members.append((me, row))

    def _ask(self) -> None:
        for (title, text), purpose in ((LAMPS, "elderly"), (BOOKS, "children")):
            self._needs.append(
                needs.raise_need(
                    actor=self._home.two, place_id=self._home.place.pk, title=title, text=text, purpose=purpose,
                    origin="staff", people=[people.reporter().pk for _n in range(3)],
                )
            )  # fmt: skip

    def _power(self) -> Actor:
        return organisations.actor_for(organisations.holders(self._units[POWER].pk)[0].person_id)

    def _claim_it(self) -> None:
        row = self._came[self._units[POWER].name]
        self._claim = services.claim_need(actor=self._power(), registration_id=row.pk, need_id=self._needs[0].pk)

    def _serve(self) -> None:
        services.move_claim(actor=self._power(), claim_id=self._claim.pk, move="serve", note=DID)

    def _judge(self) -> None:
        services.move_claim(actor=self._home.two, claim_id=self._claim.pk, move="judge", verdict="helped")

    def _feed_back(self) -> None:
        services.move_claim(actor=self._home.one, claim_id=self._claim.pk, move="feed_back")
        needs.move_need(actor=self._home.two, need_id=self._needs[0].pk, move="otherwise", reason="供电班组换好了。")

    def _tell(self) -> None:
        for unit in (POWER, "小学", "社康中心"):
            services.report_back(
                actor=self._home.one, place_id=self._home.place.pk, body_id=self._units[unit].pk,
                since=self._home.date(200), until=self._home.date(151),
            )  # fmt: skip

    def _claim_another(self) -> None:
        me, row = self._members[0]
        services.claim_need(actor=me, registration_id=row.pk, need_id=self._needs[1].pk)
