"""What people do with a case of the demonstration, by its state; the next visit is planned after each act."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from gongzhi.cases import services
from gongzhi.cases.demo import texts
from gongzhi.cases.demo.cast import Cast
from gongzhi.cases.demo.fate import Fate, pause_reason
from gongzhi.cases.demo.life import Life
from gongzhi.cases.lifecycle import RUNGS
from gongzhi.cases.models import Case
from gongzhi.cases.permits import COMMUNITY, STREET
from gongzhi.cases.rules import next_rung
from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.mandates import selectors as mandates
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people

DECIDERS = ("community_worker", "community_secretary", *STREET)


class Stage:
    """One life with its cast; `open_by` remembers what was reported lately, for neighbours who report it again."""

    def __init__(self, life: Life, cast: Cast) -> None:
        self.life = life
        self.cast = cast
        self.rng = life.rng
        self.open_by: dict[tuple[int | None, str], int] = {}

    def visit(self, case_id: int, fate: Fate) -> None:
        """Whoever is to act now does."""
        case = Case.objects.select_related("place", "holder").get(pk=case_id)
        act = BY_STATE.get(case.state)
        if act is None:
            return
        try:
            act(self, case, fate)
        except Refused:
            if fate.patience:
                fate.patience -= 1
                self.later(case, fate, 20)
            raise

    def later(self, case: Case, fate: Fate, hours: float, latest: bool = False) -> None:
        """Come back after so many hours, by day, and (`latest`) not after the time limit if that can be kept."""
        moment = self.life.humane(clock.now() + timedelta(hours=hours), case.due_at if latest else None)
        self.life.plan(moment, partial(self.visit, case.pk, fate))

    def move(self, actor: Actor | None, case: Case, move: str, **given: Any) -> Case:
        """One move by somebody."""
        if actor is None:
            raise ValueError(f"nobody can {move} case {case.pk}")
        return services.move_case(actor=actor, case_id=case.pk, move=move, **given)

    def holder(self, case: Case) -> Actor | None:
        """Somebody of the body that has the case."""
        return self.cast.member(case.holder_id)


def sorting(stage: Stage, case: Case, fate: Fate) -> None:
    """The desk finds the matter type, or tells the lawful path."""
    desk = stage.cast.over(case.place, *COMMUNITY)
    if fate.branch:
        stage.move(desk, case, "redirect", branch=fate.branch)
        return
    done = stage.move(desk, case, "sort", matter=fate.topic.code)
    stage.later(done, fate, fate.lag.total_seconds() / 3600)


def filed(stage: Stage, case: Case, fate: Fate) -> None:
    """The holder takes it, refuses it by the list, or sees that it is the same matter as another."""
    main = stage.open_by.get((case.community_id, case.matter))
    if fate.merge and main is not None and main != case.pk and not case.part_of_id:
        fate.merge = False
        if Case.objects.filter(pk=main, state__in=("filed", "handling")).exists():
            stage.move(stage.holder(case), case, "merge", primary=main)
            stage.later(case, fate, 24 * 16)
            return
    if fate.branch:
        stage.move(stage.holder(case), case, "redirect", branch=fate.branch)
    elif fate.refuse and case.bounces < 2:
        fate.refuse -= 1
        clause = f"{case.matter}:{case.level}"
        done = stage.move(stage.holder(case), case, "refuse", clause=clause, reason="不在本单位的职责里")
        stage.later(done, fate, stage.rng.uniform(0.5, 20))
    else:
        done = stage.move(stage.holder(case), case, "accept")
        stage.open_by[case.community_id, case.matter] = case.pk
        work(stage, done, fate)


def work(stage: Stage, case: Case, fate: Fate) -> None:
    """Plan what the holder does next: a bend soon, the answer within the time, or nothing until the time is over."""
    left = (case.due_at - clock.now()).total_seconds() / 3600 if case.due_at else 24
    if fate.slow and not case.part_of_id:
        fate.slow -= 1
        stage.later(case, fate, max(left, 0) + stage.rng.uniform(13, 20))
    elif fate.todo:
        stage.later(case, fate, max(left, 1) * stage.rng.uniform(0.02, 0.2), latest=True)
    else:
        stage.later(case, fate, max(left, 1) * fate.share, latest=True)


def handling(stage: Stage, case: Case, fate: Fate) -> None:
    """Do the next thing of the fate; when none is left, answer."""
    while fate.todo:
        if BENDS[fate.todo.pop(0)](stage, case, fate):
            return
    if case.part_of_id:
        stage.move(stage.holder(case), case, "finish_part", answer=stage.rng.choice(texts.DONE))
        return
    answer(stage, case, fate)


def answer(stage: Stage, case: Case, fate: Fate) -> None:
    """Answer honestly; then it is the reporter's turn."""
    outcome = "explained" if fate.explained else "solved"
    said = stage.rng.choice(texts.EXPLAINED if fate.explained else texts.DONE)
    done = stage.move(stage.holder(case), case, "answer", answer=said, outcome=outcome)
    if fate.judge in ("web", "receipt"):
        stage.later(done, fate, stage.rng.uniform(1, 90))
    else:
        stage.later(done, fate, 24 * 7 + stage.rng.uniform(13, 60))


