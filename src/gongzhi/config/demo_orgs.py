"""The demonstration's social organisations: filed, assessed by what they showed, one again on appeal, one expired."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongzhi.assessments import services as assessments
from gongzhi.assessments.services import standing
from gongzhi.config.demo_home import Home, Plan
from gongzhi.kernel.actor import Actor, system
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as bodies
from gongzhi.people import services as people

BY = system("config.demo")
CARE, LAMP, YOUTH = "榕荫为老服务社", "邻里灯社工服务社", "拾光青少年服务社"
PEOPLE = {CARE: "何桂兰", LAMP: "周远航", YOUTH: "沈嘉禾"}
KEY, TITLE = "social_org", "社区社会组织评估办法"
LOWER = (("3A", 780), ("2A", 680), ("1A", 580))
# One record a quarter says as much as ten loose ones.
QUARTERLY = {"order.meetings": {"each": 50}, "work.activities": {"each": 50}}
TRIED, HELD = 1, 3  # years that a grade holds: under the scheme on trial, and under the one that followed
Shown = tuple[str, str, str, int | None]

BASE: tuple[Shown, ...] = (
    ("base.papers", "document", "章程、登记证书和去年的年报", None),
    ("base.room", "visit", "党群中心二楼有固定的活动室，墙上有值班表", None),
    ("order.accounts", "document", "每季度在公示栏和网页贴一次账", None),
    ("said.complaints", "document", "投诉登记本：三件都有答复和回访", None),
)
VISIT: Shown = ("order.accounts", "visit", "现场翻了两个季度的账本，和公示对得上", None)
SHOWN: dict[str, tuple[Shown, ...]] = {
    CARE: (
        *BASE, VISIT,
        ("order.meetings", "record", "上半年理事会的记录", None),
        ("order.meetings", "record", "下半年理事会的记录", None),
        *(("work.activities", "record", f"第{n}季度为老服务的记录和签到表", None) for n in "一二三四"),
        ("work.people", "figure", "服务台账：长期服务的老人", 163), ("said.satisfied", "survey", "入户问卷", 86),
    ),
    LAMP: (
        *BASE,
        ("order.meetings", "record", "上半年理事会的记录", None), ("order.meetings", "record", "换届会议的记录", None),
        *(("work.activities", "record", f"第{n}季度社工个案和小组的记录", None) for n in "一二三四"),
        ("work.people", "figure", "服务台账：个案和小组的参加人", 88), ("said.satisfied", "survey", "电话回访", 84),
    ),
    YOUTH: (
        *BASE, VISIT,
        ("order.meetings", "record", "全年理事会的记录", None), ("order.meetings", "record", "家长代表会的记录", None),
        *(("work.activities", "record", f"{n}的活动记录", None) for n in ("寒假", "春季", "暑假")),
        ("work.people", "figure", "报名表：常来的孩子", 64), ("said.satisfied", "survey", "家长问卷", 91),
    ),
}  # fmt: skip
APPEAL = "核对的人来那天，账本送去审计了，没有看到。现在拿回来了，请再来看一次。"
REPLY = "社区的人又去看了账本，和公示的账对得上，这一项得分，重新算了等级，再公示七天。"


class Organisations:
    """Files the three, lets them show what they do, and keeps the assessments that came of it."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.bodies: dict[str, Any] = {}
        self.rows: dict[str, Any] = {}
        self.plan: Plan = [
            (394, self._file), (393, self._try_out), (391, lambda: self._show([YOUTH])),
            (389, lambda: self._grade([YOUTH])), (378, lambda: self._hold([YOUTH])),
            (376, self._publish), (375, lambda: self._open([CARE, LAMP])), (372, lambda: self._show([CARE, LAMP])),
            (369, lambda: self._grade([CARE, LAMP])), (366, self._appeal), (364, self._settle),
            (358, lambda: self._hold([CARE])), (352, lambda: self._hold([LAMP])), (9, self._expire),
        ]  # fmt: skip

    def actor(self, name: str) -> Actor:
        """The person who answers for the organisation."""
        return organisations.actor_for(organisations.holders(self.bodies[name].pk)[0].person_id)

    def _file(self) -> None:
        for n, (name, person) in enumerate(PEOPLE.items(), 1):
            body = bodies.create_body(actor=BY, kind="social_org", name=name, place_id=self._home.place.pk)
            seat_in(body, person, "负责人")
            standing.file_body(actor=self._home.two, body_id=body.pk, paper=f"备案表 A{n} 号")
            self.bodies[name] = body

    def _try_out(self) -> None:
        self._scheme(f"{TITLE}（试行）", TRIED)
        self._open([YOUTH])

    def _publish(self) -> None:
        self._scheme(TITLE, HELD)

    def _scheme(self, title: str, years: int) -> None:
        content = assessments.starting_content(lower=LOWER) | {"valid_years": years}
        rows = [row | QUARTERLY.get(row["key"], {}) for row in content["indicators"]]
        office = next(seat.body_id for seat in self._home.officer.seats if seat.body_kind == "street_office")
        self._used = assessments.publish_scheme(
            actor=self._home.officer, body_id=office, key=KEY, title=title, content=content | {"indicators": rows}
        )

    def _open(self, names: Iterable[str]) -> None:
        period = (self._home.date(394 + 365), self._home.date(395))
        for name in names:
            self.rows[name] = assessments.open_assessment(
                actor=self._home.officer, body_id=self.bodies[name].pk, scheme_id=self._used.pk, period=period
            )

    def _show(self, names: Iterable[str]) -> None:
        for name in names:
            for shown in SHOWN[name]:
                self._put(name, shown)

    def _put(self, name: str, shown: Shown) -> None:
        indicator, kind, text, amount = shown
        row = assessments.put_evidence(
            actor=self.actor(name), assessment_id=self.rows[name].pk, indicator=indicator, kind=kind, text=text,
            amount=amount,
        )  # fmt: skip
        assessments.confirm_evidence(actor=self._home.two, evidence_id=row.pk)

    def _grade(self, names: Iterable[str]) -> None:
        for name in names:
            for act in (assessments.grade, assessments.notice):
                act(actor=self._home.officer, assessment_id=self.rows[name].pk)

    def _appeal(self) -> None:
        assessments.appeal(actor=self.actor(LAMP), assessment_id=self.rows[LAMP].pk, text=APPEAL)
        self._put(LAMP, VISIT)

    def _settle(self) -> None:
        assessments.settle_appeal(actor=self._home.officer, assessment_id=self.rows[LAMP].pk, reply=REPLY)

    def _hold(self, names: Iterable[str]) -> None:
        for name in names:
            assessments.put_in_force(actor=self._home.officer, assessment_id=self.rows[name].pk)

    def _expire(self) -> None:
        assessments.expire_due()


def seat_in(body: Any, name: str, title: str) -> int:
    """Somebody who sits in a body and acts for it."""
    person = people.reporter(name=name).pk
    seat = bodies.create_seat(actor=BY, body_id=body.pk, role="org_member", title=title, source="演示")
    bodies.seat_person(actor=BY, seat_id=seat.pk, person_id=person, source="演示")
    return int(person)
