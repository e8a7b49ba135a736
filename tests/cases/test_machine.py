"""People do what they like, in any order, and time passes: no dead end, no ownerless minute, no lost clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases import stages
from tests.world import MONDAY, STAFF, World

from gongzhi.cases import services
from gongzhi.cases.last import Act, before, last_act
from gongzhi.cases.lifecycle import CASE, JUDGING, TAKEN_BACK
from gongzhi.cases.models import Case, Holding
from gongzhi.cases.selectors import moves_open
from gongzhi.duties import services as duties
from gongzhi.duties.selectors import open_of
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.selectors import fresh
from gongzhi.record import services as record
from gongzhi.record.selectors import standing

KEYS = [row[0] for row in STAFF]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from([*KEYS, "reporter"]), st.integers(0, 30), st.integers(0, 2)),
        st.tuples(st.just("wait"), st.integers(1, 24 * 12), st.just(0), st.just(0)),
        st.tuples(st.just("judge"), st.booleans(), st.integers(1, 5), st.integers(0, 2)),
        st.tuples(st.just("undo"), st.integers(0, 25), st.booleans(), st.integers(0, 2)),
        st.tuples(st.just("me_too"), st.integers(0, 2), st.just(0), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)


class Life:
    """Three cases of one street, and the hands of the clock."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now: datetime = MONDAY
        self.cases = [
            world.report("LJ01", text="楼道灯坏了").pk,
            world.report("FW01", text="外墙漏水").pk,
            world.report("", text="不知道归谁管的事").pk,
        ]

    def case(self, which: int) -> Case:
        return Case.objects.select_related("place", "holder").get(pk=self.cases[which])

    def move(self, key: str, pick: int, which: int) -> None:
        """One of the moves that the page would offer this person."""
        case = self.case(which)
        actor = Actor(person_id=case.reporter_id) if key == "reporter" else self.world.actor(key)
        moves = [m.move.name for m in moves_open(actor, case) if not m.judged]
        if not moves:
            return
        name = moves[pick % len(moves)]
        given: dict[str, Any] = stages.given(self.world, name)
        if name == "merge":
            given = {"primary": self.cases[(which + 1) % 3]}
        self._try(lambda: services.move_case(actor=actor, case_id=case.pk, move=name, **given))

    def judge(self, solved: bool, satisfied: int, which: int) -> None:
        case = self.case(which)
        reporter = Actor(person_id=case.reporter_id)
        self._try(lambda: services.judge(actor=reporter, case_id=case.pk, solved=solved, satisfied=satisfied))

    def undo(self, seconds: int, same: bool, which: int) -> None:
        """Somebody tries to take the last act back, now or some seconds later: whoever made it, or somebody else."""
        act = last_act(self.cases[which])
        self.now += timedelta(seconds=seconds)
        if act is None:
            return
        person = act.fact.person_id if same else self.world.people["neighbour"]
        actor = Actor(person_id=person) if person else system("cases.loop")
        with clock.at(self.now):
            self._try(lambda: self._undone(fresh(actor), act))

    def _undone(self, actor: Actor, act: Act) -> None:
        """It succeeds only for a fresh act of one's own; then every clock runs as it ran before."""
        services.undo(actor=actor, case_id=act.fact.about.id, act=act.fact.id)
        assert act.name and act.fact.person_id == actor.person_id and self.now - act.fact.at < timedelta(seconds=20)
        if act.name in TAKEN_BACK:
            was = before(act)
            running = {d.pk for d in open_of(act.fact.about)}
            assert not running & set(was.opened) and set(was.ended) <= running

    def me_too(self, which: int) -> None:
        self._try(lambda: services.second(actor=self.world.actor("watcher"), case_id=self.cases[which]))

    def wait(self, hours: int) -> None:
        """Hours pass; the worker wakes now and then, as it does."""
        end = self.now + timedelta(hours=hours)
        while self.now < end:
            self.now = min(end, self.now + timedelta(hours=12))
            with clock.at(self.now):
                duties.tick()
                record.deliver()

    @staticmethod
    def _try(act: Any) -> None:
        try:
            act()
        except Refused as error:
            assert str(error.message)

    def check(self) -> None:
        """What must hold at every instant."""
        for case in Case.objects.select_related("place", "holder", "primary"):
            spans = list(Holding.objects.filter(case=case).order_by("id"))
            assert spans[0].since == case.reported_at
            for one, two in zip(spans, spans[1:], strict=False):
                assert one.until == two.since
            assert spans[-1].until == case.closed_at
            if not case.is_open:
                assert not open_of(Ref("cases.case", case.pk)).exists()
                continue
            assert spans[-1].body_id == case.holder_id
            clocked = case.primary if case.state == "merged" else case
            assert clocked is not None and open_of(Ref("cases.case", clocked.pk)).exists(), case.state
            assert self.somebody_can_act(case), case.state

    def somebody_can_act(self, case: Case) -> bool:
        """No dead end: a person has a move, or the state waits for the parts or the main case."""
        people = [self.world.actor(key) for key in KEYS] + [Actor(person_id=case.reporter_id)]
        return any(moves_open(actor, case) for actor in people)


@pytest.mark.row("E01")
@pytest.mark.row("C-A")
@settings(max_examples=25)
@given(steps=STEPS)
def test_any_life_keeps_the_promises(street: World, steps: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        life = Life(street)
        for kind, one, two, three in steps:
            with clock.at(life.now):
                if kind == "move":
                    life.move(one, two, three)
                elif kind == "judge":
                    life.judge(one, two, three)
                elif kind == "undo":
                    life.undo(one, two, three)
                elif kind == "me_too":
                    life.me_too(one)
                else:
                    life.wait(one)
            life.check()
        compared = record.replay("cases.case")
        assert compared.count >= 3 and compared.different == ()
        assert standing()["parked"] == 0
        transaction.set_rollback(True)


def test_left_alone_every_case_still_ends_or_waits_at_the_top(street: World) -> None:
    """Nobody ever does anything: the ladder carries the case to the district, overdue and on the list."""
    case = street.report("LJ01")
    life = Life(street)
    with clock.at(MONDAY):
        life.wait(24 * 60)
    case.refresh_from_db()
    assert (case.level, case.state, case.overdue) == ("district", "filed", True)
    levels = list(Holding.objects.filter(case=case).order_by("id").values_list("level", flat=True))
    assert levels == ["building", "grid", "community", "street", "district"]


def test_judging_moves_are_all_reachable() -> None:
    assert set(JUDGING) == {m.name for m in CASE.moves if m.permit == "case.judge"}
