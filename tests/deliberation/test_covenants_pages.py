"""The pages of rule texts: read, compare, propose, promise; the desk's steps; nobody's registration is asked."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.deliberation import covenants as living
from tests.deliberation.covenants import CONSULTED, DAY, DECIDED, drafted
from tests.deliberation.test_covenant_life import held as held
from tests.deliberation.test_covenants import _held

from gongzhi.deliberation.models import CovenantPledge, Edition, Proposal, Welcome
from gongzhi.deliberation.selectors import covenants as reading
from gongzhi.deliberation.services.covenants import NewClause
from gongzhi.kernel import clock
from gongzhi.people.models import Person

pytestmark = pytest.mark.django_db


def _sign_in(client, street, key):
    client.force_login(Person.objects.get(pk=street.people[key]), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(client, name, *given, query=""):
    response = client.get(reverse(name, args=given) + query)
    assert response.status_code == 200, response.content[:300]
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.row("H05")
def test_somebody_who_is_registered_nowhere_does_everything_but_elections(street, client):
    one = drafted(street)
    here = "?at=440305007010"
    page = _page(client, "newcomers", query=here)
    assert "不问户籍" in page and "我愿意来坐" in page and reverse("covenants") in page
    assert client.post(reverse("newcomers_pool") + here).status_code == 302
    assert Welcome.objects.filter(until=None).count() == 1 and "退出，不再请我" in _page(
        client, "newcomers", query=here
    )
    client.post(reverse("newcomers_pool") + here, {"back": "1"})
    assert not Welcome.objects.filter(until=None).exists()
    sent = {"asks": "add", "text": "楼道里不抽烟。", "why": "有孩子"}
    assert client.post(reverse("covenant_propose", args=[one.pk]), sent).status_code == 302
    assert Proposal.objects.get().person.username is None, "nobody had to open an account"
    assert "楼道里不抽烟" in _page(client, "covenant", one.pk)
    mine = Proposal.objects.get()
    assert client.post(reverse("covenant_withdraw", args=[mine.pk])).status_code == 302
    in_force = _held(street, "neighbour_pact", "NYHY", "worker", NewClause("互相照应。"))
    client.post(reverse("covenant_pledge", args=[in_force.pk]))
    assert CovenantPledge.objects.count() == 1 and "收回我的承诺" in _page(client, "covenant", in_force.pk)
    client.post(reverse("covenant_pledge", args=[in_force.pk]), {"back": "1"})
    assert not CovenantPledge.objects.exists()
    assert not [f.name for f in Person._meta.get_fields() if "hukou" in f.name or "regist" in f.name]


def test_what_is_wrong_in_a_proposal_is_said_and_kept(street, client):
    one = drafted(street)
    url = reverse("covenant_propose", args=[one.pk])
    answer = client.post(url, {"asks": "add", "text": "给 13812345678 打电话"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "有 1 处要改" in page and "13812345678" in page
    assert client.post(url, {"asks": "add", "text": " "}).status_code == 422
    assert client.post(f"{url}?clause=1", {"asks": "change", "text": "十一点以后安静。"}).status_code == 302
    assert client.get(reverse("covenant", args=[999])).status_code == 404
    assert client.get(reverse("covenant_pledge", args=[one.pk])).status_code == 405
    assert client.post(reverse("covenant_pledge", args=[one.pk])).status_code == 403


@pytest.mark.row("B13")
def test_the_day_that_is_asked_for_has_its_own_rules(street, client, held):
    listed = _page(client, "covenants", query="?at=440305007010")
    assert "residents_covenant" in listed and "位次 3" in listed
    early = _page(client, "covenants", query="?at=440305007010&on=2023-12-31")
    assert "那天还没有生效的规矩" in early
    text = _page(client, "covenant", held.pk)
    assert "备 9" in text and "楼道不堆杂物" in text and "我承诺照着做" in text
    assert "打印这一张" in _page(client, "covenant_notice", held.pk)
    assert _page(client, "covenants", query="?on=rubbish&at=440305007010")


@pytest.mark.row("B11")
def test_the_desk_walks_every_step_and_reads_what_is_missing(street, client):
    one = drafted(street)
    assert client.get(reverse("covenants_desk")).status_code == 302, "the desk is for those who hold a seat"
    _sign_in(client, street, "worker")
    assert "要公开征求意见到" in _page(client, "covenants_desk")
    edit = reverse("covenant_text", args=[one.pk])
    sent = {"text": "遛狗牵绳，随手清理，夜里也一样。", "seen": one.version}
    assert client.post(f"{edit}?clause=3", sent).status_code == 302
    assert client.post(f"{edit}?clause=3", sent).status_code == 422, "somebody has written in between"
    assert "改了的" in _page(client, "covenant_changes", one.pk, 2) and "夜里也一样" in _page(
        client, "covenant_desk", one.pk
    )
    with clock.at(CONSULTED):
        act = lambda move, **more: client.post(reverse("covenant_act", args=[one.pk, move]), more)  # noqa: E731
        assert act("submit").status_code == 302
        assert "记审看意见" in _page(client, "covenant_desk", one.pk)
        assert "还缺：法律顾问审看。" in _page(client, "covenant_act", one.pk, "put_to_vote")
        for who in ("party", "adviser"):
            client.post(reverse("covenant_review", args=[one.pk]), {"by_whom": who, "outcome": "agree"})
        wrong = act("put_to_vote", rule="residents_assembly", opens="2026-10-10", closes="2026-10-01")
        assert wrong.status_code == 422
        right = act("put_to_vote", rule="residents_assembly", opens="2026-10-10", closes="2026-10-20")
        assert right.status_code == 302, right.content.decode()[-800:]
        assert "投票还没有核定结果" in _page(client, "covenant_desk", one.pk)
        assert act("receive", receipt="x").status_code == 302, "not now: back to the page, with a word"
    assert Edition.objects.get().state == "voting"


@pytest.mark.row("B11")
def test_filing_posting_and_starting_in_the_browser(street, client):
    one = drafted(street)
    living.reviewed(street, one)
    living.voted(street, one)
    at = lambda key: _sign_in(client, street, key)  # noqa: E731
    do = lambda move, **more: client.post(reverse("covenant_act", args=[one.pk, move]), more).status_code  # noqa: E731
    with clock.at(DECIDED):
        at("worker")
        assert [do("pass"), do("send")] == [302, 302]
        assert do("receive", receipt="自己的") == 403
        at("officer")
        assert do("receive", receipt="") == 422 and do("receive", receipt="粤海备 7 号") == 302
        at("worker")
        assert do("post", day=DECIDED.date().isoformat()) == 302
    later = DECIDED + 16 * DAY
    with clock.at(later):
        assert do("start", day=(later - DAY).date().isoformat()) == 422
        assert do("start", day=later.date().isoformat()) == 302
        assert "粤海备 7 号" in _page(client, "covenant", one.pk)
        assert reading.rule_here(street.places["NYHY3"], "residents_covenant", later.date()).pk == one.pk
        assert "按种子抽样" in _page(client, "covenant_survey", one.pk)
        assert "记到楼栋为止" in _page(client, "covenant_remind", one.pk)
    client.cookies.clear()


def test_english_pages_speak_english(street, client, held):
    client.cookies["django_language"] = "en"
    for name, given in (("covenants", ()), ("covenant", (held.pk,)), ("newcomers", ())):
        page = _page(client, name, *given, query="?at=440305007010")
        main = page.split("<main", 1)[1].split("</main>", 1)[0]
        ours = re.sub(r"南油社区|粤海街道|3 栋|楼道不堆杂物。|遛狗牵绳。|备 9|大会", "", re.sub("<[^>]+>", "", main))
        assert not re.findall(r"[\u4e00-\u9fff]+", ours), re.findall(r"[\u4e00-\u9fff]+", ours)


def test_a_text_that_exists_is_registered_with_its_papers(street, client):
    _sign_in(client, street, "worker")
    sent = {
        "rule_kind": "residents_covenant", "keeper": street.body_of("worker").pk, "title": "南油社区居民公约",
        "text": "遛狗牵绳。\n\n乱扔垃圾的罚款五十元。", "source": "2025 年 3 月居民会议", "receipt": " ",
        "received_on": "2025-03-10", "in_force_from": "2025-04-01",
    }  # fmt: skip
    url = reverse("covenant_register")
    assert client.post(url, sent).status_code == 422, "no receipt, no register"
    assert client.post(url, sent | {"receipt": "粤海备 3 号"}).status_code == 302
    made = Edition.objects.get()
    page = _page(client, "covenant_desk", made.pk)
    assert made.state == "in_force" and "罚款五十元" in page and "《行政处罚法》第十六条" in page
    wrong = sent | {"receipt": "粤海备 4 号", "rule_kind": "owners_covenant"}
    assert client.post(url, wrong).status_code == 422, "an owners' covenant belongs to an estate"
