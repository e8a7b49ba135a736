"""A project from needs to verdict: no step is skipped, every step has its evidence, every way back says why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

import pytest
from tests.projects.project_world import BUILT, DAY, END, HOME, Life, decided

from gongzhi.duties import selectors as duties
from gongzhi.duties import services as clocks
from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.people import services as people
from gongzhi.projects import selectors, services
from gongzhi.projects.lifecycle import DUTIES, PROJECT, STEPS
from gongzhi.projects.models import Project, ProjectNeed, ProjectWord
from gongzhi.projects.rules import kinds
from gongzhi.projects.words import projects as words
from gongzhi.record import selectors as record_read
from gongzhi.record import services as record

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code, (caught.value.code, str(caught.value))


def test_it_goes_through_every_state_and_its_facts_rebuild_it(street):
    life = Life(street).closed()
    project = life.now()
    assert project.state == "closed" and project.need.state == "met"
    assert not list(duties.open_of(project.ref))
    compared = record.replay("projects.project")
    assert compared.count == 1 and compared.different == ()
    ends = record_read.lineage(project.ref)
    assert {ref.label for ref, _kind, _far in ends.causes} >= {"projects.need", "meetings.meeting"}


@pytest.mark.row("C03")
def test_a_project_without_a_need_does_not_exist(street):
    life = Life(street)
    place, body = street.places[HOME], street.body_of("secretary")
    wish = {"place_id": place.pk, "body_id": body.pk, "kind": "linkage", "title": "没有需求的项目"}
    with refused("no_need"):
        services.propose(actor=life.one, needs=[], **wish)
    life.collected()
    assert selectors.orphan_rate() == 0
    other = life.need("楼道也想装灯")
    services.add_need(actor=life.one, project_id=life.id, need_id=other.pk)
    assert ProjectNeed.objects.filter(project_id=life.id).count() == 2
    with refused("stale"):  # the need is in this project already, and in one project at a time
        services.propose(actor=life.one, needs=[other.pk], **wish)
    assert [p.pk for p in selectors.of_need(other.pk)] == [life.id]
    life.move("drop", reason="街道明年统一做")
    other.refresh_from_db()
    assert other.state == "listed", "what was not done is wanted still"


@pytest.mark.row("C04")
def test_skipping_any_step_is_refused_and_evidence_is_complete_when_it_is_fixed(street):
    life = Life(street).collected()
    given = {"reason": "x", "planned_end": END}
    for name in sorted({m.name for m in PROJECT.moves} - {m.name for m in PROJECT.open_moves("collected")}):
        with refused("skipped"):
            life.move(name, **given)
    with refused("evidence"):
        life.move("deliberate")
    assert selectors.completeness(life.now()) == Fraction(1, 4)


@pytest.mark.row("C04")
def test_what_stands_for_a_decision_is_looked_at_and_the_project_may_go_back(street):
    life = Life(street).deliberated()
    with refused("evidence"):
        life.move("fix")
    with refused("evidence_form"):
        services.add_evidence(actor=life.one, project_id=life.id, kind="decision", paper="口头同意")
    for about in (
        decided(street, "closed"), decided(street, place="440305007011"), Ref("meetings.meeting", 10**6),
        Ref("voting.vote", 10**6),
    ):  # fmt: skip
        with refused("not_evidence"):
            services.add_evidence(actor=life.one, project_id=life.id, kind="decision", about=about)
    services.add_evidence(actor=life.one, project_id=life.id, kind="discussion", paper="座谈记录")
    mistaken = services.add_evidence(actor=life.one, project_id=life.id, kind="decision", about=decided(street))
    services.withdraw_evidence(actor=life.one, evidence_id=mistaken.pk)
    with refused("evidence"):
        life.move("fix")
    services.add_evidence(actor=life.one, project_id=life.id, kind="decision", about=decided(street))
    life.move("fix")
    steps = selectors.four_procedures(life.now())
    assert [str(s.label) for s in steps] == ["征集需求", "形成议题", "讨论协商", "确定项目"]
    assert all(s.complete and not s.missing for s in steps) and steps[0].people == 9
    life.move("notice")
    with refused("notice"):
        life.move("start", planned_end=END)
    with refused("missing"):
        life.move("talk_again")
    life.move("talk_again", reason="有人说扶手高了")
    assert life.now().state == "deliberated" and ProjectWord.objects.get(project_id=life.id).move == "talk_again"
    compared = record.replay("projects.project")
    assert compared.different == ()


def test_every_state_has_a_way_on_a_way_out_and_a_clock():
    assert set(DUTIES) == {s for s in PROJECT.states if PROJECT.is_open(s)} == set(STEPS)
    assert set(words.STATES) == set(PROJECT.states) and set(words.MOVES) == {m.name for m in PROJECT.moves}
    order = {state: place for place, state in enumerate(STEPS)}
    forward = [m for m in PROJECT.moves for s in m.sources if m.target in order and order[m.target] > order[s]]
    assert all(order[m.target] - order[s] == 1 for m in forward for s in m.sources if order[m.target] > order[s])
    for move in PROJECT.moves:
        backwards = any(order.get(move.target, 99) < order[s] for s in move.sources)
        assert not backwards or move.name == "redo" or "reason" in move.needs, move.name


def test_every_move_of_every_state_is_denied_to_those_whom_it_does_not_concern(street):
    """State × move × persona: a stranger, a neighbour's desk and a watcher move nothing; the desk is not denied."""
    life = Life(street).collected()
    stranger = people.reporter(phone="13900000001").pk
    personas = [street.actor("neighbour"), street.actor("watcher"), street.actor("head"), life.asked[0]]
    given = {"reason": "试一试", "planned_end": END}
    for state in PROJECT.states:
        for move in PROJECT.moves:
            project = Project(pk=life.id, state=state, place=life.now().place, body=life.now().body, kind=life.kind)
            assert may(life.one, move.permit, project) and may(system("projects.clock"), move.permit, project)
            for persona in personas:
                assert not may(persona, move.permit, project), (persona, move.name)
    for persona in personas:
        for move in PROJECT.open_moves("collected"):
            with refused("denied"):
                life.move(move.name, actor=persona, **given)
    assert stranger and life.now().state == "collected"


