"""The budget's pages: a round walked through by residents and the desk, in both languages, without a script."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.conftest import street as street
from tests.projects.rounds_world import CLOSES, DAY, ENDS, OPENS, Budget, budget_of, person
from tests.reading import client_of
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.projects.models import DisputeAid, ItemSupport, Round, RoundItem
from gongzhi.projects.services import rounds_items


@pytest.fixture
def budget(street: World) -> Budget:
    return budget_of(street)


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_visitor_proposes_supports_and_takes_back_without_an_account(budget: Budget) -> None:
    budget.collecting()
    visitor, at = Client(), [budget.round.pk]
    page = text(visitor.get(reverse("budget_round", args=at)))
    assert "提一件花这笔钱的事" in page and "120,000 元" in page and "第 1 步，共 5 步" in page
    assert text(visitor.get(reverse("budget_propose", args=at))).count("送出我的提案") == 1
    sent = {"title": "北门修坡道", "text": "推车上不去", "purpose": "facilities", "place": str(budget.fund.place_id)}
    wrong = text(visitor.post(reverse("budget_propose", args=at), sent | {"asked": "三万多", "title": ""}), 422)
    assert "请写一句话：想做什么" in wrong and "请写钱数" in wrong and not RoundItem.objects.exists()
    done = text(visitor.post(reverse("budget_propose", args=at), sent | {"asked": "3万元"}, follow=True))
    assert "收到了，编号 1" in done and "这是您提的" in done
    item = RoundItem.objects.get()
    assert item.asked == 3_000_000
    other, part = Client(), [budget.round.pk, item.pk]
    assert "2 人支持" in text(
        other.post(reverse("budget_part", args=[*part, "support"]), {"back": "round"}, follow=True)
    )
    assert "2 人支持" in text(other.post(reverse("budget_part", args=[*part, "support"]), follow=True))
    assert ItemSupport.objects.count() == 2
    assert "1 人支持" in text(other.post(reverse("budget_part", args=[*part, "unsupport"]), follow=True))
    refused = text(other.post(reverse("budget_part", args=[*part, "take_back"]), follow=True))
    assert "只有提的人能收回" in refused and "收回我的提案" not in refused
    assert "您的提案收回了" in text(visitor.post(reverse("budget_part", args=[*part, "take_back"]), follow=True))
    assert "北门修坡道" in text(visitor.get(reverse("budget"))), "what I proposed stands under my own"
    with clock.at(CLOSES + DAY):
        late = text(visitor.get(reverse("budget_propose", args=at), follow=True))
        assert "征集已经截止" in late and "送出我的提案" not in late


def test_the_desk_opens_a_round_and_announces_it(budget: Budget) -> None:
    one = client_of(budget.desk)
    page = text(one.get(reverse("budget_new")))
    assert "社区建设资金" in page and "200,000.00" in page
    pot = f"{budget.fund.pk}:micro_works"
    over = text(one.post(reverse("budget_new"), {"pot": pot, "budget": "30万元", "year": "2026"}), 422)
    assert "只有 200,000.00 元没有占用" in over
    made = text(one.post(reverse("budget_new"), {"pot": pot, "budget": "12万元", "year": "2026"}, follow=True))
    assert "还没有公布" in made
    at = [Round.objects.get().pk]
    assert Client().get(reverse("budget_round", args=at)).status_code == 404, "a draft is nobody's page"
    assert "改总数" in text(one.get(reverse("budget_desk_round", args=at)))
    sent = {"closes": CLOSES.date().isoformat(), "text": "请大家来提"}
    assert "钱已经留好" in text(one.post(reverse("budget_act", args=[*at, "announce"]), sent, follow=True))
    assert "请大家来提" in text(Client().get(reverse("budget_round", args=at)))
    early = text(one.post(reverse("budget_act", args=[*at, "close_proposals"]), follow=True))
    assert "这一步现在不能做" in early, "nobody is cut off before the announced day"


def test_two_people_cost_and_the_desk_puts_to_the_vote(budget: Budget) -> None:
    one, two = client_of(budget.desk), client_of(budget.second)
    budget.collecting()
    first, second, third = (budget.propose(title, person(n)) for n, title in enumerate(("灯", "坡道", "我家的窗"), 1))
    at = [budget.round.pk]
    with clock.at(CLOSES + DAY):
        assert "接着核价" in text(one.post(reverse("budget_act", args=[*at, "close_proposals"]), follow=True))
        for item in (first, second):
            form = reverse("budget_item_act", args=[*at, item.pk, "cost"])
            assert "核定的花费" in text(one.get(form))
            wrong = {"cost": "1000001", "kind": "micro_works", "note": "报价"}
            assert "这一件就超过全部的钱" in text(one.post(form, wrong), 422)
            one.post(form, {"cost": "3万元", "kind": "micro_works", "note": "两家报价"})
            admit = reverse("budget_item_act", args=[*at, item.pk, "admit"])
            assert "现在不能做" in text(one.post(admit, follow=True)), "not the one who costed it"
            assert "上票了" in text(two.post(admit, follow=True))
        refuse = reverse("budget_item_act", args=[*at, third.pk, "refuse"])
        assert "写明了" in text(one.post(refuse, {"ground": "one_household", "why": "只为一户"}, follow=True))
        sent = {"opens": OPENS.date().isoformat(), "ends": ENDS.date().isoformat(), "question": "请勾选"}
        assert "票拟好了" in text(one.post(reverse("budget_act", args=[*at, "put_to_vote"]), sent, follow=True))
        public = text(Client().get(reverse("budget_round", args=at)))
    assert "没有上票的，和为什么" in public and "只为一户" in public and "居民投票" in public
    assert budget.fresh().vote is not None


def test_the_result_says_what_each_loser_lacked_and_holds_both_ways_side_by_side(budget: Budget) -> None:
    budget.voting({"灯": 3_000_000, "坡道": 6_000_000, "树": 3_000_000, "球场": 11_000_000}, 8)
    at = [budget.round.pk]
    assert Client().get(reverse("budget_result", args=at)).status_code == 404
    budget.cast([["4"], ["4"], ["4"], ["4", "1"], ["1", "2"], ["2", "3"], ["3", "1"]]).counted()
    with clock.at(ENDS + DAY):
        early = text(Client().get(reverse("budget_result", args=at)))
        assert "这是初步结果" in early
        desk = text(client_of(budget.desk).post(reverse("budget_act", args=[*at, "carry"]), follow=True))
        assert "结果还没有核定" in desk
    with clock.at(ENDS + 9 * DAY):
        budget.certified_only()
        page = text(Client().get(reverse("budget_result", args=at)))
        assert "没选上的，差多少" in page and re.search(r"再有 \d+ 位支持者，或者便宜 [\d.,]+ (万)?元，就会入选", page)
        assert "平等份额法" in page and "票多先选" in page and "同样的数，列成表" in page
        assert "人得到更多自己选的" in page and "自己选的一项也没有的" in page
        done = text(client_of(budget.desk).post(reverse("budget_act", args=[*at, "carry"]), follow=True))
        assert "项目立好了" in done
        again = text(client_of(budget.desk).post(reverse("budget_act", args=[*at, "carry"]), follow=True))
        assert "这一步现在不能做" in again
        loser = next(row for row in RoundItem.objects.all() if row.state == "passed_over")
        assert "就会入选" in text(Client().get(reverse("budget_item", args=[*at, loser.pk])))


def test_the_call_is_a_paper_with_a_code(budget: Budget) -> None:
    budget.collecting()
    response = Client().get(reverse("budget_call", args=[budget.round.pk]))
    assert response["Content-Type"] == "application/pdf" and response.content.startswith(b"%PDF")
    again = Client().get(reverse("budget_call", args=[budget.round.pk]))
    assert again.content == response.content, "the same round, the same paper"


def test_english_is_complete_on_every_page(budget: Budget) -> None:
    item = budget.collecting().propose("Ramp")
    client = client_of(budget.desk)
    client.cookies["django_language"] = "en"
    rounds_items.check_cost(actor=budget.desk, item_id=item.pk, cost="3万元", kind="micro_works", note="two offers")
    case = budget.world.report(text="leak")
    names = {
        "budget": (), "budget_round": (budget.round.pk,), "budget_propose": (budget.round.pk,),
        "budget_item": (budget.round.pk, item.pk), "budget_desk": (), "budget_new": (),
        "budget_desk_round": (budget.round.pk,), "budget_act": (budget.round.pk, "withdraw"),
        "budget_item_act": (budget.round.pk, item.pk, "refuse"), "support_desk": (),
    }  # fmt: skip
    for name, args in names.items():
        page = client.get(reverse(name, args=args))
        said = text(page)
        assert "Traceback" not in said and page.status_code == 200
    assert client.get(reverse("support_new"), {"case": case.pk}).status_code == 200


def test_strangers_meet_no_desk(budget: Budget) -> None:
    item = budget.collecting().propose("坡道")
    at = [budget.round.pk]
    desks = [
        reverse("budget_desk_round", args=at), reverse("budget_act", args=[*at, "withdraw"]),
        reverse("budget_item_act", args=[*at, item.pk, "cost"]),
    ]  # fmt: skip
    for address in desks:
        assert Client().get(address).status_code == 302
        assert client_of(budget.world.actor("neighbour")).get(address).status_code == 403
        assert client_of(budget.world.actor("manager")).get(address).status_code == 403
        posted = client_of(budget.world.actor("neighbour")).post(address, {"reason": "x"})
        assert posted.status_code == 403
    watcher = client_of(budget.world.actor("watcher"))
    assert watcher.get(desks[0]).status_code == 200
    assert "现在不能做" in text(watcher.post(desks[1], {"reason": "x"}, follow=True))
    assert budget.fresh().state == "collecting"
    elsewhere = reverse("budget_item", args=[budget.round.pk + 1, item.pk])
    assert Client().get(elsewhere).status_code == 404


def test_dispute_money_goes_through_its_desk(budget: Budget) -> None:
    case, asker = budget.world.report(text="楼上漏水"), client_of(budget.desk)
    ask = f"{reverse('support_new')}?case={case.pk}"
    sent = {"use": "appraisal", "fund": str(budget.fund.pk), "amount": "8千元", "payee": "检测公司", "text": "先查清"}
    assert "请写钱数" in text(asker.post(ask, sent | {"amount": "许多"}), 422)
    assert "由另外两个人来定" in text(asker.post(ask, sent, follow=True))
    aid = DisputeAid.objects.get()
    own = asker.post(reverse("support_act", args=[aid.pk, "check"]))
    assert own.status_code == 403
    officer = client_of(budget.world.actor("officer"))
    assert "核过，同意" in text(officer.get(reverse("support_desk")))
    assert "请另一个人来定" in text(officer.post(reverse("support_act", args=[aid.pk, "check"]), follow=True))
    assert "第一遍是您核的" in text(officer.post(reverse("support_act", args=[aid.pk, "grant"]), follow=True))
    second = client_of(budget.second)
    assert "付款等账上的人批" in text(second.post(reverse("support_act", args=[aid.pk, "grant"]), follow=True))
    assert client_of(budget.world.actor("manager")).get(ask).status_code == 403


def test_words_that_name_or_insult_somebody_are_shown_to_nobody_else_and_a_form_sent_twice_is_one(
    budget: Budget,
) -> None:
    budget.collecting()
    visitor, sent = Client(), {"title": "老翟欠钱不还", "text": "他家住三楼", "purpose": "other"}
    propose = reverse("budget_propose", args=[budget.round.pk])
    sent["place"] = str(budget.fund.place_id)
    visitor.post(propose, sent)
    assert "这一件您已经提过了" in text(visitor.post(propose, sent), 422)
    item = RoundItem.objects.get()
    rounds_items.refuse_item(actor=budget.desk, item_id=item.pk, ground="improper", note="请不要写邻居的私事。")
    for address in (
        reverse("budget_round", args=[budget.round.pk]),
        reverse("budget_item", args=[budget.round.pk, item.pk]),
    ):
        page = text(Client().get(address))
        assert "老翟" not in page and "住三楼" not in page and "请不要写邻居的私事" in page
    assert "老翟欠钱不还" in text(visitor.get(reverse("budget_item", args=[budget.round.pk, item.pk])))
    assert "老翟欠钱不还" in text(client_of(budget.desk).get(reverse("budget_desk_round", args=[budget.round.pk])))
