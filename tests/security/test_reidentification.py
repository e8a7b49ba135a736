"""Row L03: out of what everybody can read or download, nobody in a report can be known again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from tests.world import World

from gongzhi.cases import services as cases
from gongzhi.cases.models import Case
from gongzhi.cases.selectors import advisers
from gongzhi.flows import publishing
from gongzhi.kernel.errors import Refused
from gongzhi.record.services import deliver
from gongzhi.triage.rules.covering import Stretch, found_in, left_open

from .conftest import Town
from .routes import routes, values
from .test_objects import said

# What a neighbour would know somebody by: each is one word or number, and the number's own pieces.
NAMES = ("诸葛慧敏", "司马建国", "尉迟晓燕", "豆包妈")
NUMBERS = (
    "13987650214",
    "0755-86420971",
    "110101198807163829",
    "6222021937465509381",
    "E73920485",
    "wei@mail.test",
)
PLATES = ("粤B7Q2K9", "粤BD60318")
ROOMS = ("1907室", "七〇六房", "26B")
TEXTS = (
    f"我叫{NAMES[0]}，电话{NUMBERS[0]}，家住{ROOMS[0]}，外墙渗水到客厅",
    f"{NAMES[1]}的车{PLATES[0]}天天堵消防通道，打{NUMBERS[1]}没人接，楼道灯也不亮",
    f"身份证{NUMBERS[2]}，卡号{NUMBERS[3]}，退的维修款没到，外墙还渗水",
    f"业主{NAMES[2]}（护照{NUMBERS[4]}，邮箱{NUMBERS[5]}）反映{ROOMS[1]}夜里施工噪声",
    f"{NAMES[3]}说{PLATES[1]}漏油，就停在2单元{ROOMS[2]}楼下",
)
MATTERS = ("FW01", "LJ01", "FW01", "ZS01", "ZS01")
PIECES = 5  # digits in a row by which a number is known again


def traces() -> Iterator[str]:
    """Names, rooms and plates as they are; of numbers every piece long enough to be known again."""
    yield from (*NAMES, *ROOMS, *PLATES, NUMBERS[5])
    for number in NUMBERS:
        for run in re.findall(r"\d{5,}", number):
            yield from (run[at : at + PIECES] for at in range(len(run) - PIECES + 1))


TRACES = tuple(dict.fromkeys(traces()))


def stretches(text: str) -> list[Stretch]:
    """What the machine marks, and what a worker covers besides."""
    bare = left_open(text)
    held = [Stretch(m.start, m.end, m.kind) for m in (*bare.sure, *bare.unsure)]
    return [*held, *found_in(text, [*NAMES, *ROOMS])]


def heading(street: World, case: Case) -> None:
    """A worker takes the report for a heading: refused, and taken as it was proposed."""
    line, worker = case.text, street.actor("secretary")
    with pytest.raises(Refused):
        cases.release_heading(actor=worker, case_id=case.pk, heading=line)
    proposed = advisers.covered(line)
    for name in (*NAMES, *ROOMS):
        proposed = proposed.replace(name, "[不公开]")
    cases.release_heading(actor=worker, case_id=case.pk, heading=proposed, checked=True)


@pytest.fixture
def seeded(town: Town) -> list[Case]:
    """Reports full of people, in every stage that a page shows; some words and headings are let out."""
    street, made = town.street, []
    for number, (text, matter) in enumerate(zip(TEXTS, MATTERS, strict=True)):
        case = street.report(matter, text=text, where=f"{ROOMS[0]}门口，{NAMES[number % 4]}家", phone=NUMBERS[0],
                             name=NAMES[number % 4])  # fmt: skip
        made.append(case)
    for case in made[1:4]:
        who = {"LJ01": "head", "FW01": "worker", "ZS01": "grid"}[case.matter]
        street.move(who, case, "accept")
        cases.add_words(actor=street.actor(who), case_id=case.pk, text=f"给{NAMES[0]}打过{NUMBERS[0]}", sight="staff")
        street.move(who, case, "answer", answer=f"已联系{NAMES[1]}（{NUMBERS[1]}），{ROOMS[1]}修好", outcome="solved")
        told = {"solved": True, "satisfied": 5, "reason": f"谢谢{NAMES[2]}"}
        cases.judge(actor=street.reporter(case), case_id=case.pk, **told)
    for case in made:
        publishing.publish(actor=street.actor("worker"), case_id=case.pk, stretches=stretches(case.text))
        heading(street, case)
    deliver()
    return made


def leaks(body: str) -> list[str]:
    """What of the traces stands there, also as a script's data writes its signs."""
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), html.unescape(body))
    return [trace for trace in TRACES if trace in plain]


@pytest.mark.row("L03")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_anybody_can_read_or_download_leads_to_nobody(town: Town, seeded: list[Case], language: str) -> None:
    browser, read, shown = Client(HTTP_ACCEPT_LANGUAGE=language), 0, 0
    for route in routes():
        if route.route.startswith("r/") and route.takes:
            continue  # the code of a receipt is the right to read it
        for case in seeded if "case_id" in route.takes else seeded[:1]:
            address = route.address(values(town, route, case_id=case.pk, key=case.key, code="440305007010"))
            answer = browser.get(address)
            body = said(answer)
            assert not leaks(body), f"{address}: {leaks(body)}"
            read += answer.status_code == 200
            shown += "[电话]" in body or "[不公开]" in body
    assert read > 15 and shown >= len(seeded)


@pytest.mark.row("L03")
@pytest.mark.parametrize("figure", ["reported", "judged", "solved", "in_time"])
def test_figures_and_their_files_lead_to_nobody(town: Town, seeded: list[Case], figure: str) -> None:
    browser = Client()
    for place in ("440305007", "440305007010"):
        for address in (f"/board/{place}/", f"/board/{place}/cases/?figure={figure}", f"/board/{place}/figures.csv"):
            answer = browser.get(address)
            assert answer.status_code == 200 and not leaks(said(answer)), address


@pytest.mark.row("L03")
@pytest.mark.parametrize("who", ["officer", "worker", "watcher"])
def test_the_file_of_cases_that_staff_take_away_leads_to_nobody(town: Town, seeded: list[Case], who: str) -> None:
    answer = town.browser(who).get("/street/cases.csv")
    body = said(answer)
    assert answer.status_code == 200 and str(seeded[0].pk) in body and not leaks(body)


@pytest.mark.row("L03")
def test_who_reports_the_like_is_shown_others_without_their_words(town: Town, seeded: list[Case]) -> None:
    browser = Client()
    browser.get("/report/?at=NYHY3")
    browser.post("/report/", {"text": "外墙渗水到客厅，夜里施工噪声，消防通道也堵了"})
    for address in ("/report/check/", "/report/where/", "/", "/mine/"):
        assert not leaks(said(browser.get(address))), address


def test_the_check_would_see_a_trace(town: Town, seeded: list[Case]) -> None:
    page = said(town.browser("worker").get(f"/work/m/{seeded[0].pk}/"))
    assert NAMES[0] in leaks(page) and NUMBERS[0][:PIECES] in leaks(page)
    assert len(TRACES) > 40
