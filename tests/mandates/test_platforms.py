"""Row E08: every matter type belongs to exactly one of the four platforms, or its list is not published."""

from __future__ import annotations

import csv
from types import SimpleNamespace

import pytest
from django.test import Client

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.mandates import selectors, services
from gongzhi.mandates.models import Edition
from gongzhi.mandates.rules.sheet import read
from gongzhi.mandates.selectors.book import LISTS
from gongzhi.mandates.services.files import read_sheet
from gongzhi.mandates.words import PLATFORMS, platform_of_body
from gongzhi.organisations.words import BODY_KINDS

from . import sheets


@pytest.fixture
def shipped() -> list[dict[str, str]]:
    with (LISTS / "start.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.row("E08")
def test_the_shipped_list_is_classed_whole(shipped: list[dict[str, str]]) -> None:
    classed: dict[str, set[str]] = {}
    for row in shipped:
        classed.setdefault(row["code"], set()).add(row["platform"])
    assert all(len(words) == 1 for words in classed.values())
    assert {word for words in classed.values() for word in words} == set(PLATFORMS)
    assert {row["group"] for row in shipped} <= set(selectors.platform_defaults())
    assert set(selectors.platform_defaults().values()) <= set(PLATFORMS)


@pytest.mark.row("E08")
@pytest.mark.parametrize(
    ("code", "platform"),
    [("AQ20", "market"), ("SR01", "enforcement"), ("ZS12", "order"), ("MS01", "service"), ("SQ14", "market")],
)
def test_some_types_are_where_everybody_looks_for_them(shipped: list[dict[str, str]], code: str, platform: str) -> None:
    assert {row["platform"] for row in shipped if row["code"] == code} == {platform}


@pytest.mark.row("E08")
def test_a_sheet_from_before_is_classed_by_its_groups(shipped: list[dict[str, str]]) -> None:
    old = [{k: v for k, v in row.items() if k != "platform"} for row in shipped]
    outcome = read(old, sheets.WORDS)
    assert not outcome.refusals
    assert all(m.platform == selectors.platform_defaults()[m.group] for m in outcome.matters)


@pytest.mark.row("E08")
def test_an_unknown_platform_and_two_platforms_for_one_type_are_refused() -> None:
    wrong = read(sheets.changed(sheets.short(), 2, platform="city"), sheets.WORDS)
    assert {(r.row, r.column, r.code) for r in wrong.refusals} >= {(4, "platform", "unknown_word")}
    torn = read(sheets.changed(sheets.short(), 2, platform="order"), sheets.WORDS)
    assert {(r.column, r.code) for r in torn.refusals} == {("platform", "differs")}


@pytest.mark.row("E08")
def test_a_list_with_an_unclassed_type_is_kept_as_a_draft_and_not_published(town: SimpleNamespace) -> None:
    rows = [{**row, "platform": "" if row["code"] == "LJ02" else row["platform"]} for row in sheets.short()]
    draft = services.import_list(actor=town.lead, content=sheets.as_csv(rows), name="x.csv").edition
    assert draft is not None
    with pytest.raises(Refused) as refusal:
        services.publish(actor=town.lead, list_id=draft.pk, on=clock.today().date())
    assert refusal.value.code == "unclassed" and "LJ02" in str(refusal.value.message)
    assert "LJ01" not in str(refusal.value.message)
    assert Edition.objects.get(pk=draft.pk).state == "draft"


@pytest.mark.row("E08")
def test_every_published_matter_is_on_one_platform_and_the_pages_say_which(listed: SimpleNamespace) -> None:
    assert [m.platform for m in selectors.matters()] == ["service"] * 3
    page = Client().get("/list/").content.decode()
    assert "四平台" in page and "便民服务" in page
    assert "四平台里归“便民服务”" in Client().get("/list/matter/LJ01").content.decode()
    assert "LJ01" not in Client().get("/list/?platform=order").content.decode()
    assert Client().get("/list/?platform=nothing").status_code == 200


@pytest.mark.row("E08")
def test_every_kind_of_body_works_on_one_platform() -> None:
    assert {platform_of_body(kind) for kind in BODY_KINDS} == set(PLATFORMS)


def test_what_was_exported_holds_the_platform(listed: SimpleNamespace) -> None:
    again = read_sheet(services.export_list(listed.edition, "csv"))
    assert {row["platform"] for row in again.rows} == {"service"}