def answered(stage: Stage, case: Case, fate: Fate) -> None:
    """The reporter judges, or a worker reads out the script if the silent case was drawn."""
    reason = stage.rng.choice(texts.SAID_AFTER) if stage.rng.random() < 0.3 else ""
    solved = fate.solved and case.outcome == "solved"
    if fate.judge in ("web", "receipt"):
        done = services.judge(
            actor=Actor(person_id=case.reporter_id), case_id=case.pk, solved=solved, satisfied=fate.mark,
            channel=fate.judge, reason=reason,
        )  # fmt: skip
    else:
        call = duties.open_of(Ref("cases.case", case.pk), "call_back").first()
        caller = stage.cast.member(call.body_id, "street_officer", "street_lead") if call else None
        if caller is None or fate.judge == "silent":
            return
        done = services.read_out(actor=caller, case_id=case.pk, solved=solved, satisfied=fate.mark, reason=reason)
    if done.is_open:  # reopened at the next level: better luck there, mostly
        fate.mark, fate.solved, fate.explained = stage.rng.choice((2, 4, 4, 5)), True, False
        stage.later(done, fate, fate.lag.total_seconds() / 3600)


def offered(stage: Stage, case: Case, fate: Fate) -> None:
    """The other body takes it, or says why not."""
    other = stage.cast.member(case.offered_to_id)
    if stage.rng.random() < 0.75:
        work(stage, stage.move(other, case, "take"), fate)
    else:
        done = stage.move(other, case, "decline", clause=f"{case.matter}:{case.level}", reason="清单里是协助，不是主责")
        stage.later(done, fate, stage.rng.uniform(0.5, 20))


def disputed(stage: Stage, case: Case, fate: Fate) -> None:
    """Whoever must decide decides: it stays, or goes where the list sends it one level up."""
    duty = duties.open_of(Ref("cases.case", case.pk), "decide").first()
    if duty is None:
        return
    to_body = case.holder_id
    if stage.rng.random() < 0.5:
        rung = next_rung(case.level) or RUNGS[-1]
        to_body = mandates.route(case.matter, case.place, clock.today().date(), at_least=rung).body.pk
    desk = stage.cast.member(duty.body_id, *DECIDERS)
    done = stage.move(desk, case, "decide", to_body=to_body, reason="按清单和现场情况定")
    stage.later(done, fate, fate.lag.total_seconds() / 3600)


def _note(stage: Stage, case: Case, fate: Fate) -> bool:
    holder = stage.holder(case)
    if holder is not None:
        services.add_words(actor=holder, case_id=case.pk, text=stage.rng.choice(texts.NOTES))
    return False


def _look(stage: Stage, case: Case, fate: Fate) -> bool:
    """Open the reporter's contact to call; the reporter can read who did."""
    reader = stage.cast.member(case.holder_id, "grid_worker", "community_worker", "desk", "street_officer")
    if reader is not None and case.part_of_id is None:
        actor = organisations.actor_for(reader.person_id or 0)
        people.read_contact(actor=actor, person_id=case.reporter_id, purpose="handle", about=Ref("cases.case", case.pk))
    return False


def _offer(stage: Stage, case: Case, fate: Fate) -> bool:
    line = mandates.line(case.matter, case.level, clock.today().date())
    for kind in line.assisting if line else ():
        body = organisations.body_for(kind, case.place)
        if body and body.pk != case.holder_id and stage.cast.member(body.pk) and not case.part_of_id:
            clause = f"{case.matter}:{case.level}"
            done = stage.move(stage.holder(case), case, "offer", to_body=body.pk, clause=clause)
            stage.later(done, fate, stage.rng.uniform(1, 20))
            return True
    return False


def _divide(stage: Stage, case: Case, fate: Fate) -> bool:
    if case.part_of_id:
        return False
    parts = ((case.matter, "先处理现场"), ("LD08" if case.matter != "LD08" else "LD05", "把周边一起修好"))
    stage.move(stage.holder(case), case, "divide", parts=parts)
    for part in Case.objects.filter(part_of=case, is_open=True):
        plain = Fate(fate.topic, "web", lag=fate.lag, share=fate.share / 2)
        stage.later(part, plain, fate.lag.total_seconds() / 3600)
    stage.later(case, fate, 24 * 6)
    return True


def split(stage: Stage, case: Case, fate: Fate) -> None:
    """The parts are not done yet; come back."""
    stage.later(case, fate, 24 * 3)


def _pause(stage: Stage, case: Case, fate: Fate) -> bool:
    holder = stage.holder(case)
    if holder is None or case.part_of_id or case.overdue:
        return False
    services.pause_clock(actor=holder, case_id=case.pk, reason=pause_reason(stage.rng))
    moment = stage.life.humane(clock.now() + timedelta(days=stage.rng.uniform(1, 6)))
    stage.life.plan(moment, partial(_go_on, stage, case.pk, holder, fate))
    return True


def _go_on(stage: Stage, case_id: int, holder: Actor, fate: Fate) -> None:
    """The clock goes on by hand, unless the cap was first; then the answer comes."""
    with contextlib.suppress(Refused):
        services.resume_clock(actor=holder, case_id=case_id)
    stage.visit(case_id, fate)


BENDS: dict[str, Callable[[Stage, Case, Fate], bool]] = {
    "note": _note, "look": _look, "offer": _offer, "divide": _divide, "pause": _pause,
}  # fmt: skip
BY_STATE: dict[str, Callable[[Stage, Case, Fate], None]] = {
    "sorting": sorting, "filed": filed, "handling": handling, "joint": handling, "offered": offered,
    "disputed": disputed, "answered": answered, "split": split,
}  # fmt: skip
