"""Every type of page there is, with its address, who reads it, and what is opened on it before it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.arriving import sent, settled
from tests.browser import budgets, funds, needs, partners, problems, projects, talks, votes
from tests.browser.browsing import fill
from tests.browser.town import COMMUNITY, LAMP, NOISE, Town, settle

from gongzhi.cases import services as cases
from gongzhi.cases.models import Case
from gongzhi.cases.services import NewCase

BOARD_CODE, FIGURE = "440305007", "reported"


@dataclass(frozen=True)
class Kind:
    """A type of page: a name, where it is, whose it is, what is done to it first, and for whom it is made."""

    name: str
    address: str
    who: str = ""
    first: Callable[[Any], None] | None = None
    status: int = 200


def folds(page: Any) -> None:
    """Open everything that folds, so that nothing hides from the check."""
    page.evaluate("document.querySelectorAll('main details:not([open])').forEach(d => { d.open = true; })")


def _to(press: str, *then: str) -> Callable[[Any], None]:
    """Press something, wait for what it brings."""

    def act(page: Any) -> None:
        page.locator(press).first.click()
        for selector in then:
            page.wait_for_selector(selector)
        settled(page)
        folds(page)

    return act


def _mistaken(page: Any) -> None:
    sent(page, "main form button.btn-primary")
    page.wait_for_selector("#error-summary")


def _mistaken_final(page: Any) -> None:
    sent(page, ".pb-form button.btn-final")
    page.wait_for_selector("#error-summary")


def _mistaken_need(page: Any) -> None:
    sent(page, ".nd-form button.btn-final")
    page.wait_for_selector("#error-summary")


def _names(page: Any) -> None:
    sent(page, "main form button")
    page.wait_for_selector("main .gz-phone")


def _looked(page: Any) -> None:
    sent(page, "button[name=look]")
    page.wait_for_selector("[data-preview]")


def _wrong_move(page: Any) -> None:
    page.locator("#f_answer").fill("")
    sent(page, ".ws-form button.btn-primary")
    page.wait_for_selector("#error-summary")


def _where(page: Any) -> None:
    page.locator("#id_text").fill("楼道里堆着纸箱")
    sent(page, "button[name=go]")
    page.wait_for_selector("#id_where")


def _matches(page: Any) -> None:
    _where(page)
    fill(page, "#id_where", "南油花园")
    page.wait_for_selector("#matches button")
    settled(page)
    folds(page)


def _check(page: Any) -> None:
    page.locator("#id_text").fill(LAMP)
    sent(page, "button[name=go]")
    page.wait_for_selector("#send")
    folds(page)


def _map(page: Any) -> None:
    _where(page)
    sent(page, "a[href$='/map/']")
    page.wait_for_selector(".leaflet-container")


def _taken_in(page: Any) -> None:
    page.locator("#f_text").fill(LAMP)
    page.locator("#f_where").fill("南油花园3栋")
    sent(page, "main form button.btn-primary")
    page.wait_for_selector("button[name=send]")


def _receipt_sheet(page: Any) -> None:
    _taken_in(page)
    sent(page, "button[name=send]")
    page.wait_for_selector(".gz-sheet")


def _sent(page: Any) -> None:
    _check(page)
    sent(page, "button[name=go]")
    page.wait_for_url("**/r/*/")


def crowd(town: Town) -> dict[str, Any]:
    """Cases in every state that a page shows, with a receipt to follow by; what was done is also counted."""
    world = town.world
    receipt = cases.report_case(actor=None, new=NewCase(text=NOISE, place_id=world.places["NYHY3"].pk, matter="ZS01"))
    made: dict[str, Any] = {"code": receipt.code, "own": receipt.case}
    for name in ("handling", "worked", "whistled", "responding", "reported", "joint", "answered", "disputed", "twice"):
        made[name] = town.at(name)
    made["unsorted"] = town.case(matter="", text="楼下总是很吵，也不知道是谁家")
    made["public"] = town.at("worked", text=LAMP)
    cases.release_heading(actor=world.actor("worker"), case_id=made["public"].pk, heading="夜间施工扰民")
    done = town.at("answered", text="工地半夜打桩")
    cases.judge(actor=world.reporter(done), case_id=done.pk, solved=True, satisfied=5)
    made["found"] = problems.found(town)
    made["watched"] = problems.done(town, made["found"])
    made["done"], made["mine"] = Case.objects.get(pk=done.pk), town.at("answered", text="对面工地太吵")
    settle()
    made["talk"] = talks.held(town)
    made["vote"], made["voted"] = votes.held(town)
    made["blind"] = votes.blind(town)
    made |= needs.listed(town)
    made |= {f"partner_{name}": number for name, number in partners.held(town).items()}
    made["round"], made["wish"], made["divided"] = budgets.divided(town)
    made["money"] = funds.held(town)
    made["project"], made["here"] = projects.under_way(town), world.places[COMMUNITY]
    made["asking"], made["asked"] = projects.asked(town)
    return made


def kinds(made: dict[str, Any]) -> list[Kind]:
    """Every type of page, residents' first."""
    resident, staff, street_pages = _resident(made), _staff(made), _street(made)
    return [*resident, *staff, *street_pages]


