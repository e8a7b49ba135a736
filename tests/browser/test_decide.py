"""Charging points, from a recurring problem to an owners' decision that anybody can count again, as eight people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from tests import world
from tests.arriving import sent, settled
from tests.browser import built
from tests.browser import town as towns
from tests.browser.browsing import Browser, words
from tests.browser.town import Town, settle
from tests.deliberation.topics_world import owners_committee
from tests.triage.test_recurring import OTHERS

from gongzhi.cases.models import Case
from gongzhi.deliberation import selectors as topics
from gongzhi.deliberation.models import Topic
from gongzhi.duties import selectors as duties
from gongzhi.flows.grouping import group_waiting
from gongzhi.kernel import clock
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.reference import Ref
from gongzhi.meetings.models import Meeting, Resolution
from gongzhi.opinions.models import Conversation, Opinion
from gongzhi.opinions.services import seed
from gongzhi.people import services as people
from gongzhi.record.selectors import lineage
from gongzhi.triage import services as problems
from gongzhi.triage.models import Heard
from gongzhi.voting.models import Elector, Vote
from gongzhi.voting.services import code_of

PILES = (
    "我们小区没有电动车充电桩，从窗户拉线充电怕起火",
    "电动车充电桩一个也没有，只好拉线充电",
    "小区能不能装电动车充电桩，拉线充电太危险",
    "又有人拉线给电动车充电，什么时候装充电桩",
)
TITLE, PLAN = "小区没有电动车充电桩", "同意在东门车棚装八个充电桩，并加隔墙和烟感吗？"
UNITS = 6
DAY = timedelta(days=1)


def sheet() -> bytes:
    """The short list with one more matter: charging points."""
    rows = world.short_list().decode().splitlines()
    more = [row.replace("LJ01", "LD13").replace("楼道灯不亮", "电动车充电") for row in rows if row.startswith("LJ01")]
    return "\r\n".join([*rows, *more, ""]).encode()


@pytest.fixture(scope="module")
def street(db: None, server: str) -> Iterator[Town]:
    """A street whose list knows charging points, with an owners' committee and people with accounts."""
    with towns.one_clock():
        made = towns.build(server, sheet())
        _body, member = owners_committee(made.world)
        made.world.people |= {"committee": member.person_id, "rider": person("rider"), "ground": person("ground")}
        yield made


def person(name: str) -> int:
    """A resident with an account."""
    return int(people.register_account(username=name, password=towns.PASSWORD).pk)


def at(moment: datetime) -> None:
    """Everybody's clock goes on to this instant."""
    clock._now.set(moment)  # type: ignore[attr-defined]


def evening(days: int, hour: int = 19) -> datetime:
    return (world.MONDAY + days * DAY).replace(hour=hour)


def local(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%dT%H:%M}"


class Walk:
    """Eight people, each in a browser of their own; the residents' on phones, the desk's on desks."""

    def __init__(self, street: Town, browser: Browser) -> None:
        self.street = street
        desks = {key: browser.context(key, wide=True).new_page() for key in ("worker", "secretary", "watcher")}
        hands = {key: browser.context(key).new_page() for key in ("rider", "ground", "head", "manager")}
        self.pages = {**desks, **hands, "visitor": browser.context().new_page()}
        self.topic = Topic()
        self.vote = Vote()

    def go(self, who: str, address: str) -> Any:
        """Open a page."""
        page = self.pages[who]
        answer = page.goto(self.street.url + address)
        assert answer.status == 200, (address, answer.status, words(page)[:300])
        return page

    def send(self, page: Any, button: str = "main form .btn-primary, main form .btn-final") -> str:
        """Press and read what was said."""
        sent(page, button)
        said = words(page)
        assert not page.locator("#error-summary").count(), said[:600]
        return said

    def act(
        self, who: str, name: str, *, check: tuple[str, ...] = (), select: dict[str, str] | None = None, **text: str
    ) -> str:
        """One act of the topic's desk, by its form."""
        page = self.go(who, f"/work/topics/{self.topic.pk}/{name}/")
        for field, value in text.items():
            page.locator(f"#f_{field}").fill(value)
        for field, value in (select or {}).items():
            page.locator(f"#f_{field}").select_option(value)
        for choice in check:
            page.locator(choice).check()
        said = self.send(
            page, "#act-form .btn-primary, #act-form .btn-final, main form .btn-primary, main form .btn-final"
        )
        self.topic = Topic.objects.get(pk=self.topic.pk)
        return said

    def once(self, who: str, name: str) -> None:
        """An act of one tap."""
        page = self.go(who, f"/work/topics/{self.topic.pk}/")
        self.send(page, f"[formaction$='/{name}/']")

    def desk(self, who: str, name: str, **text: str) -> None:
        """One move of the vote's desk."""
        page = self.go(who, f"/work/votes/{self.vote.pk}/do/{name}/")
        self.send(page)
        self.vote = Vote.objects.get(pk=self.vote.pk)


