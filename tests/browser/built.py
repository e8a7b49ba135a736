"""From the decision to the finished work, as the same eight people: need, project, money, lot, acceptance, verdict."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PIL import Image
from tests.browser.browsing import words
from tests.browser.town import settle

from gongzhi.flows.need_from_matter import people_of
from gongzhi.kernel import clock
from gongzhi.kernel.clock import CHINA
from gongzhi.ledger import selectors as ledger
from gongzhi.ledger import services as money
from gongzhi.projects.models import Need, Project
from gongzhi.record.selectors import lineage

WORK = "东门车棚装八个充电桩"
ASKED = ("rider", "ground", "visitor")
POT = "micro_works"
DAY = timedelta(days=1)
BUTTON = "main form .btn-primary, main form .btn-final"


def picture() -> dict[str, Any]:
    """A photograph to send."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 120, 120)).save(out, "PNG")
    return {"name": "spot.png", "mimeType": "image/png", "buffer": out.getvalue()}


def day(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d}"


class Building:
    """The project of a walk's topic; `at` moves everybody's clock."""

    def __init__(self, walk: Any, at: Callable[[datetime], None]) -> None:
        self.walk, self._at = walk, at
        self.project = Project()
        self.fund = 0

    def later(self, days: float) -> None:
        """So many days on."""
        self._at(clock.now() + timedelta(days=days))

    def act(self, who: str, name: str, *, check: str = "", files: bool = False, **given: Any) -> str:
        """One act of the project's desk, by its form: choices by value, words and days as they are typed."""
        page = self.walk.go(who, f"/work/projects/{self.project.pk}/{name}/")
        for field, value in given.items():
            box = page.locator(f"#f_{field}")
            box.select_option(value) if box.evaluate("e => e.tagName") == "SELECT" else box.fill(value)
        if check:
            page.locator(check).check()
        if files:
            page.locator("#f_file").set_input_files(picture())
        said = self.walk.send(page, BUTTON)
        self.project = Project.objects.get(pk=self.project.pk)
        return str(said)

    def money(self) -> None:
        """The committee's fund; the year's grant is in it."""
        world = self.walk.street.world
        desk, body = world.actor("secretary"), world.body_of("secretary")
        made = money.open_fund(
            actor=desk, body_id=body.pk, place_id=body.place_id, name="民生微实事资金", source="district_grant",
            purposes=(POT,),
        )  # fmt: skip
        money.receive(actor=desk, fund_id=made.pk, purpose=POT, amount=5_000_000, paper="拨款单 1 号")
        self.fund = made.pk


def from_decision(walk: Any, at: Callable[[datetime], None]) -> None:
    """The whole way; every stop is seen by whom it concerns."""
    made = Building(walk, at)
    made.money()
    wanted(made)
    proposed(made)
    fixed(made)
    builder(made)
    work(made)
    accepted(made)
    paid(made)
    judged(made)
    looked_back(made)


def wanted(made: Building) -> None:
    """The desk lists the need with those who reported it; three residents say "me too" with one tap."""
    walk = made.walk
    page = walk.go("worker", f"/work/needs/from/deliberation.topic/{walk.topic.pk}/")
    asked = len(people_of(walk.topic.ref))
    assert asked >= 4 and f"{asked} 个人要过这件事" in words(page)
    page.locator("#id_purpose").select_option("parking")
    walk.send(page)
    need = Need.objects.get()
    for who in ASKED:
        page = walk.go(who, f"/needs/{need.pk}/")
        walk.send(page, f"form[action$='/needs/{need.pk}/join/'] button")
    assert Need.objects.get().people == asked + len(ASKED)


def proposed(made: Building) -> None:
    walk = made.walk
    page = walk.go("worker", f"/work/topics/{walk.topic.pk}/project/")
    page.locator("#id_title").fill(WORK)
    page.locator("#id_kind").select_option(POT)
    page.locator("#id_want").select_option("parking")
    page.locator("#id_purpose").select_option(POT)
    page.locator("#id_estimate").fill("2.4万元")
    walk.send(page)
    made.project = Project.objects.get()
    assert (made.project.state, made.project.estimate) == ("deliberated", 2_400_000)
    assert "确定项目" in words(walk.go("visitor", f"/projects/{made.project.pk}/")), "the evidence of each procedure"


def fixed(made: Building) -> None:
    made.act("worker", "fix", money=f"{made.fund}:{POT}", promised_end=day(clock.now() + 60 * DAY))
    made.act("worker", "notice")
    assert ledger.free(made.fund, POT) == 2_600_000, "the money is kept for it"
    made.later(10)