def _resident(made: dict[str, Any]) -> list[Kind]:
    at = f"/report/?at={COMMUNITY}"
    return [
        Kind("choose", "/?choose=1"),
        Kind("home", f"/c/{COMMUNITY}/", first=folds),
        Kind("report-what", at, first=folds),
        Kind("report-what-mistaken", at, first=_mistaken),
        Kind("report-where", "/report/", first=_matches),
        Kind("report-map", "/report/", first=_map),
        Kind("report-check", "/report/?at=NYHY3", first=_check),
        Kind("report-received", "/report/?at=NYHY3", first=_sent),
        Kind("receipt", f"/r/{made['code']}/", first=folds),
        Kind("receipt-judge", f"/r/{made['judge_code']}/", first=folds),
        Kind("withdraw", f"/r/{made['code']}/withdraw/"),
        Kind("matter-public", f"/m/{made['public'].pk}/"),
        Kind("follow", "/r/"),
        Kind("follow-mistaken", "/r/", first=_mistaken),
        Kind("mine-empty", "/mine/"),
        Kind("board", f"/board/{BOARD_CODE}/", first=folds),
        Kind("board-cases", f"/board/{BOARD_CODE}/cases/?figure={FIGURE}"),
        Kind("months", "/problems/?choose=1"),
        Kind("month", f"/problems/{COMMUNITY}/202609/", first=folds),
        Kind("month-empty", "/problems/440305007011/202609/", first=folds),
        Kind("problem-public", f"/problems/of/{made['watched'].pk}/", first=folds),
        Kind("lineage", f"/lineage/triage.problem/{made['watched'].pk}/"),
        Kind("talk", f"/talks/{made['talk'].pk}/", first=folds),
        Kind("talk-map", f"/talks/{made['talk'].pk}/map/", first=folds),
        Kind("vote", f"/votes/{made['vote'].pk}/", first=folds),
        Kind("vote-result", f"/votes/{made['voted'].pk}/result/", first=folds),
        Kind("votes", f"/votes/?at={COMMUNITY}"),
        Kind("vote-blind-cast", f"/votes/{made['blind'].pk}/blind/", first=votes.kept(made["blind"])),
        Kind("vote-blind-check", f"/votes/{made['blind'].pk}/blind/check/", first=votes.checked(made["blind"])),
        Kind("projects", "/projects/?at=all"),
        Kind("project", f"/projects/{made['project'].pk}/", first=folds),
        Kind("project-notice", f"/projects/{made['project'].pk}/notice/"),
        Kind("projects-mine", "/projects/mine/"),
        Kind("together", "/together/"),
        Kind("funds", "/funds/"),
        Kind("fund", f"/funds/{made['money']['fund']}/", first=folds),
        Kind("fund-entry", f"/funds/{made['money']['fund']}/entries/{made['money']['entry']}/"),
        Kind("fund-split", f"/funds/{made['money']['fund']}/splits/{made['money']['split']}/"),
        Kind("budget-round", f"/budget/{made['round'].pk}/", first=folds),
        Kind("budget-propose-mistaken", f"/budget/{made['round'].pk}/propose/", first=_mistaken),
        Kind("budget-result", f"/budget/{made['divided'].pk}/result/", first=folds),
        Kind("assessment", f"/assessments/{made['partner_assessment']}/", first=folds),
        Kind("venture", f"/ventures/{made['partner_call']}/", first=folds),
        Kind("facility", f"/facilities/{made['partner_facility']}/", first=folds),
        Kind("needs", f"/needs/?at={COMMUNITY}", first=folds),
        Kind("needs-over", "/needs/?over=1"),
        Kind("need", f"/needs/{made['need'].pk}/", first=folds),
        Kind("need-new", f"/needs/new/?at={COMMUNITY}"),
        Kind("need-new-mistaken", f"/needs/new/?at={COMMUNITY}", first=_mistaken),
        Kind("needs-mine-empty", "/needs/mine/"),
        Kind("needs-report", f"/needs/report/?at={COMMUNITY}", first=folds),
        Kind("resources", f"/resources/?at={COMMUNITY}"),
        Kind("resource", f"/resources/{made['resource'].pk}/"),
        Kind("resource-new", f"/resources/new/?at={COMMUNITY}"),
        Kind("bodies", f"/bodies/{made['body']}/"),
        Kind("list", "/list/"),
        Kind("rules", "/rules/"),
        Kind("list-matter", "/list/matter/LJ01"),
        Kind("sign-in", "/account/sign-in/"),
        Kind("sign-in-mistaken", "/account/sign-in/", first=_mistaken),
        Kind("sign-up", "/account/sign-up/"),
        Kind("offline", "/offline/"),
        Kind("error-404", "/no/such/page/", status=404),
    ]