def recurring(street: Town) -> Any:
    """Four people ask for charging points among ten other matters; the community confirms the problem."""
    for text in (*OTHERS, *PILES):
        street.world.report("LD13" if text in PILES else "", text=text)
    settle()
    group_waiting()
    found = Heard.objects.get(about_id=Case.objects.get(text=PILES[0]).pk).problem
    assert found is not None, "the four reports are one problem"
    given = {"actor": street.world.actor("worker"), "problem_id": found.pk}
    return problems.move_problem(**given, move="confirm", title=TITLE, lead=street.world.body_of("worker").pk)


def test_from_a_recurring_problem_to_a_certified_decision_and_its_duties(
    street: Town, browser: Browser, tmp_path: Path
) -> None:
    """Worker, secretary, rider, ground floor, visitor, building head, property manager, watcher."""
    problem = recurring(street)
    walk = Walk(street, browser)
    becomes_a_topic(walk, problem)
    at_the_table(walk)
    opinions(walk)
    the_few(walk)
    council(walk)
    to_the_owners(walk)
    ballots(walk)
    certified(walk)
    decided(walk)
    counted_again(walk, tmp_path)
    built.from_decision(walk, at)
    looked_back_upon(walk, problem)


def becomes_a_topic(walk: Walk, problem: Any) -> None:
    page = walk.go("worker", f"/work/problems/{problem.pk}/")
    sent(page, f"a[href='/work/problems/{problem.pk}/topic/']")
    page.locator("#id_place_id").select_option(str(walk.street.world.places["NYHY"].pk))
    walk.send(page)
    walk.topic = Topic.objects.get()
    assert walk.topic.source_id == problem.pk and walk.topic.place.code == "NYHY"
    walk.act("worker", "take_up")
    assert (walk.topic.state, walk.topic.kind) == ("taken_up", "owners_change_use")


def at_the_table(walk: Walk) -> None:
    walk.act("worker", "parties", parties="业主，骑电动车的人家，5\n挨着住的人，一楼的人家，1")
    walk.act("worker", "item", title="装桩和雨棚", whole="24000", check=("[name=side][value=cost]",), shares_0="24000")
    walk.act("worker", "item", title="夜里起火", check=("[name=side][value=risk]",), shares_1="有")
    walk.once("worker", "seat")
    walk.act("worker", "investigate", text="看了三处：东门车棚离楼十二米，三栋楼下不到四米。")
    walk.act("worker", "deliberate", check=("[name=method][value=council]",))
    assert walk.topic.state == "deliberating"
    read = words(walk.go("visitor", f"/topics/{walk.topic.pk}/"))
    assert "一楼的人家" in read and "物业" in read, "everybody sees who is concerned and who sits there"


def opinions(walk: Walk) -> None:
    walk.act("worker", "talk")
    talk = Conversation.objects.get()
    for text in ("充电桩要离住家窗户六米以上", "谁充电谁付钱"):
        seed(actor=walk.street.world.actor("worker"), conversation_id=talk.pk, text=text)
    for who, value in (("rider", "1"), ("ground", "1"), ("visitor", "-1")):
        page = walk.go(who, f"/talks/{talk.pk}/")
        for _statement in range(2):
            text = page.locator("#asked-text").inner_text()
            page.locator(f"#asked button[value='{value}']").click()
            page.wait_for_function("t => document.querySelector('#asked-text')?.innerText !== t", arg=text)
            settled(page)
        assert "看完了" in words(page)
    assert Opinion.objects.count() == 6
    assert walk.go("visitor", f"/talks/{talk.pk}/map/").locator("h1").count()


