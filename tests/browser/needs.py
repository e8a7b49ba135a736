"""A community's needs and resources, matched, used and claimed, so that their pages have something to show."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.browser.town import COMMUNITY, Town

from gongzhi.kernel import clock
from gongzhi.people import services as people
from gongzhi.projects import services as projects

# What people wrote, in the language in which they wrote it.
SAID = (
    "放学后有个写作业的地方", "三点半到六点没人管。", "写作业的教室", "加一部电梯",
    "楼体结构查过，加不了", "结构安全鉴定报告", "折叠桌椅", "用完打扫", "十个孩子有地方写作业了。", "作业", "写作",
)  # fmt: skip


def listed(town: Town) -> dict[str, Any]:
    """One need with a match, one that cannot be done, and the resource that is used for the first."""
    world = town.world
    worker, place = world.actor("worker"), world.places[COMMUNITY].pk
    raised = {"actor": worker, "place_id": place}
    people_ids = [people.reporter().pk for _ in range(3)]
    need = projects.raise_need(
        **raised, title="放学后有个写作业的地方", purpose="children", text="三点半到六点没人管。", people=people_ids
    )
    other = projects.raise_need(**raised, title="写作业的教室", purpose="children", people=people_ids[:1])
    projects.merge_needs(actor=worker, need_id=other.pk, into_id=need.pk)
    over = projects.raise_need(**raised, title="加一部电梯", purpose="facilities")
    projects.move_need(
        actor=worker, need_id=over.pk, move="cannot", reason="楼体结构查过，加不了", ground="结构安全鉴定报告"
    )
    new = projects.NewOffer(
        "goods", "折叠桌椅", "children", 40, "piece", clock.today().date() + timedelta(days=60), limits="用完打扫",
        given_away=True,
    )  # fmt: skip
    row = projects.offer_resource(actor=worker, place_id=place, body_id=world.body_of("worker").pk, new=new)
    projects.accept_match(actor=worker, need_id=need.pk, resource_id=row.pk)
    used = projects.use_resource(actor=worker, resource_id=row.pk, about=need.ref, amount=10)
    projects.note_effect(actor=worker, booking_id=used.pk, text="十个孩子有地方写作业了。")
    came = projects.check_in(actor=world.actor("manager"), place_id=place, body_id=world.body_of("manager").pk)
    projects.claim_need(actor=world.actor("manager"), registration_id=came.pk, need_id=need.pk)
    return {"need": need, "resource": row, "came": came}