def _helped(made: dict[str, Any]) -> str:
    """The page on which a helper enters what the first who was drawn says."""
    return f"/work/projects/{made['asking'].pk}/answers/{made['asked'].pk}/"


def _staff(made: dict[str, Any]) -> list[Kind]:
    case = made["worked"].pk
    panel, found = _to("#act-answer", "#panel form"), f"/work/problems/{made['found'].pk}/"
    return [
        Kind("error-403", "/street/", "grid", status=403),
        Kind("inbox", "/work/", "worker", first=folds),
        Kind("funds-desk", "/work/funds/", "secretary"),
        Kind("pledge-new", "/work/resources/money/", "worker"),
        Kind("pledge-received", f"/work/resources/money/{made['money']['pledge']}/received/", "worker"),
        Kind("pledge-desk", f"/work/resources/{made['money']['pledge']}/", "worker"),
        Kind("fund-desk", f"/work/funds/{made['money']['fund']}/", "worker"),
        Kind("fund-ask-mistaken", f"/work/funds/{made['money']['fund']}/do/ask/", "worker", first=_mistaken),
        Kind("payment", f"/work/payments/{made['money']['payment']}/", "secretary"),
        Kind("inbox-empty", "/work/", "manager"),
        Kind("inbox-found", "/work/?q=施工", "worker"),
        Kind("inbox-open", f"/work/?open={case}", "worker", first=folds),
        Kind("matter", f"/work/m/{made['answered'].pk}/", "worker", first=folds),
        Kind("matter-panel", f"/work/m/{case}/", "worker", first=panel),
        Kind("matter-whistle", f"/work/m/{case}/", "worker", first=_to("#act-whistle", "#panel form")),
        Kind("matter-keys", f"/work/m/{case}/", "worker", first=_to("[data-open-dialog=keys]", "#keys[open]")),
        Kind("move-mistaken", f"/work/m/{case}/answer/", "worker", first=_wrong_move),
        Kind("public-text", f"/work/m/{case}/public-text/", "worker"),
        Kind("public-text-looked", f"/work/m/{case}/public-text/", "worker", first=_looked),
        Kind("take-in", "/work/take-in/", "worker"),
        Kind("take-in-mistaken", "/work/take-in/", "worker", first=_mistaken),
        Kind("take-in-check", "/work/take-in/", "worker", first=_taken_in),
        Kind("take-in-receipt", "/work/take-in/", "worker", first=_receipt_sheet),
        Kind("sorting", "/work/sort/", "worker"),
        Kind("whistles-called", "/work/whistles/", "urban"),
        Kind("whistles-made", "/work/whistles/", "worker"),
        Kind("problems", "/work/problems/", "worker", first=folds),
        Kind("suggestions", "/work/sorting/suggestions/", "secretary"),
        Kind("problems-empty", "/work/problems/?state=confirmed", "worker"),
        Kind("problems-open", f"/work/problems/?open={made['found'].pk}", "worker", first=folds),
        Kind("problem", f"/work/problems/{made['watched'].pk}/", "worker", first=folds),
        Kind("problem-panel", found, "worker", first=_to("#act-confirm", "#panel form")),
        Kind("problem-split", f"{found}split/", "worker"),
        Kind("problem-topic", f"{found}topic/", "worker"),
        Kind("council", f"/work/m/{case}/council/", "worker", first=folds),
        Kind("problem-mistaken", f"{found}dismiss/", "worker", first=_mistaken_final),
        Kind("needs-desk", "/work/needs/", "worker"),
        Kind("need-desk", f"/work/needs/{made['need'].pk}/", "worker", first=folds),
        Kind("need-act", f"/work/needs/{made['need'].pk}/cannot/", "worker"),
        Kind("need-act-mistaken", f"/work/needs/{made['need'].pk}/cannot/", "worker", first=_mistaken_need),
        Kind("resources-mine", "/resources/mine/", "worker"),
        Kind("resource-desk", f"/work/resources/{made['resource'].pk}/", "worker"),
        Kind("checkin", "/work/needs/checkin/", "worker", first=folds),
        Kind("checkin-act", f"/work/checkin/{made['here'].pk}/register/", "worker", first=_mistaken),
        Kind("checkin-told", f"/work/checkin/{made['here'].pk}/told/", "worker"),
        Kind("checkin-mine", "/checkin/", "manager"),
        Kind("checkin-mine-empty", "/checkin/", "urban"),
        Kind("checkin-new", f"/checkin/new/?at={COMMUNITY}", "manager", first=_mistaken),
        Kind("checkin-claim", f"/checkin/{made['came'].pk}/claim/", "manager"),
        Kind("project-help", f"/work/projects/{made['asking'].pk}/answers/", "grid", first=_names),
        Kind("project-help-one", _helped(made), "grid", first=_mistaken),
        Kind("together-staff", "/together/", "secretary"),
        Kind("talk-desk", f"/work/talks/{made['talk'].pk}/", "worker", first=folds),
        Kind("vote-ballot", f"/votes/{made['vote'].pk}/ballot/", "worker"),
        Kind("vote-blind", f"/votes/{made['blind'].pk}/blind/", "worker", first=folds),
        Kind("vote-proxy", f"/votes/{made['vote'].pk}/proxy/", "worker"),
        Kind("vote-proxies", f"/work/votes/{made['vote'].pk}/proxies/", "worker"),
        Kind("vote-option", f"/work/votes/{made['vote'].pk}/option/", "worker"),
        Kind("vote-hand-out", f"/work/votes/{made['vote'].pk}/hand-out/", "worker"),
        Kind("vote-draw", "/work/votes/new/", "worker"),
        Kind("vote-desk", f"/work/votes/{made['vote'].pk}/", "worker"),
        Kind("projects-desk", "/work/projects/", "secretary"),
        Kind("project-new", "/work/projects/new/", "secretary", first=_mistaken),
        Kind("project-desk", f"/work/projects/{made['project'].pk}/", "secretary"),
        Kind("project-act", f"/work/projects/{made['project'].pk}/shift/", "secretary", first=_mistaken),
        Kind("budget-desk", f"/work/budget/{made['round'].pk}/", "secretary", first=folds),
        Kind("budget-act", f"/work/budget/{made['round'].pk}/{made['wish'].pk}/refuse/", "secretary"),
        Kind("assessment-desk", f"/work/assessments/{made['partner_assessment']}/", "officer"),
        Kind("linkage", f"/work/linkage/{made['partner_workspace']}/", "secretary"),
        Kind("venture-new", "/work/ventures/new/", "secretary", first=_mistaken),
        Kind("talk-posts", f"/work/talks/{made['talk'].pk}/posts/", "worker"),
        Kind("all-cases", "/street/cases/", "watcher"),
        Kind("own-data", "/me/data/", "worker"),
        Kind("second-factor", "/account/second-factor/", "worker"),
        Kind("password", "/account/password/", "worker"),
    ]


