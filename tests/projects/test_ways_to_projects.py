"""The strip of a project names things by their titles as far as the reader may know; ways lead to what exists here."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.projects.project_world import HOME, Life
from tests.projects.test_project_pages import page, signed_in

from gongzhi.kernel.reference import Ref
from gongzhi.ledger import services as ledger
from gongzhi.projects import services
from gongzhi.record import services as record

pytestmark = pytest.mark.django_db


@pytest.mark.row("K07")
def test_the_strip_names_what_it_came_from_and_hides_what_is_hidden(street):
    life = Life(street).fixable()
    case = street.report()
    record_link(case, life)
    said = page(Client(), "project", life.id)
    strip = said[said.index("pj-strip") : said.index("四道程序")]
    assert "楼道想装扶手" in strip and " 号" not in strip, strip
    assert "三单元的灯坏了三天" not in said, "a report's own words are nobody's to read here"
    assert "议事会" in said[said.index("四道程序") :], "evidence goes by its name, too"
    assert "三单元的灯坏了三天" not in page(signed_in(street.people["officer"]), "project", life.id)


def record_link(case, life) -> None:
    with transaction.atomic():
        record.link(Ref("cases.case", case.pk), life.now().need.ref, "raised")


@pytest.mark.row("C14")
def test_a_case_leads_to_several_parties_and_to_dispute_money_for_those_who_may(street):
    case = street.report()
    desk, head = signed_in(street.people["worker"]), signed_in(street.people["head"])
    way = reverse("linkage_new", args=["case", case.pk])
    told = page(desk, "work_matter", case.pk)
    assert way in told and "support/new" not in told, "no fund pays for it here"
    assert way not in page(head, "work_matter", case.pk)
    ledger.open_fund(
        actor=street.actor("secretary"), body_id=street.body_of("secretary").pk, place_id=street.places[HOME].pk,
        name="调处资金", source="community_fund", purposes=("disputes",),
    )  # fmt: skip
    assert f"{reverse('support_new')}?case={case.pk}" in page(desk, "work_matter", case.pk)
    assert desk.get(way).status_code == 200
    made = services.open_workspace(
        actor=street.actor("worker"), about=Ref("cases.case", case.pk), body_id=street.body_of("worker").pk,
        place_id=street.places[HOME].pk, title="独居老人的灯",
    )  # fmt: skip
    told = page(desk, "work_matter", case.pk)
    assert "几方一起办：独居老人的灯" in told and way not in told
    assert reverse("linkage", args=[made.pk]) not in page(head, "work_matter", case.pk)


@pytest.mark.row("C13")
def test_together_shows_ways_to_what_exists_here_only(street):
    def ways(client: Client, at: str = HOME) -> str:
        client.cookies["community"] = at
        return page(client, "together")

    anyone, desk, manager = Client(), signed_in(street.people["worker"]), signed_in(street.people["manager"])
    assert "和伙伴一起办" not in ways(anyone) and reverse("checkin_desk") in ways(desk)
    services.register_facility(
        actor=street.actor("secretary"), body_id=street.body_of("secretary").pk, place_id=street.places[HOME].pk,
        kind="canteen", name="长者饭堂",
    )  # fmt: skip
    told = ways(anyone)
    assert reverse("facilities") in told and reverse("ventures") not in told and reverse("linkages") not in told
    assert reverse("facilities") not in ways(Client(), "440305007011"), "another community's"
    assert reverse("checkin_mine") in ways(manager) and reverse("linkages") not in ways(manager)
