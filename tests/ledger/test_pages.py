"""The public ledger shows bodies and matters, never people; the desk does what the services allow."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.world import MONDAY

from gongzhi.kernel import clock
from gongzhi.kernel.sheets import open_sheet
from gongzhi.ledger import selectors, services
from gongzhi.ledger.models import Entry, Fund, Payment, Run, Split
from gongzhi.people.models import Person

from .conftest import RAMP, Till

PERSON = "王秀兰"


def signed_in(till: Till, who: str) -> Client:
    """A browser of this member of staff."""
    client = Client()
    client.force_login(Person.objects.get(pk=till.street.people[who]))
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    """The page as words."""
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def download(client: Client, url: str) -> bytes:
    """The file behind the address."""
    response = client.get(url)
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.fixture
def busy(till: Till, monkeypatch: pytest.MonkeyPatch) -> Till:
    """A fund with entries of every kind; one payee is a person."""
    monkeypatch.setattr("gongzhi.ledger.selectors.matters._namers", {})
    selectors.named_by(RAMP.label)(lambda ids: {pk: selectors.Matter("3 栋坡道", "/x/1/") for pk in ids})
    till.receive(100_000, paper="拨款 1 号")
    till.receive(5_000, "elder_care", giver_body_id=till.street.body("street_housing").pk)
    till.pay(30_000, paper="=1+1")
    till.pay(200, payee_body_id=None, payee=PERSON)
    undone = till.pay(100)
    services.reverse(actor=till.street.actor("officer"), entry_id=undone.pk, reason="写错了数")
    till.reserve(700)
    return till


def test_everybody_reads_every_fen_and_nobody_reads_a_name(busy: Till, client: Client) -> None:
    assert busy.fund.name in text(client, "/funds/")
    page = text(client, f"/funds/{busy.fund.pk}/")
    for part in ("748.00", "1,050.00", "302.00", "300.00", "3 栋坡道", "/x/1/", "拨款 1 号", "data-chart", "7.00"):
        assert part in page, part
    everywhere = [page, text(client, f"/funds/{busy.fund.pk}/?year=2026&purpose=environment")]
    everywhere += [text(client, f"/funds/{busy.fund.pk}/entries/{one.pk}/") for one in Entry.objects.all()]
    undone = Entry.objects.get(kind="reversed")
    assert "写错了数" in everywhere[-1] and f"/entries/{undone.reverses_id}/" in everywhere[-1]
    assert "/report/?say=" in everywhere[-1]
    sheet = download(client, f"/funds/{busy.fund.pk}/export/csv/").decode("utf-8-sig")
    assert not any(PERSON in one for one in [*everywhere, sheet])
    assert not any(name in one for one in everywhere for name in ("secretary", "worker"))


def test_the_sheet_adds_up_and_holds_no_formula(busy: Till, client: Client) -> None:
    raw = download(client, f"/funds/{busy.fund.pk}/export/csv/?year=2026")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))

    def fen(cell: str) -> int:
        return int(cell.replace(",", "").replace(".", "") or 0)

    assert sum(fen(r["收入"]) - fen(r["支出"]) for r in rows) == selectors.balance(busy.fund.pk) == 74_800
    assert [r["凭证"] for r in rows if "1+1" in r["凭证"]] == ["'=1+1"]
    book = download(client, f"/funds/{busy.fund.pk}/export/xlsx/")
    with open_sheet(io.BytesIO(book)) as sheet:
        assert len(list(sheet.rows())) == Entry.objects.count()
    assert download(client, f"/funds/{busy.fund.pk}/export/csv/?year=1999").count(b"\n") == 1
    assert client.get(f"/funds/{busy.fund.pk}/export/pdf/").status_code == 404


def test_pages_of_entries_show_each_once(till: Till, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongzhi.ledger.pages.public.PAGE", 4)
    made = {till.receive(n, ("environment", "elder_care")[n % 2]).pk for n in range(1, 12)}
    url, seen = f"/funds/{till.fund.pk}/", []
    while url:
        context = client.get(url).context
        seen += [row["entry"].pk for row in context["entries"]]
        url = f"/funds/{till.fund.pk}/{context['older'].split('#')[0]}" if context["older"] else ""
    assert seen == sorted(made, reverse=True)


@pytest.mark.parametrize("query", ["?year=abc", "?year=99999999999", "?before=x", "?before=2026-13-01.5", "?purpose=x"])
def test_odd_addresses_do_no_harm(till: Till, client: Client, query: str) -> None:
    till.receive(5)
    text(client, f"/funds/{till.fund.pk}/{query}")
    text(client, "/funds/999/", 404)
    text(client, f"/funds/{till.fund.pk}/entries/999/", 404)
    text(client, f"/funds/{till.fund.pk}/splits/999/", 404)


def test_a_payment_walks_through_the_desk_by_two_people(till: Till) -> None:
    till.receive(100_000)
    worker, secretary = signed_in(till, "worker"), signed_in(till, "secretary")
    url = f"/work/funds/{till.fund.pk}/do/ask/"
    given = {"purpose": "environment", "amount": "一千元", "about": f"ledger.fund:{till.fund.pk}", "payee": "木工店"}
    for wrong, code in (({"amount": "1,000.001"}, 422), ({"amount": "1000.01"}, 422), ({"about": "x.y:1"}, 422),
                        ({"purpose": "training"}, 422), ({"payee": " "}, 422)):  # fmt: skip
        assert worker.post(url, given | wrong).status_code == code
    assert worker.post(url, given).status_code == 302
    payment = Payment.objects.get()
    address = f"/work/payments/{payment.pk}/"
    assert "要由两个人来做" in text(worker, address) and "批这笔付款" not in text(worker, address)
    worker.post(f"{address}do/approve/")
    assert selectors.balance(till.fund.pk) == 100_000, "one person alone"
    assert "等您批" in text(secretary, "/work/funds/") and address in text(secretary, "/work/funds/")
    assert "批这笔付款" in text(secretary, address)
    secretary.post(f"{address}do/approve/")
    secretary.post(f"{address}do/approve/")
    assert selectors.balance(till.fund.pk) == 0
    entry = Entry.objects.get(kind="paid")
    reverse = f"/work/entries/{entry.pk}/reverse/"
    assert secretary.post(reverse, {"reason": "错"}).status_code == 422, "who approved does not undo"
    assert worker.post(reverse, {"reason": ""}).status_code == 422
    assert worker.post(reverse, {"reason": "退货"}).status_code == 302
    assert selectors.balance(till.fund.pk) == 100_000


def test_refused_and_withdrawn_at_the_desk(till: Till) -> None:
    till.receive(100)
    worker, secretary = signed_in(till, "worker"), signed_in(till, "secretary")
    first, second = till.ask(10), till.ask(10)
    url = f"/work/payments/{first.pk}/do/refuse/"
    assert (secretary.get(url).status_code, secretary.post(url, {"reason": ""}).status_code) == (200, 422)
    assert worker.post(url, {"reason": "不"}).status_code == 422
    assert secretary.post(url, {"reason": "没有发票"}).status_code == 302
    worker.post(f"/work/payments/{second.pk}/do/withdraw/")
    assert set(Payment.objects.values_list("state", flat=True)) == {"refused", "withdrawn"}
    assert "没有发票" in text(worker, f"/work/payments/{first.pk}/")
    assert secretary.get(f"/work/payments/{second.pk}/do/approve/").status_code == 404
    assert secretary.post(f"/work/payments/{second.pk}/do/burn/").status_code == 404


def test_funds_receipts_sheets_and_divisions_at_the_desk(till: Till) -> None:
    worker = signed_in(till, "worker")
    new: dict[str, Any] = {"body": till.fund.body_id, "name": "维修资金", "source": "repair_fund", "unit": "fen",
                           "purposes": ["repair"]}  # fmt: skip
    assert worker.post("/work/funds/new/", new | {"body": 1}).status_code == 422
    assert worker.post("/work/funds/new/", new).status_code == 302
    assert worker.post("/work/funds/new/", new).status_code == 422
    fund = Fund.objects.get(name="维修资金")
    act = f"/work/funds/{fund.pk}/do/"
    assert worker.post(f"{act}receive/", {"purpose": "repair", "amount": "１，０００"}).status_code == 302
    assert worker.post(f"{act}receive/", {"purpose": "repair", "amount": "5", "giver": "没有的公司"}).status_code == 422
    sheet = (
        "日期,用途,收入,支出,编号,经办人,审批人\n2026-09-01,共用部位维修,5,,1,,\n2026-09-02,共用部位维修,,1,2,甲,甲\n"
    )
    file = SimpleUploadedFile("a.csv", sheet.encode())
    assert worker.post(f"{act}import/", {"file": file}).status_code == 302
    assert worker.post(f"{act}import/", {"file": SimpleUploadedFile("a.csv", b"%PDF-1.4")}).status_code == 422
    run = Run.objects.get()
    assert (run.booked, run.refused) == (1, 1) and "下载没有收的行" in text(worker, f"/work/funds/{fund.pk}/")
    back = download(worker, f"/work/funds/imports/{run.pk}/refused/").decode("utf-8-sig")
    assert "经办人和审批人是同一个人" in back and "2026-09-02" in back
    units = {"purpose": "repair", "amount": "100.01", "title": "电梯", "paper": ""}
    bad, good = "房号,面积\n1,80\n1,80\n", "房号,面积\n1,80\n2,80.5\n"
    assert worker.post(f"{act}split/", units | {"file": SimpleUploadedFile("s.csv", bad.encode())}).status_code == 422
    assert worker.post(f"{act}split/", units | {"file": SimpleUploadedFile("s.csv", good.encode())}).status_code == 302
    split = Split.objects.get()
    page = text(Client(), f"/funds/{fund.pk}/splits/{split.pk}/")
    assert "100.01" in page and "80.50" in page
    assert f"/funds/{fund.pk}/splits/{split.pk}/" in text(Client(), f"/funds/{fund.pk}/")


def test_strangers_are_kept_from_the_desk(busy: Till) -> None:
    payment, entry = Payment.objects.earliest("pk"), Entry.objects.earliest("pk")
    run = Run.objects.create(fund=busy.fund, filename="x", at=timezone.now(), misfits=[[2, "错", [PERSON]]])
    addresses = [
        "/work/funds/", "/work/funds/new/", f"/work/funds/{busy.fund.pk}/", f"/work/payments/{payment.pk}/",
        f"/work/payments/{payment.pk}/do/refuse/", f"/work/entries/{entry.pk}/reverse/",
        f"/work/funds/imports/{run.pk}/refused/",
        *(f"/work/funds/{busy.fund.pk}/do/{act}/" for act in ("ask", "receive", "import", "split")),
    ]  # fmt: skip
    for url in addresses:
        assert Client().get(url).status_code == 302, url
    for who in ("neighbour", "manager", "head"):
        client = signed_in(busy, who)
        for url in addresses[2:]:
            assert client.get(url).status_code == 403, (who, url)
    watcher = signed_in(busy, "watcher")
    assert watcher.get(addresses[2]).status_code == 200, "the residents' supervision reads"
    assert all(watcher.get(url).status_code == 403 for url in addresses[5:])
    assert "批这笔付款" not in text(watcher, addresses[3])
    with clock.at(MONDAY):
        assert signed_in(busy, "officer").get(addresses[2]).status_code == 200