def the_few(walk: Walk) -> None:
    page = walk.go("worker", f"/work/topics/{walk.topic.pk}/")
    assert "一楼的人家" in words(page), "the desk reads whom it has not met yet"
    page = walk.go("ground", f"/topics/{walk.topic.pk}/")
    page.locator("summary", has_text="替少数说一句").click()
    page.locator("#s_party").select_option(label="一楼的人家")
    page.locator("#s_text").fill("怕夜里响、怕起火，请先装隔墙和烟感。")
    walk.send(page, "form[action$='/speak/'] button")
    walk.act("worker", "minority", check=("[name=step][value=amendment]",), text="加隔墙和烟感，夜里十一点后停充。")


def council(walk: Walk) -> None:
    walk.act("worker", "meet", starts=local(evening(5)), where="社区三楼")
    meeting = Meeting.objects.get()
    at(evening(5) + timedelta(minutes=1))
    page = walk.go("worker", f"/work/meetings/{meeting.pk}/")
    walk.send(page, "form[action$='/open/'] button")
    assert Meeting.objects.get().state == "called", "nobody is there: it cannot open"
    while page.locator("#presence button[name=present][value='1']").count():
        walk.send(page, "#presence button[name=present][value='1']")
    walk.send(page, "form[action$='/open/'] button")
    walk.send(page, "form[action$='/item/'] button")
    page.locator("#motion-text").fill("装在东门车棚，加隔墙和烟感，交业主大会表决")
    walk.send(page, "form[action$='/motion/'] button")
    walk.send(page, "form[action$='/put/'] button")
    page.locator("#count-yes").fill("3")
    walk.send(page, "form[action$='/decide/'] button")
    page.locator("#resolve-text").fill("物业请两家报价，张榜公布")
    page.locator("#resolve-owner").select_option(str(walk.street.world.body("property_company", "NYHY").pk))
    page.locator("#resolve-day").fill(f"{evening(12):%Y-%m-%d}")
    walk.send(page, "form[action$='/resolve/'] button")
    walk.send(page, "form[action$='/close/'] button")
    walk.send(page, "form[action$='/draft/'] button")
    for box in page.locator("input[name=seat][type=checkbox]:not([disabled])").all():
        box.check()
    walk.send(page, "form[action$='/sign/'] button")
    walk.send(page, "form[action$='/publish/'] button")
    assert Meeting.objects.get().state == "published"
    settle()


def to_the_owners(walk: Walk) -> None:
    opens, closes = evening(22, 9), evening(32, 18)
    walk.act("worker", "put_to_vote", text=PLAN, opens=local(opens), closes=local(closes))
    walk.vote = Vote.objects.get()
    assert (walk.vote.rule, walk.vote.matter) == ("owners", "change_use"), "the table of decisions says so"
    rows = [f"1-{n}01,1 栋,P{n},业主{n},1380000{n:04d},100.00,住宅" for n in range(1, UNITS + 1)]
    roll = "\n".join(["房号,楼栋,产权人编号,业主,电话,面积,类型", *rows]).encode()
    page = walk.go("worker", f"/work/votes/{walk.vote.pk}/roll/")
    page.locator("#id_source").fill("不动产登记")
    page.locator("#id_file").set_input_files({"name": "roll.csv", "mimeType": "text/csv", "buffer": roll})
    assert str(UNITS) in walk.send(page, "main form[enctype] .btn")
    walk.desk("worker", "freeze")
    page = walk.go("worker", f"/work/votes/{walk.vote.pk}/notice/")
    page.locator("[name=how][value=signed_for]").check()
    page.locator("[name=agenda_told]").check()
    page.locator("[name=effect_told]").check()
    walk.send(page)
    at(opens + timedelta(minutes=1))
    walk.desk("secretary", "open")
    assert walk.vote.state == "open"


