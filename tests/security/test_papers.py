"""Files that come in and go out: photographs, lists, exports; and the same thing sent twice."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.pages_support import hidden, picture, walk

from gongzhi.cases.models import Case, Photo
from gongzhi.places.models import Place
from gongzhi.record.services import deliver

from .conftest import NAME, PHONE, SECRETS, Town
from .test_objects import said

FORMULA = re.compile(r"^[=+\-@\t\r＝＋－＠]")
POLYGLOT = b"\xff\xd8\xff\xe0<html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_a_photograph_goes_out_as_a_picture_and_only_to_those_who_may(town: Town) -> None:
    mine, staff = f"/r/{town.code}/picture/{town.photo.pk}/", f"/work/photos/{town.photo.pk}/"
    for browser, address in ((Client(), mine), (town.browser("worker"), staff)):
        answer = browser.get(address)
        assert answer["Content-Type"] == "image/jpeg" and answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"] and said(answer)
    public = f"/m/{town.case.pk}/picture/{town.photo.pk}/"
    for who in ("", "other", "far_head", "neighbour", "housing"):
        assert town.browser(who).get(public).status_code == 404, who
    assert town.browser("neighbour").get(staff).status_code == 403
    assert Client().get(f"/r/{'0' * 16}/picture/{town.photo.pk}/").status_code == 404
    worker = town.browser("worker")
    worker.post(f"/work/photos/{town.photo.pk}/release/", {"shown": "1"})
    assert said(Client().get(public)) and Client().get(f"/m/{town.tip.pk}/picture/{town.photo.pk}/").status_code == 404


def test_file_names_are_ours_and_cannot_be_guessed(town: Town) -> None:
    assert re.fullmatch(r"cases/\d{4}/\d\d/[0-9a-f]{32}\.jpg", town.photo.file.name)
    for address in (f"/media/{town.photo.file.name}", f"/{town.photo.file.name}", f"/static/../{town.photo.file.name}"):
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.jpg", POLYGLOT, "image/jpeg"),
        ("a.svg", SVG, "image/svg+xml"),
        ("a.html", b"<script>alert(1)</script>", "image/jpeg"),
        ("../../../etc/passwd\x00.jpg", b"GIF89a", "image/gif"),
        ("a.jpg", b"", "image/jpeg"),
    ],
)
def test_what_is_no_picture_is_never_kept(town: Town, settings: Any, name: str, content: bytes, kind: str) -> None:
    before = Photo.objects.count(), sorted(Path(settings.MEDIA_ROOT).rglob("*.*"))
    file = SimpleUploadedFile(name, content, kind)
    assert Client().post(f"/r/{town.code}/photo/", {"photo": file}).status_code == 200
    file.seek(0)
    answer = Client().post("/report/", {"text": "灯坏了三天", "photos": [file]})
    assert answer.status_code == 200 and "灯坏了三天" in answer.content.decode()
    assert (Photo.objects.count(), sorted(Path(settings.MEDIA_ROOT).rglob("*.*"))) == before


def test_a_picture_is_made_anew_whatever_was_behind_it(town: Town) -> None:
    real = picture()
    file = SimpleUploadedFile("x.php.html", real.read() + b"<script>alert(1)</script>", "text/html")
    assert Client().post(f"/r/{town.code}/photo/", {"photo": file}).status_code == 302
    kept = Photo.objects.latest("pk")
    assert b"<script" not in kept.file.read() and kept.file.name.endswith(".jpg")
    kept.file.close()


def test_a_photograph_of_a_draft_is_only_its_writers(town: Town) -> None:
    writer = Client()
    writer.post("/report/", {"text": "灯坏了三天", "photos": [picture()]})
    token = writer.session["report"]["photos"][0]
    assert said(writer.get(f"/report/photo/{token}/"))
    assert Client().get(f"/report/photo/{token}/").status_code == 404
    assert town.browser("officer").get(f"/report/photo/{token}/").status_code == 404


def cells(answer: Any) -> list[list[str]]:
    """The rows of a CSV."""
    return list(csv.reader(io.StringIO(said(answer).removeprefix("\ufeff"))))


def test_files_hold_nobody_and_no_formula(town: Town) -> None:
    deliver()
    Place.objects.filter(code="NYHY3").update(name='=HYPERLINK("http://evil.example")')
    for who, address in (
        ("officer", "/street/cases.csv"),
        ("worker", "/street/cases.csv"),
        ("watcher", "/street/cases.csv"),
        ("", "/board/440305007/figures.csv"),
        ("", "/board/440305007010/figures.csv"),
        ("", "/list/editions/1.csv"),
    ):
        answer = town.browser(who).get(address)
        assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"], address
        rows = cells(answer)
        assert len(rows) > 1, address
        assert not [s for s in (*SECRETS, town.code) if s in str(rows)], address
        assert not [cell for row in rows for cell in row if FORMULA.match(cell)], address


def test_public_pages_name_nobody_and_hold_back_small_counts(town: Town) -> None:
    deliver()
    for address in (
        "/", "/board/", "/board/440305007/", "/board/440305007010/", "/c/440305007010/", f"/m/{town.case.pk}/",
        "/board/440305007010/cases/?figure=reported", "/board/440305007010/cases/?figure=response_due",
    ):  # fmt: skip
        answer = Client().get(address)
        assert answer.status_code in (200, 404), address
        assert not [s for s in SECRETS if s in said(answer)], address
    # One case of a kind in a community can be told from its neighbours; the number is not printed.
    for row in cells(Client().get("/board/440305007010/figures.csv"))[1:]:
        assert row[6] in ("", "0", "<3") or int(row[6]) >= 3, row


def test_the_same_report_twice_is_one_matter_and_one_person(town: Town) -> None:
    browser = Client()
    browser.get("/report/?at=NYHY3")
    browser.post("/report/", {"text": "电梯又停了"})
    told = {**hidden(browser.get("/report/check/")), "phone": PHONE, "name": NAME}
    before = Case.objects.count()
    receipts = {browser.post("/report/check/", told).url for _ in range(3)} | {
        Client().post("/report/check/", told).url
    }
    assert len(receipts) == 1 and Case.objects.count() == before + 1


def test_the_key_of_another_channel_opens_no_receipt(town: Town) -> None:
    """What a helper or an import keyed is found again only by a helper or an import."""
    key = "ab" * 16
    taken = town.street.report(
        "LJ01", actor=town.street.actor("worker"), text="替王阿婆登记", channel="phone", key=key, phone="13500001111"
    )
    place = str(town.street.places["NYHY3"].pk)
    browser = Client()
    answer = browser.post("/report/check/", {"text": "别的事情", "place": place, "key": key})
    assert answer.status_code == 302
    assert "王阿婆" not in said(browser.get(answer.url)) and "王阿婆" not in said(browser.get(f"/m/{taken.pk}/"))


def test_many_reports_of_one_browser_are_one_person(town: Town) -> None:
    browser = Client()
    walk(browser, "一件事情")
    first = Case.objects.latest("pk").reporter_id
    walk(browser, "又一件事情")
    assert Case.objects.latest("pk").reporter_id == first
