"""Every (state, move, kind of actor): what the table lists works for whom it names; all else is refused (C-B)."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.cases.stages import given, make
from tests.world import STAFF, World

from gongzhi.cases import services
from gongzhi.cases.lifecycle import CASE, DUTIES, JUDGING, UNDOS
from gongzhi.cases.models import Case, Holding
from gongzhi.cases.selectors import moves_open
from gongzhi.duties.selectors import open_of
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref

pytestmark = [pytest.mark.row("C-B"), pytest.mark.row("E01")]
KEYS = [row[0] for row in STAFF]
DESK = {"worker", "secretary", "officer"}
HOLDER = {"worker", "secretary"}
CLOCK = {"clock"}
MINE = {"reporter"}
# Who may make each move on a case that the community's committee has; `joint` is led by the housing office.
BY_MOVE = {
    "sort": DESK, "sort_itself": CLOCK,
    "reclassify": DESK, "accept": HOLDER, "offer": HOLDER, "take": {"urban"}, "decline": {"urban"},
    "return_offer": CLOCK, "refuse": HOLDER, "decide": {"officer"}, "decide_by_list": CLOCK, "whistle": HOLDER,
    "arrive": {"housing"}, "report_in": {"urban"}, "decline_call": {"housing"}, "recall": HOLDER, "plan": HOLDER,
    "answer": HOLDER, "divide": HOLDER, "join": CLOCK, "finish_part": set(), "rise": DESK | CLOCK,
    "merge": DESK | CLOCK, "unmerge": DESK | CLOCK, "follow": CLOCK, "follow_lawful": CLOCK, "redirect": DESK,
    "withdraw": MINE | CLOCK, "close_silent_solved": CLOCK, "close_silent_explained": CLOCK,
    **dict.fromkeys(UNDOS, set()),
}  # fmt: skip
SPECIAL = {
    ("whistled", "arrive"): {"urban", "housing"},
    ("whistled", "decline_call"): {"urban", "housing"},
    ("joint", "answer"): {"housing"},
    ("joint", "rise"): DESK | CLOCK | {"housing"},
    # Who has just made the act that leads to the state, and nobody else; one way back and no other.
    ("handling", "undo_to_filed"): {"worker"},
    ("offered", "undo_to_handling"): {"worker"},
    ("whistled", "undo_to_handling"): {"worker"},
    ("merged", "undo_to_filed"): {"worker"},
}


def actors(world: World, case: Case) -> dict[str, Actor]:
    """One of every kind: each seat, the reporter, a stranger, the clock."""
    found = {key: world.actor(key) for key in KEYS}
    stranger = world.report("LJ01", text="另一个人的事").reporter_id
    return found | {
        "reporter": Actor(person_id=case.reporter_id),
        "stranger": Actor(person_id=stranger),
        "clock": system("cases.loop"),
    }


def attempt(world: World, case: Case, actor: Actor, move: str) -> str:
    """ "done", or the code of the refusal; nothing stays of it."""
    more = {"primary": world.places["other"]} if move == "merge" else given(world, move)
    code = "done"
    with transaction.atomic():
        try:
            services.move_case(actor=actor, case_id=case.pk, move=move, **more)
        except Refused as error:
            code = error.code
        transaction.set_rollback(True)
    return code


@pytest.mark.parametrize("state", CASE.states)
def test_every_move_for_every_actor(street: World, state: str) -> None:
    case = make(street, state)
    street.places["other"] = street.report("FW01", text="主件").pk
    for move in sorted({m.name for m in CASE.moves} - set(JUDGING)):
        listed = any(m.name == move and state in m.sources for m in CASE.moves)
        may = SPECIAL.get((state, move), BY_MOVE[move]) if listed else set()
        for key, actor in actors_once(street, case).items():
            code = attempt(street, case, actor, move)
            if not listed:
                assert code == "stale", (state, move, key, code)
            elif key in may:
                assert code in ("done", "cannot_merge"), (state, move, key, code)
            else:
                assert code in ("denied", "stale"), (state, move, key, code)


def actors_once(world: World, case: Case) -> dict[str, Actor]:
    """The actors of a case, made once a test."""
    if "cast" not in world.places:
        world.places["cast"] = actors(world, case)
    return world.places["cast"]


@pytest.mark.parametrize("key", [*KEYS, "stranger", "clock", "reporter"])
def test_only_the_reporter_judges(street: World, key: str) -> None:
    case = make(street, "answered")
    actor = actors(street, case)[key]
    try:
        services.judge(actor=actor, case_id=case.pk, solved=True, satisfied=4)
        judged = True
    except Refused as error:
        judged = error.code != "denied"
    assert judged == (key == "reporter")


@pytest.mark.parametrize("state", CASE.states)
def test_buttons_are_the_moves_that_work(street: World, state: str) -> None:
    case = make(street, state)
    for key in KEYS:
        offered = {m.move.name for m in moves_open(street.actor(key), case)} - set(JUDGING)
        listed = {m.name for m in CASE.open_moves(case.state)} - set(JUDGING) - set(UNDOS)  # offered beside the message
        may = {m for m in listed if key in SPECIAL.get((state, m), BY_MOVE[m])}
        if state in ("whistled", "responding"):  # the call's own step narrows these further
            offered -= {"arrive", "report_in", "decline_call"}
            may -= {"arrive", "report_in", "decline_call"}
        assert offered == may, (state, key)


@pytest.mark.parametrize("state", CASE.states)
def test_every_open_state_has_one_holder_and_a_clock(street: World, state: str) -> None:
    case = make(street, state)
    holders = Holding.objects.filter(case=case, until=None)
    assert holders.count() == (1 if case.is_open else 0)
    running = {d.kind for d in open_of(Ref("cases.case", case.pk))}
    assert running <= set(DUTIES.get(state, ()))
    if case.is_open and state != "merged":
        assert running, state
        assert case.due_at is not None
    if state == "merged":
        main = case.primary
        assert main is not None and open_of(Ref("cases.case", main.pk)).exists()
        assert holders.get().body_id == main.holder_id
    if not case.is_open:
        assert not running