def test_a_page_that_is_old_moves_nothing(street):
    life = Life(street).collected()
    seen = life.now().version
    services.add_evidence(actor=life.one, project_id=life.id, kind="topic", paper="议题登记 3 号")
    with refused("stale"):
        life.move("deliberate", seen=seen)
    life.move("deliberate", seen=life.now().version)
    with refused("unknown"):
        services.move(actor=life.one, project_id=10**6, move="fix")


def test_each_open_state_has_one_clock_and_an_overdue_one_reaches_the_street(street):
    life = Life(street).collected()
    ref = life.now().ref
    assert [d.kind for d in duties.open_of(ref)] == ["prepare"]
    due = duties.open_of(ref).get().due_at
    with clock.at(due + DAY):
        clocks.tick()
        record.deliver()
        waiting = {d.kind: d.body.kind for d in duties.open_of(ref)}
        assert waiting == {"prepare": "residents_committee", "review": "street_office"}
        with refused("denied"):
            services.answer_escalation(actor=life.one, project_id=life.id, text="在等街道")
        services.answer_escalation(actor=street.actor("officer"), project_id=life.id, text="下周一开会评议")
    assert "review" not in {d.kind for d in duties.open_of(ref)}
    with clock.at(BUILT):
        life.move("drop", reason="街道统一做")
    assert not list(duties.open_of(ref))


def test_the_kinds_are_checked_when_they_are_loaded():
    text = (kinds.files("gongzhi.projects.tables") / "kinds.toml").read_text("utf-8")
    assert set(kinds.table().kinds) == set(words.KINDS)
    for wrong in (
        text.replace('pays = "accepted"', 'pays = "whenever"', 1), text.replace('key = "venture"', 'key = "other"'),
        text.replace('core = ["social_org"]', 'core = ["partner"]'), text.replace("open = true", "opened = true", 1),
        text.replace('hand_in = ["delivery"]', 'hand_over = ["delivery"]'),
        text.replace("[evidence.logs]", "[evidence.x]"),
        text.replace('discuss = ["discussion"]\n', ""),
    ):  # fmt: skip
        assert wrong != text
        with pytest.raises(ValueError):
            kinds.parsed(wrong)
