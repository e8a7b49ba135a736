"""Texts that say nothing and models that are broken: the pages and the reactions go on, with the list's own words."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from tests.cases.pages_support import walk, words
from tests.triage.lessons import KINDS, rows
from tests.world import World

from gongzhi.cases.models import Case
from gongzhi.flows.grouping import group_waiting
from gongzhi.kernel.reference import Ref
from gongzhi.people.models import Person
from gongzhi.record.selectors import parked
from gongzhi.record.services import deliver
from gongzhi.triage import selectors, services
from gongzhi.triage.models import Heard, Suggestion

NOTHING = {
    "two signs": "啊啊",
    "english": "The lift has been broken for three days and nobody comes",
    "emoji": "😀😀😀🙏",
    "cyrillic": "Здравствуйте, не работает лифт",
    "marks": "。。。！！？",
    "controls": "\u200b\u202e一\u2066",
    "long english": "no water " * 500,
    "one sign often": "好" * 5_000,
}
LAMP = "三单元楼道灯坏了，路灯也不亮，楼道灯三天没人修"
CODES = dict(zip(sorted(KINDS), ("LJ01", "ZS01", "FW01"), strict=True))
DESK = "/work/sort/"
CANNOT_TELL = "看不出是哪一类"


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    """A data folder of its own, without any model."""
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture
def worker(street: World, client: Client) -> Client:
    """A community worker at the pages."""
    client.force_login(Person.objects.get(pk=street.people["worker"]))
    return client


def desk(client: Client) -> str:
    """What the sorting desk says."""
    page = client.get(DESK)
    assert page.status_code == 200
    return words(page)


def suggested(case: Case) -> Suggestion:
    deliver()
    kept = selectors.suggestion_for(Ref("cases.case", case.pk))
    assert kept is not None
    return kept


# --- texts


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_what_nobody_can_sort_waits_for_a_person_who_is_told_so(street: World, worker: Client, text: str) -> None:
    case = street.report("", text=text)
    kept = suggested(case)
    group_waiting()
    assert (kept.options, kept.first, parked()) == ([], "", [])
    assert CANNOT_TELL in desk(worker)
    assert Heard.objects.filter(about_id=case.pk, grouped=True).exists(), "it is heard and grouped all the same"


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "请写下是什么事"), ("灯", "请写下是什么事"), ("  \n", "请写下是什么事"), ("灯" * 10_000, "5000")],
)
def test_nothing_one_sign_and_ten_thousand_are_refused_in_words(
    street: World, client: Client, text: str, why: str
) -> None:
    page = client.post("/report/", {"text": text})
    assert why in words(page)
    assert not Case.objects.exists() and not Suggestion.objects.exists()


def test_a_reporter_whose_words_say_nothing_may_send_them(street: World, client: Client) -> None:
    """The resident's page offers no type, and the matter goes to the desk."""
    walk(client, NOTHING["cyrillic"], matter="")
    case = Case.objects.get()
    assert case.state == "sorting" and suggested(case).options == [] and parked() == []


# --- models


def learn(var: Path, many: int = 600, codes: Mapping[str, str] = CODES) -> str:
    """A model by the command of the terminal, from a file whose labels are types of the list; it is taken into use."""
    file, out = var / "lessons.csv", StringIO()
    with file.open("w", encoding="utf-8", newline="") as opened:
        sheet = csv.writer(opened)
        sheet.writerow(("subject", "body", "label"))
        sheet.writerows((message.subject, message.body, codes[label]) for message, label in rows(many))
    call_command("triage_train", str(file), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["taken"]
    return str(told["version"])


def cut(var: Path, version: str) -> None:
    file = var / "models" / version / "model.npz"
    file.write_bytes(file.read_bytes()[:500])


def flipped(var: Path, version: str) -> None:
    file = var / "models" / version / "model.npz"
    content = bytearray(file.read_bytes())
    for at in range(100, len(content), 997):
        content[at] ^= 0xFF
    file.write_bytes(content)


def gone(var: Path, version: str) -> None:
    (var / "models" / version / "model.npz").unlink()


def unexplained(var: Path, version: str) -> None:
    (var / "models" / version / "facts.json").write_text("{", encoding="utf-8")


def astray(var: Path, version: str) -> None:
    for pointer in pointers(var):
        pointer.write_text("../../etc", encoding="utf-8")


def a_folder(var: Path, version: str) -> None:
    for pointer in pointers(var):
        pointer.unlink()
        pointer.mkdir()


def pointers(var: Path) -> list[Path]:
    """The files that name a version in use."""
    return [path for path in (var / "models").iterdir() if path.is_file() and path.name[0] != "."]


@pytest.mark.parametrize("harm", [cut, flipped, gone, unexplained, astray, a_folder])
def test_with_a_damaged_model_the_lists_words_go_on(
    street: World, worker: Client, var: Path, harm: Callable[[Path, str], None]
) -> None:
    harm(var, learn(var))
    kept = suggested(street.report("", text=LAMP))
    assert (kept.source, kept.first, parked()) == ("list", "LJ01", [])
    assert 'value="LJ01"' in worker.get(DESK).content.decode()
    assert "责任清单自己的用词" in words(worker.get("/work/sorting/suggestions/"))
    walk(Client(), LAMP)
    assert Case.objects.filter(matter="LJ01").exists()


def test_a_model_of_other_labels_is_not_asked(street: World, var: Path) -> None:
    """Trained on the kinds of another city, it knows no type of this list."""
    learn(var, 240, {kind: kind for kind in KINDS})
    assert suggested(street.report("", text=LAMP)).source == "list"


def test_a_model_of_the_list_says_too_that_it_cannot_tell(street: World, worker: Client, var: Path) -> None:
    version = learn(var)
    kept = suggested(street.report("", text=NOTHING["cyrillic"]))
    assert (kept.source, kept.options) == (version, []) and CANNOT_TELL in desk(worker)


@pytest.mark.parametrize("many", [499, 600])
def test_a_model_of_few_rows_only_shows(street: World, var: Path, many: int) -> None:
    """Sure as it is, and low as the community's level is."""
    version = learn(var, many)
    secretary, community = street.actor("secretary"), street.places["440305007010"]
    services.set_level(actor=secretary, community=community, permille=500)
    text = "，".join(KINDS["水"][:4])
    case = street.report("", text=text)
    kept = suggested(case)
    assert kept.source == version and kept.first == CODES["水"] and kept.permille >= 500
    assert Case.objects.get(pk=case.pk).state == ("sorting" if many < 500 else "filed")
