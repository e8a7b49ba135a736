"""Pages of purchases, venture calls, facilities and workspaces: what everybody reads, and acts without scripts."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.projects.partners_world import DAY, Partner, graded, organisation
from tests.projects.test_facilities import MON, Canteen
from tests.projects.test_linkage import Shared
from tests.projects.test_ventures import AFTER, Call
from tests.reading import client_of, text
from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.projects.models import Agreement, Tender, VentureCall
from gongzhi.projects.selectors import partners

pytestmark = pytest.mark.django_db


def test_a_purchase_by_pages(street: World):
    life = Partner(street, kind="purchase", cost=8_000_000).fixed()
    desk, anyone = client_of(life.one), client_of(None)
    draw = reverse("purchase_draw", args=[life.id])
    given = {
        "basis": "inquiry",
        "paper": "计划 9 号",
        "grades": "5A、4A",
        "items": "助餐，200，人次，5万元",
        "closes": "2026-09-08",
    }
    assert "第 1 行看不懂" in text(desk.post(draw, given | {"items": "助餐"}), 422)
    assert "清单拟好了" in text(desk.post(draw, given, follow=True))
    row = Tender.objects.get()
    assert row.items.get().cap == 5_000_000
    assert anyone.get(reverse("purchase", args=[row.pk])).status_code == 404
    assert "公开了" in text(desk.post(reverse("purchase_act", args=[row.pk, "publish"]), follow=True))
    assert "助餐 200 人次" in text(anyone.get(reverse("purchase", args=[row.pk])))
    bid = reverse("purchase_bid", args=[row.pk])
    org = graded(street, organisation(street, "四级社"), "4A")
    assert "交报价" in text(client_of(org.one).get(reverse("purchase", args=[row.pk])))
    assert "报价收到了" in text(client_of(org.one).post(bid, {"price": "4.9万元", "text": "每周三次"}, follow=True))
    assert client_of(life.two).get(bid).status_code == 403
    assert anyone.get(bid).status_code == 302
    assert "四级社" not in text(anyone.get(reverse("purchase", args=[row.pk])))  # not before the close
    with clock.at(MONDAY + 2 * DAY):
        assert "截止了" in text(desk.post(reverse("purchase_act", args=[row.pk, "close"]), follow=True))
        name = reverse("purchase_name", args=[row.pk, partners.bids_of(row.pk)[0].pk])
        assert "等另一个人核准" in text(desk.post(name, follow=True))
        assert "49,000.00" in text(anyone.get(reverse("purchase", args=[row.pk])))
    assert "计划 9 号" in text(anyone.get(reverse("purchases")), 200) or row.project.title in text(
        anyone.get(reverse("purchases"))
    )
    assert client_of(street.actor("neighbour")).get(reverse("purchase_desk", args=[row.pk])).status_code == 403


def test_a_call_by_pages(street: World):
    call = Call(street)
    put = call.scoring()
    desk, anyone = client_of(call.one), client_of(None)
    who = [call.scorer() for _n in range(3)]
    scorer = client_of(who[0])
    seen = text(scorer.get(reverse("venture_scoring", args=[call.row.pk])))
    assert put[0].code in seen and "第甲社" not in seen
    give = reverse("venture_score", args=[call.row.pk, put[0].code])
    assert "每一项都要打分" in text(scorer.post(give, {"c1": "41", "c2": "1"}), 422)
    for row in put:
        for one in who:
            address = reverse("venture_score", args=[call.row.pk, row.code])
            assert "分数记下了" in text(client_of(one).post(address, {"c1": "40", "c2": "60"}, follow=True))
    assert desk.get(give).status_code == 403
    assert anyone.get(reverse("venture_scoring", args=[call.row.pk])).status_code == 403
    assert anyone.get(reverse("venture_file", args=[call.row.pk])).status_code == 404
    assert "打完 3 份，共 3 份" in text(desk.get(reverse("venture_desk", args=[call.row.pk])))
    with clock.at(AFTER):
        assert "结果公布了" in text(desk.post(reverse("venture_act", args=[call.row.pk, "award"]), follow=True))
    page = text(anyone.get(reverse("venture", args=[call.row.pk])))
    assert "第甲社" in page and "300 分，满分 300" in page and "钱不够了" in page
    assert anyone.get(reverse("venture_file", args=[call.row.pk])).json()["threshold"] == 60
    part = partners.tranches_of(call.row.pk)[0]
    assert "等另一个人批" in text(desk.post(reverse("venture_tranche", args=[part.pk, "pay"]), follow=True))
    assert client_of(who[0]).post(reverse("venture_tranche", args=[part.pk, "accept"])).status_code == 403
    given = {"title": "第二次", "text": "一", "criteria": "做得成，60\n要紧，40", "budget": "10万元", "most": "5万元",
             "threshold": "60", "tranches": "60 40",
             "closes": "2026-09-30", "fund_id": ""}  # fmt: skip
    assert "征集发布了" in text(desk.post(reverse("venture_new"), given, follow=True))
    assert VentureCall.objects.get(title="第二次").criteria[0]["name"] == "做得成"
    assert "第二次" in text(anyone.get(reverse("ventures")))


def test_a_facility_by_pages(street: World):
    canteen = Canteen(street)
    one, two, org, anyone = (client_of(a) for a in (canteen.one, canteen.two, canteen.org.one, None))
    agree = reverse("facility_agree", args=[canteen.place.pk])
    given = {"operator_id": canteen.org.body.pk, "since": "2026-09-07", "until": "2027-09-06", "days": ["1", "2"],
             "start": "09:00", "end": "18:00", "least": "95", "deduct": "50", "subsidy": "3000元",
             "paper": "5 号", "warn_days": "30"}  # fmt: skip
    assert "请写成 09:00 这样" in text(one.post(agree, given | {"start": "九点"}), 422)
    assert "等另一个人签" in text(one.post(agree, given, follow=True))
    row = Agreement.objects.get()
    assert row.level["week"]["1"] == [[540, 1080]]
    sign = reverse("agreement_settle", args=[row.pk, "sign"])
    assert "要是两个人" in text(one.post(sign), 422)
    assert "协议生效了" in text(two.post(sign, follow=True))
    log = reverse("agreement_log", args=[row.pk, "open"])
    with clock.at(MONDAY + 2 * DAY):
        given = {"day": MON.isoformat(), "start": "09:00", "end": "17:00"}
        assert "记下了" in text(org.post(log, given, follow=True))
        assert two.post(log, given).status_code == 403
        page = text(anyone.get(reverse("facility", args=[canteen.place.pk])))
        assert "17:00–18:00 关早了" in page and "那天没有开" in page
        rate = reverse("facility_rate", args=[canteen.place.pk])
        assert "谢谢" in text(anyone.post(rate, {"mark": "good"}, follow=True))
        assert org.post(rate, {"mark": "good"}).status_code == 403
    assert "南油长者饭堂" in text(anyone.get(reverse("facilities")))


def test_a_workspace_by_pages(street: World):
    shared = Shared(street)
    one, org = client_of(shared.one), client_of(shared.org.one)
    page = reverse("linkage", args=[shared.row.pk])
    assert "邻里互助社" in text(org.get(page))
    assert client_of(street.actor("neighbour")).get(page).status_code == 403
    assert client_of(None).get(page).status_code == 302
    act = reverse("linkage_act", args=[shared.row.pk])
    assert "请从清单里选做了什么" in text(org.post(act, {"act": "coordinate", "text": "x"}), 422)
    assert "记下了" in text(org.post(act, {"act": "serve", "text": "上门换灯"}, follow=True))
    assert "上门换灯" in text(one.get(page))
    switch = reverse("linkage_switch", args=[shared.row.pk])
    assert org.post(switch, {"template": "four"}).status_code == 403
    assert "几方联动换好了" in text(one.post(switch, {"template": "four"}, follow=True))
    join = reverse("linkage_join", args=[shared.row.pk])
    given = {"lane": "volunteers", "body_id": shared.helpers.body.pk}
    assert "请进来了" in text(one.post(join, given, follow=True))
    assert "独居老人的灯" in text(client_of(shared.helpers.one).get(reverse("linkages")))
    about = street.report()
    new = reverse("linkage_new", args=["case", about.pk])
    assert "空间开好了" in text(one.post(new, {"title": "楼道灯", "template": "three"}, follow=True))
    assert client_of(street.actor("neighbour")).get(new).status_code == 403
