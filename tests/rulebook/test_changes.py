"""A new law is a new dated pack: it changes what comes after its day only, and says what it reaches (row J07)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import world

from gongzhi.cases import services as cases
from gongzhi.cases.selectors import told
from gongzhi.cases.services import NewCase
from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.reference import Ref
from gongzhi.rulebook import selectors as rulebook
from gongzhi.rulebook.changes import days_of_change
from gongzhi.rulebook.uses import asked_in

NEW = date(2026, 9, 10)
LOCAL = """
[pack]
title = "受理时限改短"
ground = "local choice"
note = "试验"

[[rule]]
name = "case.accept_limit"
value = { amount = 2, unit = "hours" }
valid_from = 2020-01-01
valid_to = 2026-09-09

[[rule]]
name = "case.accept_limit"
value = { amount = 1, unit = "hours" }
valid_from = 2026-09-10
"""


@pytest.fixture
def local_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A local pack from 10 September on; forgotten afterwards."""
    (tmp_path / "shorter.toml").write_text(LOCAL, "utf-8")
    monkeypatch.setenv("GONGZHI_RULE_PACKS", str(tmp_path))
    rulebook.forget()
    yield
    monkeypatch.delenv("GONGZHI_RULE_PACKS")
    rulebook.forget()


def accept_clock(moment: datetime, street: world.World) -> Any:
    """Somebody reports at this moment; the clock that then runs for taking it in."""
    with clock.at(moment):
        text = f"三单元楼道灯不亮 {moment:%H%M%S}"
        new = NewCase(text=text, matter="LJ01", place_id=street.places["NYHY3"].pk)
        receipt = cases.report_case(actor=None, new=new)
    return next(d for d in duties.of(Ref(told.LABEL, receipt.case.pk)) if d.kind == "accept")


@pytest.mark.row("J07")
@pytest.mark.django_db
def test_a_new_pack_changes_only_what_comes_after_its_day(local_pack: None) -> None:
    with clock.at(world.MONDAY):
        street = world.build()
    last = accept_clock(datetime(2026, 9, 9, 23, 59, 59, tzinfo=CHINA), street)
    first = accept_clock(datetime(2026, 9, 10, 0, 0, tzinfo=CHINA), street)
    assert last.due_at - last.opened_at == timedelta(hours=2)
    assert first.due_at - first.opened_at == timedelta(hours=1)
    later = datetime(2026, 9, 30, tzinfo=CHINA)
    assert duties.due_as_of(last, later) == last.due_at, "what began under the old rule keeps it"


@pytest.mark.row("J07")
def test_the_impact_list_names_the_rule_its_values_and_who_asks_for_it(local_pack: None) -> None:
    change = rulebook.changed(NEW - timedelta(days=1), NEW)
    assert [(c.name, c.kind) for c in change] == [("case.accept_limit", "value")]
    assert (change[0].before.number, change[0].after.number) == (2, 1)  # type: ignore[union-attr]
    assert rulebook.asked_by()["case.accept_limit"] == ("cases",)
    assert NEW in rulebook.changing_days()
    assert rulebook.title("shorter.toml") == "受理时限改短"


def test_the_revision_of_2025_is_seen_as_new_changed_and_the_same_on_another_ground() -> None:
    kinds = {c.name: c.kind for c in rulebook.changed(date(2025, 12, 31), date(2026, 1, 1))}
    assert kinds["committee.assembly.call_share"] == "value"
    assert kinds["committee.assembly.quorum"] == "ground"
    assert kinds["committee.representatives.quorum"] == "new"
    assert "case.accept_limit" not in kinds


def test_a_rule_that_ends_without_a_follower_is_a_change_of_the_next_day() -> None:
    rule = rulebook.history("committee.term_years")[0]
    assert days_of_change({"committee.term_years": (rule,)}) == [date(2026, 1, 1)]


def test_names_that_the_code_completes_are_found_too(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.py").write_text(
        'limit(f"case.tier.{tier}", day)\nrule("case.decide_limit", day)\n', "utf-8"
    )
    found = asked_in(tmp_path, ["case.tier.2h", "case.decide_limit", "case.undo"])
    assert found == {"case.tier.2h": ("cases",), "case.decide_limit": ("cases",), "case.undo": ()}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_can_read_the_rules_of_a_day(client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    page = client.get("/rules/?on=2025-12-31").content.decode()
    assert "1/5" in page and "第十条" in page and "committee.assembly.call_share_representatives" not in page
    later = client.get("/rules/?on=2026-01-01").content.decode()
    assert "1/10" in later and "committee.assembly.call_share_representatives" in later
    assert client.get("/rules/?on=tomorrow").status_code == 200, "a mistyped day shows today's, with the mistake said"
