"""The same matter by every door is the same case, and what kind of matter it is decides its way."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from tests.world import World

from gongzhi.cases import services as cases
from gongzhi.cases.models import Case
from gongzhi.cases.rules import intake_class
from gongzhi.cases.services import NewCase
from gongzhi.cases.words import INTAKE_CLASSES
from gongzhi.duties.models import Duty
from gongzhi.exchange import services
from gongzhi.exchange.services import Intake
from gongzhi.kernel.actor import system
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.services import load_starting_list
from gongzhi.record.models import Fact

TEXT = "外墙渗水，卧室墙都湿了"


def by_door(world: World, door: str, matter: str) -> Case:
    """The same words about the same place, on the web, by telephone, at the counter, or out of a list."""
    place = world.places["440305007010"]
    if door == "import":
        row = {"id": "1", "body": TEXT, "matter": matter, "kind": "投诉", "phone": "13800000009"}
        services.import_cases([(2, row)], Intake("表", place.pk))
        return Case.objects.latest("id")
    new = NewCase(text=TEXT, place_id=place.pk, intake="complaint", matter=matter, channel=door, phone="13800000009")
    return cases.report_case(actor=None if door == "web" else world.actor("worker"), new=new).case


def seen(case: Case) -> dict[str, Any]:
    """Everything about a case but who carried it in, and its numbers."""
    case.refresh_from_db()
    fields = (
        "text",
        "intake",
        "matter",
        "tier",
        "place_id",
        "community_id",
        "street_id",
        "state",
        "level",
        "holder_id",
    )
    clocks = Duty.objects.filter(about_label="cases.case", about_id=case.pk).order_by("id")
    facts = Fact.objects.filter(about_label="cases.case", about_id=case.pk).exclude(kind="exchange.row_imported")
    return {
        **{name: getattr(case, name) for name in (*fields, "is_open", "outcome", "reporter_id", "due_at")},
        "clocks": list(clocks.values_list("kind", "body_id", "state", "due_at", "yellow_at", "red_at")),
        "facts": list(facts.order_by("id").values_list("kind", flat=True)),
    }


@pytest.mark.row("D15")
@pytest.mark.parametrize("matter", ["FW01", ""])
def test_the_same_case_by_every_door_is_in_the_same_state(street: World, matter: str) -> None:
    made = {door: by_door(street, door, matter) for door in ("web", "phone", "counter", "reception", "import")}
    assert len({case.pk for case in made.values()}) == 5
    first = seen(made["web"])
    for door, case in made.items():
        assert seen(case) == first, door
        assert case.channel == door


@pytest.mark.row("D15")
def test_it_ends_the_same_whether_judged_on_the_web_by_receipt_or_by_telephone(street: World) -> None:
    ends = []
    for door, judged in (("web", "web"), ("counter", "receipt"), ("phone", "telephone"), ("import", "telephone")):
        case = by_door(street, door, "FW01")
        street.move("worker", case, "accept")
        street.move("worker", case, "answer", answer="防水重做了", outcome="solved")
        if judged == "telephone":
            cases.read_out(actor=street.actor("officer"), case_id=case.pk, solved=True, satisfied=4)
        else:
            who = street.reporter(case)
            cases.judge(actor=who, case_id=case.pk, solved=True, satisfied=4, channel=judged)
        ends.append(seen(case))
    assert ends[0]["state"] == "solved" and all(end == ends[0] for end in ends)


# What people say, how many say it, and which of the four classes somebody who reads it would put it in.
LABELLED = (
    ("居民医保什么时候交，异地看病怎么报销", 1, "policy"),
    ("八十岁的高龄津贴怎么领", 1, "policy"),
    ("居住证到期了怎么续", 1, "policy"),
    ("公积金提取要什么条件", 1, "policy"),
    ("今年入学的学区怎么划分", 1, "policy"),
    ("驾照换证在哪里办", 1, "policy"),
    ("养老保险的退休待遇怎么算", 1, "policy"),
    ("婚姻登记要带什么", 1, "policy"),
    ("卧室天花板漏水，请帮忙看看", 1, "need"),
    ("单元门禁坏了，进不去", 1, "need"),
    ("老旧小区改造，希望把我们院排进去", 1, "need"),
    ("独居老人需要人上门看看", 1, "need"),
    ("突发停水，家里有婴儿", 1, "need"),
    ("建议给小区装健身器材", 1, "need"),
    ("想申请低保和临时救助", 1, "need"),
    ("希望加装电梯", 1, "need"),
    ("物业费涨了，收取标准没公示", 1, "appeal"),
    ("楼上装修噪声，中午也在敲", 1, "appeal"),
    ("健身房预付卡退费没人理", 1, "appeal"),
    ("公司拖欠工资两个月", 1, "appeal"),
    ("楼道堆放杂物，说了没用", 1, "appeal"),
    ("广场舞音响扰民", 1, "appeal"),
    ("流动摊贩占道经营", 1, "appeal"),
    ("外卖餐饮吃坏肚子，店家不认", 1, "appeal"),
    ("有人堵塞消防通道", 1, "governance"),
    ("一直有人高空抛物", 1, "governance"),
    ("这里在搞传销", 1, "governance"),
    ("有人无证行医", 1, "governance"),
    ("楼里有群租房，隔成八间", 1, "governance"),
    ("违规搭建，楼顶盖了房", 1, "governance"),
    ("搅拌站的噪声和粉尘，整片小区都受影响", 40, "governance"),
    ("物业服务不到位，很多家都反映", 25, "governance"),
)
MANY = 10  # voices from which the fixture's reader spoke of a problem of all


def classed(text: str, voices: int) -> str:
    """The class that the house gives: by the list's usual kind for what the words speak of, and by how many say it."""
    found = mandates.suggest(text, n=1)
    kind = found[0][0].kind if found else "help"
    return intake_class(kind, is_collective=voices >= MANY)


@pytest.mark.row("E13")
def test_the_confusion_matrix_of_the_four_classes(db: None) -> None:
    load_starting_list(system("tests.exchange"))
    matrix = Counter((label, classed(text, voices)) for text, voices, label in LABELLED)
    right = sum(count for (label, found), count in matrix.items() if label == found)
    assert {label for label, _found in matrix} == set(INTAKE_CLASSES)
    assert right / len(LABELLED) >= 0.8, dict(matrix)
    for label in INTAKE_CLASSES:  # no class is lost in another
        row = {found: count for (said, found), count in matrix.items() if said == label}
        assert max(row, key=lambda found: row[found]) == label, (label, row)
    for policy_or_governance in (("policy", "governance"), ("governance", "policy")):
        assert matrix[policy_or_governance] == 0, dict(matrix)


@pytest.mark.row("E13")
def test_the_class_decides_the_way(db: None) -> None:
    """A question goes to a desk that answers; a danger may skip rungs; needs and appeals begin where people live."""
    load_starting_list(system("tests.exchange"))
    ways: dict[str, list[Any]] = {name: [] for name in INTAKE_CLASSES}
    for text, voices, label in LABELLED:
        found = mandates.suggest(text, n=1)
        if found and classed(text, voices) == label:
            ways[label].append(found[0][0])
    assert {m.start for m in ways["policy"]} <= {"community", "street"}
    assert {m.start for m in ways["need"] + ways["appeal"]} <= {"building", "grid", "community"}
    assert any(m.urgent for m in ways["governance"]) and not any(m.urgent for m in ways["policy"])
