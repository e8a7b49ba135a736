"""The demonstration's elder for whom many hands work: a matter shared by lanes, three of them, then four."""

from __future__ import annotations

from typing import Any

from gongzhi.cases import services as cases
from gongzhi.cases.services import NewCase
from gongzhi.config.demo_home import Home, Plan, neighbour
from gongzhi.config.demo_orgs import CARE, LAMP, Organisations
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.projects import services

SAID = "三栋有位八十多岁的独居老人，这几天没下楼，敲门应得很慢，家里没人照顾，想请社区去看看。"
ASKED = "13720000900"
TITLE = "三栋独居老人的照看"


class Linkage:
    """One workspace, in which each party does only what is its own."""

    def __init__(self, home: Home, orgs: Organisations) -> None:
        self._home, self._orgs = home, orgs
        self.case: Any = None
        self.space: Any = None
        self.plan: Plan = [
            (43, self._report), (42.95, self._accept), (42.8, self._open), (42.75, self._three), (42.7, self._answer),
            (41, self._judge), (37, self._follow), (33, self._four), (27, self._help), (12, self._so_far),
        ]  # fmt: skip

    def _report(self) -> None:
        new = NewCase(SAID, self._home.place.pk, matter="MS02", where="3 栋")
        self.case = cases.report_case(actor=neighbour(ASKED), new=new).case

    def _accept(self) -> None:
        cases.move_case(actor=self._home.two, case_id=self.case.pk, move="accept")

    def _open(self) -> None:
        self.space = services.open_workspace(
            actor=self._home.two, about=Ref("cases.case", self.case.pk), body_id=self._home.committee,
            place_id=self._home.place.pk, title=TITLE,
        )  # fmt: skip
        self._join("community", self._home.committee)
        self._join("social_org", self._orgs.bodies[CARE].pk)
        self._join("social_worker", self._orgs.bodies[LAMP].pk)

    def _three(self) -> None:
        self._act(self._home.two, "raise", "老人腿脚不便，子女在外地，一天只吃一顿；愿意让人上门。")
        self._act(self._orgs.actor(LAMP), "assess", "上门看过：能自己起身，记性还好，浴室没有扶手，药分不清早晚。")
        self._act(self._orgs.actor(CARE), "plan", "每天中午送一份软饭，周二、周五帮着擦洗；浴室装两根扶手。")

    def _answer(self) -> None:
        cases.move_case(
            actor=self._home.two, case_id=self.case.pk, move="answer", outcome="solved",
            answer="当天去看了，老人平安。从明天起社区、社会组织和社工一起照看：送餐、擦洗、装扶手，每周打电话。",
        )  # fmt: skip

    def _judge(self) -> None:
        cases.judge(actor=neighbour(ASKED), case_id=self.case.pk, solved=True, satisfied=5)

    def _follow(self) -> None:
        self._act(self._orgs.actor(CARE), "serve", "送餐五天，扶手装好了，试过承重。")
        self._act(self._orgs.actor(LAMP), "follow_up", "和女儿通了电话，约好每周日视频；药盒按早中晚分好了。")

    def _four(self) -> None:
        services.switch_template(actor=self._home.one, workspace_id=self.space.pk, template="four")
        self._join("volunteers", self._home.body("volunteer_team").pk)
        self._act(self._home.two, "coordinate", "周末没有人送餐，请志愿队接上；楼栋长有备用钥匙。")

    def _help(self) -> None:
        team = self._home.body("volunteer_team")
        lead = organisations.actor_for(organisations.holders(team.pk)[0].person_id)
        self._act(lead, "help", "四位邻居排了班，周六、周日中午各去一位，陪着吃完再走。")

    def _so_far(self) -> None:
        self._act(self._orgs.actor(CARE), "report", "一个月送餐二十二份，老人胖了三斤，自己下楼晒过两回太阳。")

    def _join(self, lane: str, body_id: int) -> None:
        services.join_lane(actor=self._home.two, workspace_id=self.space.pk, lane=lane, body_id=body_id)

    def _act(self, actor: Actor, act: str, text: str) -> None:
        services.act_in_lane(actor=actor, workspace_id=self.space.pk, act=act, text=text)
