"""Needs: said by anybody, joined once a person, put together and taken apart exactly, and ended honestly."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.people import selectors as people_read
from gongzhi.people import services as people
from gongzhi.projects.models import Merging, Need, NeedWord, Support
from gongzhi.projects.rules.need_life import NEED
from gongzhi.projects.rules.priority import Standing, order
from gongzhi.projects.selectors import needs as read
from gongzhi.projects.services import needs, needs_merging, needs_people
from gongzhi.record.models import Fact

pytestmark = pytest.mark.django_db


def person(phone: str = "") -> Actor:
    return Actor(person_id=people.reporter(phone=phone).pk)


def say(street, actor: Actor | None = None, *, place: str = "440305007010", **more) -> Need:
    given = {"title": "小区想有个托幼的地方", "purpose": "children"} | more
    return needs.raise_need(actor=actor or street.actor("worker"), place_id=street.places[place].pk, **given)


def counts(*rows: Need) -> list[int]:
    return [Need.objects.get(pk=row.pk).people for row in rows]


def codes(refused) -> str:
    return refused.value.code


@pytest.mark.row("C01")
def test_from_what_is_said_to_what_became_of_it(street):
    resident = person()
    need = say(street, resident)
    assert (need.state, need.people, need.origin) == ("raised", 1, "resident")
    assert not list(read.needs_at(need.place)), "nobody has looked at it yet"
    needs.move_need(actor=street.actor("worker"), need_id=need.pk, move="list")
    assert [row.pk for row in read.needs_at(need.place)] == [need.pk]
    assert needs_people.join_need(actor=person(), need_id=need.pk) == 2
    assert needs_people.join_need(actor=resident, need_id=need.pk) == 2
    assert needs_people.leave_need(actor=resident, need_id=need.pk) == 1
    assert needs_people.leave_need(actor=resident, need_id=need.pk) == 1
    assert needs_people.join_need(actor=resident, need_id=need.pk) == 2
    found = needs.plan_needs(actor=street.actor("worker"), need_ids=[need.pk], project_id=77)[0]
    assert (found.state, found.project) == ("planned", 77)
    assert needs.unplan_needs(actor=street.actor("worker"), project_id=77, reason="没有地方")[0].state == "listed"
    needs.plan_needs(actor=street.actor("worker"), need_ids=[need.pk], project_id=78)
    assert needs.meet_needs(actor=system("projects.test"), project_id=78)[0].state == "met"
    with pytest.raises(Refused) as refused:
        needs_people.join_need(actor=person(), need_id=need.pk)
    assert codes(refused) == "not_open"


@pytest.mark.row("C01")
def test_sources_are_data_and_each_has_one_need(street):
    origins = {
        Ref("cases.case", 5): "case", Ref("triage.problem", 6): "problem", Ref("deliberation.topic", 7): "request",
    }  # fmt: skip
    for source, origin in origins.items():
        need = say(street, system("flows.test"), source=source)
        assert (need.origin, need.source, need.state) == (origin, source, "listed")
        assert read.by_source(source) == need
        with pytest.raises(Refused) as refused:
            say(street, source=source)
        assert codes(refused) == "already"
    for origin in ("survey", "reception", "staff"):
        assert say(street, origin=origin).origin == origin
    for wrong in ({"origin": "rumour"}, {"purpose": "fun"}, {"title": "  "}, {"title": "长" * 61}):
        with pytest.raises(Refused):
            say(street, **wrong)


@pytest.mark.row("C01")
def test_one_telephone_is_one_person_whatever_was_put_together(street):
    one, two = say(street), say(street, title="托幼的地方")
    ann, ann_again, bob, eve = person("13800000001"), person(), person("13800000002"), person()
    needs_people.add_supporters(actor=street.actor("worker"), need_id=one.pk, person_ids=[ann.person_id, bob.person_id])
    needs_people.add_supporters(
        actor=street.actor("worker"), need_id=two.pk, person_ids=[ann.person_id, eve.person_id, ann_again.person_id]
    )
    assert counts(one, two) == [2, 3]
    into = needs_merging.merge_needs(actor=street.actor("worker"), need_id=two.pk, into_id=one.pk)
    assert into.people == 4 == people_read.distinct_people(read.supporters_of([one.pk]))
    assert needs_people.join_need(actor=eve, need_id=one.pk) == 4, "who is behind the part is behind the whole"
    assert needs_people.join_need(actor=eve, need_id=two.pk) == 4
    assert read.wanted_by(eve.person_id, [one.pk]) == {one.pk}
    needs_merging.unmerge_need(actor=street.actor("worker"), need_id=two.pk, reason="两回事")
    assert counts(one, two) == [2, 3]
    assert Merging.objects.get().undone_at is not None
    with pytest.raises(Refused) as refused:
        needs_merging.unmerge_need(actor=street.actor("worker"), need_id=two.pk, reason="两回事")
    assert codes(refused) == "stale"


@pytest.mark.row("C01")
@pytest.mark.parametrize("seed", [3, 14, 15])
def test_whatever_is_put_together_comes_apart_as_it_was(street, seed):
    chance, worker = random.Random(seed), street.actor("worker")
    persons = [people.reporter().pk for _ in range(7)]
    rows = [say(street, title=f"需求 {n}", people=chance.sample(persons, chance.randint(0, 5))) for n in range(7)]
    before, done = counts(*rows), []
    while len(done) < 5:
        tops = [row.pk for row in Need.objects.filter(root=None, pk__in=[row.pk for row in rows])]
        one, into = chance.sample(tops, 2)
        was = counts(*rows)
        needs_merging.merge_needs(actor=worker, need_id=one, into_id=into)
        done.append((one, was))
        behind = Support.objects.filter(need_id__in=needs_people.family(Need.objects.get(pk=into)), left_at=None)
        assert Need.objects.get(pk=into).people == len(set(behind.values_list("person_id", flat=True)))
    for one, was in reversed(done):
        needs_merging.unmerge_need(actor=worker, need_id=one, reason="拆开")
        assert counts(*rows) == was
    assert counts(*rows) == before
    assert not Need.objects.exclude(root=None, into=None).exists()


def test_what_was_under_a_part_leaves_with_it(street):
    worker, one, two, three = street.actor("worker"), say(street), say(street), say(street)
    needs_people.join_need(actor=person(), need_id=three.pk)
    needs_merging.merge_needs(actor=worker, need_id=three.pk, into_id=two.pk)
    needs_merging.merge_needs(actor=worker, need_id=two.pk, into_id=one.pk)
    assert counts(one, two, three) == [1, 1, 1]
    needs_merging.unmerge_need(actor=worker, need_id=two.pk, reason="不一样")
    assert counts(one, two, three) == [0, 1, 1]
    three.refresh_from_db()
    assert three.root_id == two.pk
    for need, into in ((one, one), (one, three)):
        with pytest.raises(Refused) as refused:
            needs_merging.merge_needs(actor=worker, need_id=need.pk, into_id=into.pk)
        assert codes(refused) == "cannot_join"


@pytest.mark.parametrize(
    ("move", "given", "state"),
    [
        ("cannot", {"reason": "没有空房", "ground": "民生微实事不含新建房屋"}, "cannot"),
        ("otherwise", {"reason": "街道办了托幼点"}, "otherwise"),
        ("put_off", {"reason": "等换届"}, "later"),
    ],
)
def test_every_end_says_why(street, move, given, state):
    worker, need = street.actor("worker"), say(street)
    if move == "put_off":
        for day, code in ((clock.today().date(), "not_later"), (None, "missing")):
            with pytest.raises(Refused) as refused:
                needs.move_need(actor=worker, need_id=need.pk, move=move, **given, until=day)
            assert codes(refused) == code
        given = given | {"until": clock.today().date() + timedelta(days=30)}
    for name in given:
        with pytest.raises(Refused) as refused:
            needs.move_need(actor=worker, need_id=need.pk, move=move, **given | {name: ""})
        assert codes(refused) == "missing"
    with pytest.raises(Refused) as refused:
        needs.move_need(actor=person(), need_id=need.pk, move=move, **given)
    assert codes(refused) == "denied"
    assert needs.move_need(actor=worker, need_id=need.pk, move=move, **given).state == state
    said = dict(NeedWord.objects.filter(need=need).values_list("kind", "text"))
    assert said["reason"] == given["reason"] and said.get("ground", "") == given.get("ground", "")
    if state == "later":
        assert needs.return_needs() == 0
        with clock.at(clock.now() + timedelta(days=31)):
            assert needs.return_needs() == 1
            assert Need.objects.get(pk=need.pk).state == "listed"


def test_powers_two_at_once_and_what_is_withdrawn(street):
    resident = person()
    need = say(street, resident)
    with pytest.raises(Refused) as refused:
        needs.move_need(actor=street.actor("neighbour"), need_id=need.pk, move="list")
    assert codes(refused) == "denied"
    with pytest.raises(Refused):
        needs_people.join_need(actor=person(), need_id=need.pk)
    with pytest.raises(Refused):
        needs.move_need(actor=person(), need_id=need.pk, move="withdraw")
    needs.move_need(actor=street.actor("worker"), need_id=need.pk, move="list", seen=need.version)
    with pytest.raises(Refused) as refused:
        needs.move_need(actor=street.actor("officer"), need_id=need.pk, move="put_off", seen=need.version, reason="x")
    assert codes(refused) == "stale"
    assert needs.move_need(actor=resident, need_id=need.pk, move="withdraw").state == "withdrawn"
    with pytest.raises(Refused):
        needs_people.join_need(actor=person(), need_id=need.pk)


@pytest.mark.row("C08")
def test_an_application_is_signed_without_names_and_what_is_excluded_is_refused(street):
    with pytest.raises(Refused) as refused:
        say(street, origin="request", matter="RQ01")
    assert codes(refused) == "excluded" and "法定职责" in str(refused.value)
    with pytest.raises(Refused) as refused:
        say(street, origin="request", ordered=True)
    assert codes(refused) == "excluded"
    assert say(street, origin="staff", matter="RQ01").matter == "RQ01", "said, not applied for: it may be on the list"
    signers = [people.reporter(phone=f"1390000000{n}").pk for n in range(3)]
    need = say(street, origin="request", matter="LJ01", people=signers, source=Ref("deliberation.topic", 4))
    other = say(street, origin="request", people=[signers[0], people.reporter().pk])
    into = needs_merging.merge_needs(actor=street.actor("worker"), need_id=other.pk, into_id=need.pk)
    assert into.people == 4
    facts = Fact.objects.filter(about_label="projects.need")
    names = {"person", "person_id", "people_ids", "signers"}
    assert facts.exists() and not any(names & set(fact.data) for fact in facts)


def test_whoever_opens_the_supporters_is_written_down(street):
    phone = people.reporter(phone="13700000001", name="陈某").pk
    need = say(street, people=[phone, people.reporter().pk])
    found = needs_people.open_supporters(actor=street.actor("worker"), need_id=need.pk)
    assert [one.phone for one in found] == ["13700000001"]
    assert [row.about for row in people_read.accesses_of(phone)] == [need.ref]
    for who in ("officer", "neighbour", "watcher"):
        with pytest.raises(Refused) as refused:
            needs_people.open_supporters(actor=street.actor(who), need_id=need.pk)
        assert codes(refused) == "denied"


@pytest.mark.row("C01")
def test_the_order_has_its_reasons(street):
    worker = street.actor("worker")
    few, many, asked = say(street), say(street), say(street, matter="LJ01")
    needs_people.add_supporters(actor=worker, need_id=many.pk, person_ids=[people.reporter().pk for _ in range(3)])
    needs.note_asking(actor=worker, need_id=asked.pk, asked=80, want=62, way="door")
    for asked_of, want, way, code in ((10, 11, "door", "counts"), (0, 0, "door", "counts"), (5, 1, "guess", "way")):
        with pytest.raises(Refused) as refused:
            needs.note_asking(actor=worker, need_id=few.pk, asked=asked_of, want=want, way=way)
        assert codes(refused) == code
    with clock.at(clock.now() + timedelta(days=2)):
        placed = read.ordered([few, *(Need.objects.filter(pk__in=[many.pk, asked.pk]))])
    assert [one.need.pk for one in placed] == [asked.pk, many.pk, few.pk]
    assert placed[0].reasons == [("people", {"n": 0}), ("asked", {"asked": 80, "want": 62}), ("days", {"n": 2}),
                                 ("duty", {})]  # fmt: skip
    assert "清单第" in read.duty_of(asked) and not read.duty_of(few)
    half = Standing(1, 0, asked=2, want=1)
    assert not half.most_want and order(half, 1) > order(Standing(0, 0, asked=3, want=2), 2)


@pytest.mark.parametrize("state", NEED.states)
def test_a_move_that_the_table_does_not_have_is_refused(street, state):
    need = say(street)
    Need.objects.filter(pk=need.pk).update(
        state=state, project=1, until=clock.today().date(),
        into_id=say(street).pk if state == "joined" else None, root_id=None if state != "joined" else need.pk + 1,
    )  # fmt: skip
    for move in {m.name for m in NEED.moves} - {m.name for m in NEED.open_moves(state)}:
        with pytest.raises(Refused) as refused:
            needs.move_need(actor=street.actor("worker"), need_id=need.pk, move=move)
        assert codes(refused) == "stale"
