"""Shared workspaces: each party acts only in its lane; from three to four parties nothing is lost (C14, C15)."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.projects.partners_world import DAY, Org, organisation, refused
from tests.projects.project_world import HOME
from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.people import services as people
from gongzhi.projects import services
from gongzhi.projects.models import LaneAct, Party, Workspace
from gongzhi.projects.rules import lanes
from gongzhi.projects.selectors import partners

pytestmark = pytest.mark.django_db


class Shared:
    """A case that three parties share."""

    def __init__(self, street: World) -> None:
        self.street, self.one = street, street.actor("secretary")
        self.org, self.workers = organisation(street, "邻里互助社"), organisation(street, "社工站")
        self.helpers = organisation(street, "志愿队", "volunteer_team")
        case = street.report()
        self.row = services.open_workspace(
            actor=self.one, about=Ref("cases.case", case.pk), body_id=street.body_of("secretary").pk,
            place_id=street.places[HOME].pk, title="独居老人的灯",
        )  # fmt: skip
        self.community = self.join("community", street.body_of("secretary").pk)
        self.join("social_org", self.org.body.pk)
        self.join("social_worker", self.workers.body.pk)

    def join(self, lane: str, body_id: int) -> Party:
        return services.join_lane(actor=self.one, workspace_id=self.row.pk, lane=lane, body_id=body_id)

    def act(self, who: Actor | Org, act: str) -> LaneAct:
        actor = who.one if isinstance(who, Org) else who
        return services.act_in_lane(actor=actor, workspace_id=self.row.pk, act=act, text=f"做了：{act}")

    def switch(self, template: str) -> Workspace:
        return services.switch_template(actor=self.one, workspace_id=self.row.pk, template=template)


@pytest.fixture
def shared(street: World) -> Shared:
    return Shared(street)


@pytest.mark.row("C14")
def test_each_party_acts_only_in_its_lane(shared: Shared):
    parties: list[tuple[Any, str]] = [
        (shared.one, "community"), (shared.org, "social_org"), (shared.workers, "social_worker"),
    ]  # fmt: skip
    for who, lane in parties:
        for act in lanes.table().acts:
            if act in lanes.table().lanes[lane].acts:
                assert shared.act(who, act).lane == lane
            else:
                with refused("denied"):
                    shared.act(who, act)
    for stranger in (shared.helpers, shared.street.actor("neighbour")):
        with refused("denied"):
            shared.act(stranger, "report")
    with refused("unknown_act"):
        shared.act(shared.one, "decide")
    assert len(partners.acts_in(shared.row.pk)) == sum(len(lanes.table().lanes[lane].acts) for _who, lane in parties)


@pytest.mark.row("C15")
def test_three_become_four_and_five_without_losing_anything(shared: Shared):
    for who, act in ((shared.one, "raise"), (shared.org, "serve"), (shared.workers, "assess")):
        shared.act(who, act)
    before = (list(Party.objects.order_by("pk").values()), list(LaneAct.objects.order_by("pk").values()))
    with refused("lane"):
        shared.join("volunteers", shared.helpers.body.pk)
    shared.switch("four")
    assert (list(Party.objects.order_by("pk").values()), list(LaneAct.objects.order_by("pk").values())) == before
    helper = shared.join("volunteers", shared.helpers.body.pk)
    assert shared.act(shared.helpers, "help").lane == "volunteers"
    for who, act in ((shared.one, "raise"), (shared.org, "serve")):
        shared.act(who, act)
    shared.switch("five")
    with refused("lane_in_use"):
        shared.switch("three")  # the volunteers are still here
    with clock.at(MONDAY + DAY):
        services.leave_lane(actor=shared.one, party_id=helper.pk)
        shared.switch("three")
        with refused("denied"):
            shared.act(shared.helpers, "help")
    assert LaneAct.objects.filter(lane="volunteers").count() == 1  # what was done stays


def test_who_may_open_join_and_read(shared: Shared):
    about = Ref(shared.row.about_label, shared.row.about_id)
    body, place = shared.street.body_of("secretary").pk, shared.street.places[HOME].pk
    wish: dict[str, Any] = {"body_id": body, "place_id": place, "title": "再开"}
    with refused("once"):
        services.open_workspace(actor=shared.one, about=about, **wish)
    with refused("template"):
        services.open_workspace(actor=shared.one, about=about, template="seven", **wish)
    with refused("about"):
        services.open_workspace(actor=shared.one, about=Ref("voting.vote", 1), **wish)
    with refused("denied"):
        services.open_workspace(actor=shared.org.one, about=Ref("cases.case", 9), **wish)
    with refused("lane_kind"):
        shared.join("social_org", body)
    with refused("once"):
        shared.join("social_org", shared.org.body.pk)
    with refused("denied"):
        services.switch_template(actor=shared.org.one, workspace_id=shared.row.pk, template="four")
    for who, sees in ((shared.one, True), (shared.org.one, True), (shared.street.actor("neighbour"), False),
                      (shared.helpers.one, False), (Actor(person_id=people.reporter().pk), False)):  # fmt: skip
        assert bool(may(who, "linkage.see", shared.row)) is sees
        assert (shared.row in partners.workspaces_of(who)) is sees
    shared.act(shared.one, "raise")
    services.close_workspace(actor=shared.one, workspace_id=shared.row.pk)
    with refused("late"):
        shared.act(shared.one, "raise")
    with pytest.raises(DatabaseError), transaction.atomic():
        LaneAct.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(workspace=shared.row, lane="community", since=MONDAY)


@pytest.mark.parametrize(
    "change",
    [('lanes = ["community", "social_org", "social_worker"]', 'lanes = ["community"]'),
     ('lanes = ["community", "social_org", "social_worker"]', 'lanes = ["community", "nobody"]'),
     ('acts = ["help", "report"]', 'acts = ["rule"]'), ('key = "four"', 'key = "three"')],
)  # fmt: skip
def test_a_torn_table_is_refused(change):
    text = files("gongzhi.projects.tables").joinpath("lanes.toml").read_text("utf-8")
    with pytest.raises(ValueError):
        lanes.parsed(text.replace(*change, 1))