def _street(made: dict[str, Any]) -> list[Kind]:
    return [
        Kind("ladder", "/street/", "officer", first=folds),
        Kind("decide", f"/work/m/{made['twice'].pk}/decide/", "officer"),
        Kind("street-cases", "/street/cases/", "officer"),
        Kind("rates", "/street/rates/", "officer", first=folds),
        Kind("rates-again", "/street/rates/again/?figure=said", "officer"),
        Kind("supervision", "/street/supervision/", "officer"),
        Kind("supervision-empty", "/street/supervision/?month=2026-01", "officer"),
        Kind("supervision-one", f"/street/supervision/?list=untouched&place={COMMUNITY}", "secretary"),
        Kind("voices", "/street/voices/", "officer", first=folds),
        Kind("voices-community", f"/street/voices/?place={COMMUNITY}", "worker", first=folds),
        Kind("voices-sheet", "/street/voices/outreach/", "officer"),
        Kind("register", f"/register/{made['street']}/", "officer", first=folds),
    ]


def prepare(town: Town) -> dict[str, Any]:
    """The crowd, a receipt that waits for its verdict, and the numbers that addresses need."""
    made = crowd(town)
    waiting = cases.report_case(
        actor=None, new=NewCase(text=NOISE, place_id=town.world.places["NYHY3"].pk, matter="LJ01")
    )
    town.world.move("head", waiting.case, "accept")
    town.world.move("head", waiting.case, "answer", answer="灯泡换了，今晚亮了", outcome="solved")
    made["judge_code"] = waiting.code
    made["body"] = town.world.body("residents_committee", COMMUNITY).pk
    made["street"] = town.world.places[BOARD_CODE].pk
    return made
