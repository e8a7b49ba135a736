"""A helper enters what somebody says at the door: who is silent, what was opened, and never over another's answer."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.projects.project_world import BUILT, DAY, Life
from tests.projects.test_project_pages import page, signed_in

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.people.models import AccessLog
from gongzhi.projects import services
from gongzhi.projects.models import Panellist, Verdict

pytestmark = pytest.mark.django_db


def enter(client: Client, life: Life, person: int, status: int = 302, **sent: object) -> str:
    answer = client.post(reverse("project_help_one", args=[life.id, person]), sent)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


@pytest.mark.row("K07")
def test_a_helper_enters_an_acceptance_and_the_resident_sees_who_and_overrules(street):
    life = Life(street).drawn()
    first, second, third = [one.person_id for one in life.panel()][:3]
    grid, neighbour = signed_in(street.people["grid"]), signed_in(street.people["neighbour"])
    row = Panellist.objects.get(panel__project_id=life.id, person_id=first)
    with clock.at(BUILT + 13 * DAY):
        assert f"/work/projects/{life.id}/answers/" in page(grid, "projects_desk") + page(grid, "project", life.id)
        shut = page(grid, "project_help", life.id)
        assert "抽中的第 1 位" in shut and "138000" not in shut and not AccessLog.objects.exists()
        opened = grid.post(reverse("project_help", args=[life.id])).content.decode()
        assert opened.count("tel:138") == AccessLog.objects.filter(purpose="call_back").count() == len(life.panel())
        assert "要写一句哪里不行" in enter(grid, life, first, 422, answer="0")
        assert "请选本人是怎么说的" in enter(grid, life, first, 422, answer="2")
        enter(grid, life, first, answer="0", words="扶手松了")
        row.refresh_from_db()
        assert (row.ok, row.text, row.helped_by_id) == (False, "扶手松了", street.people["grid"])
        assert "您替人记下的" in page(grid, "project_help", life.id)
        enter(grid, life, first, answer="1")
        mine = signed_in(first)
        assert "替您记的" in page(mine, "projects_mine")
        mine.post(reverse("project_part", args=[life.id, "accept"]), {"ok": "1"})
        assert "替您记的" not in page(mine, "projects_mine"), "her own word stands"
        enter(grid, life, first, 404, answer="0", words="不行")
        services.accept_as(person_id=second, project_id=life.id, ok=True)
        with pytest.raises(Refused) as refusal:
            services.accept_as(
                person_id=second, project_id=life.id, ok=False, words="不行", helper=street.actor("grid")
            )
        assert refusal.value.code == "already"
        for stranger in (neighbour, signed_in(life.one.person_id), signed_in(third)):
            assert stranger.get(reverse("project_help", args=[life.id])).status_code == 403
            enter(stranger, life, third, 403, answer="1")
    assert Panellist.objects.filter(panel__project_id=life.id, ok__isnull=False).count() == 2


@pytest.mark.row("K07")
def test_a_helper_enters_a_verdict_but_not_before_its_day_and_not_without_a_right_to_look(street):
    life = Life(street).judging()
    asked, head = [one.person_id for one in life.asked], signed_in(street.people["head"])
    with clock.at(BUILT + 20 * DAY):
        assert "现在没有在问居民" in page(head, "project_help", life.id)
        enter(head, life, asked[0], 404, answer="wanted")
    with clock.at(life.now().verdict_from):
        shut = page(head, "project_help", life.id)
        assert "还有 9 位没有说" in shut and "看不到联系方式" in shut and "打开这一页" not in shut
        head.post(reverse("project_help", args=[life.id]))
        head.post(reverse("project_help_one", args=[life.id, asked[0]]), {"look": "1"})
        assert not AccessLog.objects.exists(), "a building head may enter, not look up"
        enter(head, life, asked[0], 422, answer="good")
        enter(head, life, street.people["neighbour"], 404, answer="wanted")
        enter(head, life, asked[0], answer="partly", words="还差一层")
        row = Verdict.objects.get()
        assert (row.answer, row.channel, row.helped_by_id) == ("partly", "helper", street.people["head"])
        assert "替您记的" in page(signed_in(asked[0]), "project", life.id)
        grid = street.actor("grid")
        with pytest.raises(Refused) as refusal:
            services.judge(person_id=asked[0], project_id=life.id, verdict="wanted", helper=grid)
        assert refusal.value.code == "already"
        looked = signed_in(street.people["grid"]).post(
            reverse("project_help_one", args=[life.id, asked[1]]), {"look": "1"}
        )
        assert "tel:1380000" in looked.content.decode() and AccessLog.objects.get().subject_id == asked[1]
    assert Verdict.objects.count() == 1
