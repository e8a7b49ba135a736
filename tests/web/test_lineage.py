"""The page of a matter's way: both directions, what a reader may not know of, and how many do not fit."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.cases.conftest import street as street
from tests.deliberation.topics_world import raised
from tests.projects.project_world import Life
from tests.world import World

from gongzhi.kernel.reference import Ref
from gongzhi.ledger.selectors import Matter, names
from gongzhi.people.selectors import person
from gongzhi.record.services import link
from gongzhi.web.lineage_picture import Box, Column, picture

pytestmark = pytest.mark.django_db


def test_from_a_report_one_walks_to_the_topic_and_back(street: World, client: Client) -> None:
    live = raised(street).taken_up()
    case = street.report("LJ01")
    link(Ref("cases.case", case.pk), live.topic.ref, "raised")
    down = client.get(f"/lineage/cases.case/{case.pk}/").content.decode()
    assert f'href="/topics/{live.topic.pk}/"' in down and "您从这里来" in down
    up = client.get(f"/lineage/deliberation.topic/{live.topic.pk}/").content.decode()
    assert f'href="/m/{case.pk}/"' in up and case.text not in up, "the kind of matter is public, its words are not"
    assert up.count('class="ln-line"') == 1 and 'role="img"' in up


def test_what_the_reader_may_not_know_of_has_no_page_and_no_name(street: World, client: Client) -> None:
    live = raised(street)
    case = street.report("LJ01")
    link(Ref("cases.case", case.pk), live.topic.ref, "raised")
    assert client.get(f"/lineage/deliberation.topic/{live.topic.pk}/").status_code == 404
    page = client.get(f"/lineage/cases.case/{case.pk}/").content.decode()
    assert live.topic.title not in page and "没有公开" in page
    client.force_login(person(street.people["worker"]))
    page = client.get(f"/lineage/cases.case/{case.pk}/").content.decode()
    assert live.topic.title in page and f"/work/m/{case.pk}/" in page


@pytest.mark.parametrize("address", ["/lineage/people.person/1/", "/lineage/nothing/1/", "/lineage/cases.case/999999/"])
def test_what_is_no_matter_has_no_way(street: World, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_many_reports_are_counted_and_a_few_are_named(street: World, client: Client) -> None:
    live = raised(street).taken_up()
    first = street.report("LJ01")
    for n in range(30):
        link(Ref("cases.case", first.pk + n), live.topic.ref, "raised")
    page = client.get(f"/lineage/deliberation.topic/{live.topic.pk}/").content.decode()
    assert "反映 30" in page and "另有 29 件" in page and "还有 26 件" in page


def test_the_ledger_says_what_a_sum_was_for_in_one_query(street: World, django_assert_num_queries) -> None:
    one, two = (Life(street, kind="three_plus_n").collected().now() for _ in range(2))
    with django_assert_num_queries(1):
        said = names([one.ref, two.ref, Ref("projects.project", one.pk + two.pk), Ref("ledger.payment", 1)])
    assert said == {row.ref: Matter("三栋装扶手", f"/projects/{row.pk}/") for row in (one, two)}


def test_the_drawing_escapes_words_and_leaves_out_lines_to_nowhere() -> None:
    columns = [Column("反映", [Box(1, "<b>灯</b>")]), Column("议题", [Box(2, "换灯", here=True)])]
    drawn = picture(columns, [(1, 2), (1, 2), (1, 9), (2, 2)], '灯"坏"了')
    assert "<b>" not in drawn and "&lt;b&gt;" in drawn and 'aria-label="灯&quot;坏&quot;了"' in drawn
    assert drawn.count("<path") == 1 and drawn.count("ln-here") == 1