def builder(made: Building) -> None:
    """Nobody chooses or signs alone: whoever proposed is refused, the second person does it."""
    world = made.walk.street.world
    company = str(world.body("property_company", "NYHY").pk)
    made.act("worker", "candidate", builder=company, price="23000")
    page = made.walk.go("worker", f"/work/projects/{made.project.pk}/choose/")
    page.locator("#f_candidate").select_option(index=1)
    page.locator("input[name=choose][value='1']").check()
    with page.expect_navigation():
        page.locator(BUTTON).first.click()
    assert page.locator("#error-summary").count() and not made.project.candidates.filter(state="chosen").exists()
    one = str(made.project.candidates.get().pk)
    made.act("secretary", "choose", candidate=one, check="input[name=choose][value='1']")
    made.act("worker", "contract", price="23000", paper_needed="合同 1 号")
    two = str(made.project.contracts.get().pk)
    made.act("secretary", "sign", contract=two, check="input[name=choose][value='1']")


def work(made: Building) -> None:
    """Before, a milestone, start; the manager says when it is done, with a photograph from the same spot."""
    made.act("worker", "before", alt="车棚里没有充电桩，线从窗户拉下来", files=True)
    made.act("worker", "milestone", title="八个桩通电", due=day(clock.now() + 30 * DAY))
    made.act("worker", "start", planned_end=day(clock.now() + 40 * DAY))
    made.later(20)
    made.act("manager", "met", milestone=str(made.project.milestones.get().pk))
    before = str(made.project.photos.get().pk)
    made.act("manager", "after", pair=before, alt="八个桩亮着灯，中间有隔墙", files=True)
    made.act("worker", "hand_in")
    assert made.project.state == "accepting"


def accepted(made: Building) -> None:
    """Everybody who asked is on the list; those drawn say whether it will do; nobody answers for them."""
    made.act("worker", "call", source="明天福利彩票 3D 号码")
    made.later(1)
    made.act("worker", "draw", seed="7 0 3")
    panel = made.project.panels.get()
    answered = 0
    while True:
        answered = sum(says_yes(made, who) for who in ASKED)
        made.later(8)
        if not panel.people.filter(drawn=None).exists():
            break
        made.act("worker", "more")  # too few spoke: the next in the same lot
    assert answered == len(ASKED)
    made.act("worker", "pass")
    assert made.project.state == "judging"


def says_yes(made: Building, who: str) -> bool:
    """Whoever was drawn finds the question and answers with one tap; the others see only that it is their project."""
    page = made.walk.go(who, "/projects/mine/")
    assert WORK in words(page)
    button = "form[action$='/accept/'] button[name=ok][value='1']"
    if page.locator(button).count():
        made.walk.send(page, button)
        return True
    return False


def paid(made: Building) -> None:
    """The worker asks, the secretary pays; the public account says what it was for."""
    walk = made.walk
    held = ledger.reserved_for(made.project.ref)[0]
    payment = money.ask_payment(
        actor=walk.street.world.actor("worker"), fund_id=made.fund, purpose=POT, amount=2_300_000,
        about=made.project.ref, payee_body_id=walk.street.world.body("property_company", "NYHY").pk, paper="发票 88",
        reservation_id=held.pk,
    )  # fmt: skip
    page = walk.go("secretary", f"/work/payments/{payment.pk}/")
    walk.send(page, "form[action$='/approve/'] button")
    public = words(walk.go("visitor", f"/funds/{made.fund}/"))
    assert WORK in public and "23,000.00" in public and "骑车人" not in public


def judged(made: Building) -> None:
    """After ninety days those who asked say whether it is what they wanted; then it is over."""
    made.later(91)
    for who, verdict in zip(ASKED, ("wanted", "wanted", "partly"), strict=True):
        page = made.walk.go(who, f"/projects/{made.project.pk}/")
        made.walk.send(page, f"form[action$='/judge/'] button[name=verdict][value='{verdict}']")
    made.later(31)
    settle()  # the clock says that the time is over
    settle()  # and it closes
    made.project = Project.objects.get(pk=made.project.pk)
    assert made.project.state == "closed" and Need.objects.get().state == "met"


def looked_back(made: Building) -> None:
    """From the verdict back to the first report, by one query and by one page."""
    walk, ref = made.walk, made.project.ref
    causes = {one.label for one, *_ in lineage(ref).causes}
    assert causes >= {"cases.case", "triage.problem", "deliberation.topic", "projects.need", "voting.vote"}
    page = walk.go("visitor", f"/lineage/projects.project/{ref.id}/")
    assert page.locator(f"a[href='/topics/{walk.topic.pk}/']").count() and page.locator("svg.ln-picture").count()
    told = words(walk.go("visitor", f"/projects/{ref.id}/"))
    assert "了结" in told and "23,000.00" in told
    assert WORK in words(walk.go("watcher", "/work/projects/?over=1"))