def ballots(walk: Walk) -> None:
    """One by telephone, three on paper: exactly three of four agree, and that is enough."""
    number = walk.vote.pk
    page = walk.go("rider", f"/votes/{number}/")
    page.locator("input[name=code]").fill(code_of(Elector.objects.get(vote=walk.vote, number=1)))
    walk.send(page, "form[action$='/claim/'] button")
    page = walk.go("rider", f"/votes/{number}/ballot/")
    assert "还没投" in page.title()
    page.locator("input[value=for]").check()
    walk.send(page, "#ballot .btn-primary")
    walk.send(page, "form[action$='/cast/'] .btn-primary")
    assert "票已记下" in words(page)

    page = walk.go("head", f"/work/votes/{number}/sheets/")
    page.locator("#id_numbers").fill("1 2 3 4")
    read = walk.send(page)
    assert "先投了网上票" in read, "the owner of sheet 1 has voted by telephone: no second ballot"
    assert not page.locator("a[href$='/sheets/2/']").count(), "who collects paper cannot read it"
    for who in ("worker", "secretary"):
        for paper, answer in ((2, "for"), (3, "for"), (4, "against")):
            page = walk.go(who, f"/work/votes/{number}/sheets/{paper}/")
            page.locator(f"input[value={answer}]").check()
            walk.send(page)


def certified(walk: Walk) -> None:
    at(evening(32, 18) + timedelta(minutes=1))
    settle()
    walk.vote = Vote.objects.get(pk=walk.vote.pk)
    walk.desk("worker", "close")
    walk.desk("worker", "count")
    page = walk.go("ground", f"/votes/{walk.vote.pk}/result/")
    assert "异议" in words(page), "until when anybody may object"
    at(evening(39, 9))
    walk.desk("worker", "certify")
    walk.desk("secretary", "publish")
    settle()


def decided(walk: Walk) -> None:
    walk.act(
        "worker",
        "conclude",
        check=("[name=outcome][value=adopted]",),
        text="业主大会同意：东门车棚装八个桩，加隔墙和烟感。",
    )
    walk.once("worker", "publish")
    body = walk.street.world.body("property_company", "NYHY").pk
    walk.act("worker", "effect", select={"body": str(body)}, day=f"{evening(60):%Y-%m-%d}")
    open_now = [duty.body_id for duty in duties.open_of(walk.topic.ref)]
    assert body in open_now, "the decision is somebody's duty, with a day"
    made = Resolution.objects.get()
    assert [d.kind for d in duties.open_of(Ref("meetings.resolution", made.pk))] == ["carry_out"]
    assert "报价" in words(walk.go("manager", "/work/meetings/follow/")), "who owes it finds it"


def counted_again(walk: Walk, tmp_path: Path) -> None:
    """The published file, with one command, by anybody."""
    page = walk.go("visitor", f"/votes/{walk.vote.pk}/result/")
    assert "通过了" in words(page) and "民法典" in words(page)
    with page.expect_download() as waiting:
        page.locator("a[href$='certificate.json']").first.click()
    file = tmp_path / "certificate.json"
    waiting.value.save_as(file)
    assert not re.search("业主\\d|1-\\d01|138000", file.read_text("utf-8")), "no names, rooms, telephones"
    out = StringIO()
    call_command("votes_recount", str(file), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["agrees"] and told["verdict"]["state"] == "passed"
    file.write_text(file.read_text("utf-8").replace('"against"', '"for"', 1), "utf-8")
    with pytest.raises(SystemExit):
        call_command("votes_recount", str(file), "--json", stdout=StringIO(), stderr=StringIO())


def looked_back_upon(walk: Walk, problem: Any) -> None:
    walk.act("worker", "carry_out", result="装好八个桩，隔墙和烟感验收了。")
    walk.act("watcher", "review", check=("[name=verdict][value=solved]",), review="楼道里没有车在充电了。")
    assert walk.topic.state == "reviewed"
    decision = topics.decision_of(walk.topic.pk)
    assert decision is not None and (decision.outcome, decision.vote_id) == ("adopted", walk.vote.pk)
    walked = lineage(walk.topic.ref)
    assert Ref("triage.problem", problem.pk) in [ref for ref, *_ in walked.causes]
    assert {ref.label for ref, *_ in walked.effects} >= {"opinions.conversation", "meetings.meeting", "voting.vote"}
    page = walk.go("visitor", f"/topics/{walk.topic.pk}/")
    assert page.locator(f"a[href='/votes/{walk.vote.pk}/result/']").count(), "from the topic one walks to the result"
    assert walk.go("rider", "/together/").locator(f"a[href='/topics/{walk.topic.pk}/']").count()
