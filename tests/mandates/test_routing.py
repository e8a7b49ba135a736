"""Who gets a matter at a place, and why: the first rung whose lead exists there; the reason names line and ground."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from gongzhi.kernel.errors import Refused
from gongzhi.mandates import selectors, services
from gongzhi.mandates.words import LADDER
from gongzhi.organisations import services as organisations

from .conftest import SETUP, TODAY, load
from .sheets import matter, short

ON = TODAY.date()


def test_a_matter_goes_to_the_lead_of_its_first_rung(listed: SimpleNamespace, django_assert_num_queries: Any) -> None:
    selectors.forget()
    selectors.matter("LJ01")
    with django_assert_num_queries(1):
        found = selectors.route("LJ01", listed.places["NYHY3"], ON)
    assert (found.rung, found.body.kind, found.skipped) == ("building", "property_company", ())
    assert selectors.route("LJ02", listed.places["NYHY3"], ON).rung == "community"
    assert selectors.route("ZS01", listed.places["NYHY3"], ON).rung == "street"


def test_a_rung_without_its_body_is_passed_over_with_the_reason(listed: SimpleNamespace) -> None:
    found = selectors.route("LJ01", listed.places["440305007011"], ON)
    assert (found.rung, found.body.place.name) == ("community", "后海社区")
    assert [(s.rung, s.lead) for s in found.skipped] == [("building", "property_company"), ("grid", "grid_team")]
    assert found.data["skipped"] == [["building", "property_company"], ["grid", "grid_team"]]
    assert (found.data["clause"], found.data["number"], found.data["list"]) == ("LJ01:community", 1, 1)


def test_the_reason_names_line_ground_and_what_was_passed_over_in_both_languages(listed: SimpleNamespace) -> None:
    found = selectors.route("LJ01", listed.places["NY1"], ON)
    with translation.override("zh-hans"):
        assert found.reason.startswith("清单第 1 条：楼道灯不亮由南油一网格grid_team主责。依据：本责任清单。")
        assert "楼一级在这里没有物业，所以上到网格。" in found.reason
    with translation.override("en"):
        assert found.reason.startswith("List item 1: ")
        assert "building" in found.reason
        assert "主责" not in found.reason


def test_a_matter_that_rises_starts_at_the_rung_asked_for(listed: SimpleNamespace) -> None:
    place = listed.places["NYHY3"]
    for rung in LADDER:
        assert selectors.route("LJ01", place, ON, at_least=rung).rung == rung
    assert selectors.route("ZS01", place, ON, at_least="grid").rung == "street"
    with pytest.raises(ValueError, match="province"):
        selectors.route("LJ01", place, ON, at_least="province")


def test_what_cannot_be_routed_is_refused_in_words(listed: SimpleNamespace) -> None:
    def code(*given: Any) -> str:
        with pytest.raises(Refused) as refusal, transaction.atomic():
            selectors.route(*given)
        assert str(refusal.value)
        return refusal.value.code

    place = listed.places["NYHY3"]
    assert code("XX99", place, ON) == "unknown_matter"
    assert code("", place, ON) == "unknown_matter"
    assert code("LJ01", place, ON - timedelta(days=1)) == "no_list"
    for body in listed.bodies.values():
        organisations.close_body(actor=SETUP, body_id=body.pk)
    assert code("LJ01", place, ON) == "no_body"


@pytest.mark.row("E07")
def test_the_matrix_of_place_matter_and_rung_has_no_empty_cell_or_it_is_named(listed: SimpleNamespace) -> None:
    current = selectors.current_list(ON)
    assert selectors.matrix_gaps(current, listed.places["NYHY3"]) == []
    gaps = selectors.matrix_gaps(current, listed.places["440305007011"])
    assert {(g.code, g.rung) for g in gaps} == {(c, r) for c in ("LJ01", "LJ02", "ZS01") for r in ("building", "grid")}
    assert selectors.unrouted(current, listed.places.values()) == [(listed.places["440305"].pk, code) for code in ()]


@pytest.mark.row("E07")
def test_a_cell_has_one_lead_and_a_place_that_nobody_answers_for_is_named(listed: SimpleNamespace) -> None:
    """Every place × matter × rung resolves to one body; where the last one goes, the pair is reported."""
    current = selectors.current_list(ON)
    for place in listed.places.values():
        for m in current.matters():
            found = [m.lines[rung].lead for rung in LADDER]
            assert len(found) == len(LADDER) == len(m.lines)
            assert selectors.route(m.code, place, ON).body is not None
    organisations.close_body(actor=SETUP, body_id=listed.bodies["district_urban", "440305"].pk)
    assert selectors.unrouted(current, [listed.places["440305"]]) == [
        (listed.places["440305"].pk, code) for code in ("LJ01", "LJ02", "ZS01")
    ]


@pytest.mark.row("F02")
def test_every_matter_and_every_clause_maps_to_a_line(listed: SimpleNamespace) -> None:
    for m in selectors.matters(on=ON):
        for rung in LADDER:
            line = selectors.line(m.code, rung, ON)
            assert line is not None and line.lead and line.ground and line.limit.amount > 0
            assert line.key == f"{m.code}:{rung}"
    assert selectors.line("LJ01", "province", ON) is None
    assert selectors.line("nothing", "street", ON) is None
    assert selectors.matter("nothing", ON) is None


def test_lists_are_searched_by_code_name_group_and_everyday_words(listed: SimpleNamespace) -> None:
    def codes(text: str) -> list[str]:
        return [m.code for m in selectors.search_matters(text, ON)]

    assert codes("zs01") == ["ZS01"]
    assert codes("灯") == ["LJ01"]
    assert codes("环境 垃圾") == ["LJ02"]
    assert codes("我家附近半夜施工吵得睡不着") == ["ZS01"]
    assert codes("没有的词") == []
    assert codes("") == codes("  ") == ["LJ01", "LJ02", "ZS01"]
    assert [m.code for m in selectors.matters("环境", ON)] == ["LJ01", "LJ02", "ZS01"]
    assert selectors.group_names(ON) == {"环境": "环境"}


def test_without_a_list_reads_are_empty_and_routes_say_so(town: SimpleNamespace) -> None:
    selectors.forget(settled=False)
    assert selectors.matters() == [] and selectors.suggest("路灯") == [] and selectors.search_matters("灯") == []
    assert selectors.matter("LJ01") is None and selectors.line("LJ01", "street") is None
    with pytest.raises(Refused) as refusal:
        selectors.route("LJ01", town.places["NYHY3"])
    assert refusal.value.code == "no_list"


@pytest.mark.row("F01")
def test_the_shipped_list_is_loaded_once_and_routes_everywhere_up_to_the_district(town: SimpleNamespace) -> None:
    edition = services.load_starting_list(SETUP)
    assert services.load_starting_list(SETUP) == edition
    current = selectors.current_list(ON)
    assert len(current.matters()) >= 120
    assert len({m.group for m in current.matters()}) == 12
    leads = {(line.lead, line.rung) for m in current.matters() for line in m.lines.values()}
    for kind, rung in sorted(leads):
        code = {"street": "440305007", "district": "440305"}.get(rung, "")
        if code and (kind, code) not in town.bodies:
            place = town.places[code]
            town.bodies[kind, code] = organisations.create_body(
                actor=SETUP, kind=kind, name=kind, place_id=place.pk, since=ON
            )
    assert selectors.unrouted(current, town.places.values()) == []


def test_what_a_community_does_not_do_is_answered_with_a_way(db: None) -> None:
    found = selectors.negative("请帮我找猫，昨天跑丢了")
    assert found is not None and found.code == "FB01" and found.redirect
    assert selectors.negative("FB01") == found
    assert selectors.negative("路灯坏了") is None
    assert selectors.negative("") is None
    assert len(list(selectors.negatives())) >= 10


def test_a_rung_that_is_no_lead_there_does_not_hide_a_later_list(listed: SimpleNamespace) -> None:
    """A route on a later day follows the list of that day."""
    later = ON + timedelta(days=3)
    rows = [r for r in short() if r["code"] != "LJ01"] + matter("LJ01", "楼道灯不亮", start="district")
    services.publish(actor=listed.lead, list_id=load(listed.lead, rows).pk, on=later)
    assert selectors.route("LJ01", listed.places["NYHY3"], ON).rung == "building"
    assert selectors.route("LJ01", listed.places["NYHY3"], later).rung == "district"
