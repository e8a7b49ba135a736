"""The pages of votes: three steps without scripts, the desk's acts, and who may not see what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.reading import client_of, text
from tests.voting.living import CLOSES, DAY, OPENS, OWNERS, Live, committee, live, people_roll, projects
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.voting import services
from gongzhi.voting.models import Ballot, Elector, Mark, UrnBallot, Vote

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def cast_by_page(client: Client, pk: int, given: dict[str, Any]) -> str:
    """Fill in, look over, cast, as a browser without scripts does; the page that comes of it."""
    page = text(client.post(reverse("vote_ballot", args=[pk]), given))
    form = page[page.index('id="cast"') : page.index("</form>", page.index('id="cast"'))]
    fields: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(form):
        fields.setdefault(name, []).append(value)
    return text(client.post(reverse("vote_cast", args=[pk]), fields, follow=True))


@pytest.fixture
def budget(street: World) -> Live:
    return live(street, people_roll(6), rule="equal_shares", title="微实事", options=projects(),
                charter={"budget": 90_000}).opened()  # fmt: skip


def test_three_steps_and_the_word_in_title_heading_and_page(budget: Live) -> None:
    pk, client = budget.vote.pk, client_of(budget.resident(1))
    with clock.at(OPENS + DAY):
        assert "还没投：微实事" in text(client.get(reverse("vote", args=[pk])))
        page = text(client.get(reverse("vote_ballot", args=[pk])))
        assert page.count('type="checkbox"') == 3 and "第 1 步，共 3 步" in page
        done = cast_by_page(client, pk, {"pick": ["lamp", "tree"]})
        assert "票已记下" in done and "已投：微实事" in done
        again = cast_by_page(client, pk, {"pick": ["ramp"]})
        assert "投了不能改" in again
    assert UrnBallot.objects.get().choice == {"picked": ["lamp", "tree"]}


def test_what_is_wrong_is_said_and_kept_and_practice_leaves_nothing(budget: Live) -> None:
    pk, client = budget.vote.pk, client_of(budget.resident(1))
    with clock.at(OPENS + DAY):
        page = text(client.post(reverse("vote_ballot", args=[pk]), {}), 422)
        assert "一项也没选" in page and 'id="error-summary"' in page
        page = text(Client().post(reverse("vote_ballot", args=[pk]), {"practice": "1", "pick": ["lamp"]}))
        assert "什么也没有记下" in page and 'id="cast"' not in page
        assert Client().post(reverse("vote_cast", args=[pk]), {"pick": ["lamp"]}).status_code == 403
    assert not Mark.objects.exists()


@pytest.mark.row("H05")
def test_a_tenant_without_local_registration_votes_and_objects_like_anybody(budget: Live) -> None:
    """The number on the paper opens the ballot: nobody asks for an account, a register or a name."""
    pk, client = budget.vote.pk, Client()
    with clock.at(OPENS + DAY):
        assert "用选票上的号码" in text(client.get(reverse("vote", args=[pk])))
        wrong = text(client.post(reverse("vote_claim", args=[pk]), {"code": "0001-0000-0000"}), 422)
        assert "没有这个号码" in wrong
        code = services.code_of(budget.elector(6))
        assert "还没投" in text(client.post(reverse("vote_claim", args=[pk]), {"code": code}, follow=True))
        assert "票已记下" in cast_by_page(client, pk, {"pick": ["ramp"]})
        assert "微实事" in text(client.get(reverse("votes")))
        said = {"ground": "roll", "text": "我邻居也住这里，名册上没有她"}
        assert "异议收到了" in text(client.post(reverse("vote_object", args=[pk]), said, follow=True))
    assert Mark.objects.get().elector.number == 6


def test_every_rule_has_a_ballot_that_can_be_filled_in(street: World) -> None:
    shapes = {
        "score": ({"score-lamp": "5", "score-ramp": "0"}, {"scores": {"lamp": 5, "ramp": 0}}),
        "ranked": ({"rank-ramp": "1", "rank-lamp": "2"}, {"ranking": ["ramp", "lamp"]}),
        "single": ({"pick": "tree"}, {"picked": ["tree"]}),
    }
    one = live(street, people_roll(2), rule="score", title="选一个", options=projects(), secrecy="roll").opened()
    client = client_of(one.resident(1))
    for number, (rule, (sent, kept)) in enumerate(shapes.items(), 1):
        Vote.objects.filter(pk=one.vote.pk).update(rule=rule)
        with clock.at(OPENS + DAY):
            assert "以最后一次为准" in cast_by_page(client, one.vote.pk, sent)
            page = text(client.get(reverse("vote_ballot", args=[one.vote.pk])))
        assert Ballot.objects.get(number=number).choice == kept
        assert "selected" in page or "checked" in page
    Vote.objects.filter(pk=one.vote.pk).update(rule="ranked")
    with clock.at(OPENS + DAY):
        twice = {"rank-ramp": "1", "rank-lamp": "1"}
        assert "同一个名次" in text(client.post(reverse("vote_ballot", args=[one.vote.pk]), twice), 422)


@pytest.mark.row("B15")
def test_a_vote_is_drawn_up_and_noticed_on_the_desk(street: World) -> None:
    """Draw up, import with a report, freeze, print the papers, note who was served."""
    body_id, desk = committee(street)
    first = client_of(desk[0])
    form = {
        "title": "续聘物业", "rule": "owners", "matter": "manager", "secrecy": "roll",
        "opens": f"{OPENS:%Y-%m-%d}", "closes": f"{CLOSES:%Y-%m-%d}",
    }  # fmt: skip
    assert "请选一个日子" in text(first.post(reverse("vote_draw"), {**form, "opens": "?"}), 422)
    assert "导入" in text(first.post(reverse("vote_draw"), form, follow=True))
    vote = Vote.objects.get()
    assert vote.body_id == body_id
    bad = OWNERS + "9-9,9 栋,,孙,,八十,住宅\n"
    file = SimpleUploadedFile("roll.csv", bad.encode(), content_type="text/csv")
    page = text(first.post(reverse("vote_roll", args=[vote.pk]), {"source": "不动产登记", "file": file}))
    assert "认出 5 人" in page and "第 10 行：面积看不懂" in page and "张一" in page
    text(first.post(reverse("vote_act", args=[vote.pk, "freeze"]), follow=True))
    told = {"how": "signed_for", "agenda_told": "on", "effect_told": "on"}
    assert "新增 5 户" in text(first.post(reverse("vote_notice", args=[vote.pk]), told, follow=True))
    papers = text(first.get(reverse("vote_papers", args=[vote.pk])))
    assert papers.count('class="vt-paper"') == 5 and services.code_of(Elector.objects.get(number=1)) in papers


def test_paper_comes_in_by_number_and_is_entered_by_two(street: World) -> None:
    """The building head hands in numbers and sees no name; two members enter; nobody closes early."""
    one = live(street).opened()
    pk = one.vote.pk
    first, second, collector = client_of(one.desk[0]), client_of(one.desk[1]), client_of(street.actor("head"))
    with clock.at(OPENS + DAY):
        page = text(collector.post(reverse("vote_sheets", args=[pk]), {"numbers": "1-4 99"}))
        assert "收下 4 张" in page and "第 99 号：不在名册上" in page and "张一" not in page
        assert collector.get(reverse("vote_sheet", args=[pk, 1])).status_code == 403
        for number in range(1, 5):
            sent = {"answer-1": "for" if number < 4 else "against"}
            for client in (first, second):
                assert client.post(reverse("vote_sheet", args=[pk, number]), sent).status_code == 302
        assert "已经录好" in text(first.post(reverse("vote_sheet", args=[pk, 1]), sent), 422)
        assert "不能提前结束" in text(first.post(reverse("vote_act", args=[pk, "close"])), 422)
    with clock.at(CLOSES + DAY):
        for name in ("close", "count"):
            text(first.post(reverse("vote_act", args=[pk, name]), follow=True))
        page = text(Client().get(reverse("vote_result", args=[pk])))
        assert "初步结果" in page and "通过了" in page and "votes recount" in page


def test_the_certificate_is_there_as_page_file_and_paper(street: World) -> None:
    one = live(street).opened()
    for phone in ("1", "2", "3", "4"):
        one.cast(one.person(f"1380000000{phone}"), choice={"answers": {"1": "for"}})
    one.result()
    page = text(Client().get(reverse("vote_result", args=[one.vote.pk])))
    assert "程序合规" in page and "张一" not in page and "1-101" not in page
    given = Client().get(reverse("vote_certificate", args=[one.vote.pk])).json()
    assert given["items"]["1"]["outcome"]["verdict"]["state"] == "passed"
    made = Client().get(reverse("vote_certificate_paper", args=[one.vote.pk]))
    assert made.status_code == 200 and made.content[:5] == b"%PDF-"


def test_names_and_rooms_stay_on_the_organisers_desk(street: World) -> None:
    one = live(street).opened()
    for who in ("worker", "secretary", "officer", "head", "watcher"):
        client = client_of(street.actor(who))
        for name in ("vote_roll", "vote_papers"):
            assert client.get(reverse(name, args=[one.vote.pk])).status_code == 403
        assert "张一" not in text(client.get(reverse("desk_vote", args=[one.vote.pk])))
    assert Client().get(reverse("vote_roll", args=[one.vote.pk])).status_code == 302
    stranger = client_of(one.person("13800000001"))
    assert stranger.get(reverse("desk_vote", args=[one.vote.pk])).status_code == 403
    assert Client().get(reverse("vote_result", args=[one.vote.pk])).status_code == 404


def test_a_budgets_result_tells_what_each_loser_lacked_in_both_languages(budget: Live) -> None:
    for number in range(1, 7):
        budget.cast(budget.resident(number), choice={"picked": ["ramp"] if number < 5 else ["lamp", "tree"]})
    budget.result()
    page = text(Client().get(reverse("vote_result", args=[budget.vote.pk])))
    assert "就会入选" in page and "换一种算法会怎样" in page and "买下" in page
    assert 'data-chart="support-data"' in page
    english = Client()
    english.cookies["django_language"] = "en"
    for name in ("vote_result", "vote", "vote_paper"):
        page = text(english.get(reverse(name, args=[budget.vote.pk])))
    assert english.get(reverse("votes")).status_code == 200
