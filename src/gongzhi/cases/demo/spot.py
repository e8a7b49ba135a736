"""The whistle in the demonstration: departments are called to the spot, come or do not, and agree on a plan."""

from __future__ import annotations

from datetime import timedelta

from gongzhi.cases import services
from gongzhi.cases.demo import texts
from gongzhi.cases.demo.acts import BENDS, BY_STATE, Stage, work
from gongzhi.cases.demo.fate import Fate
from gongzhi.cases.models import Call, Case
from gongzhi.cases.permits import WHISTLERS
from gongzhi.kernel import clock
from gongzhi.organisations import selectors as organisations

CALLED = ("street_urban", "street_order", "street_safety", "street_housing", "police_post")
CALLED_BY_STREET = ("district_urban", "district_housing", "district_traffic", "district_market", "street_safety")
NO_SHOW_AFTER = timedelta(hours=26)


def whistle(stage: Stage, case: Case, fate: Fate) -> bool:
    """Call two or three departments; a body that may not whistle just works on."""
    kind = case.holder.kind
    if case.part_of_id or not (kind in WHISTLERS or kind.startswith("street_")):
        return False
    kinds = CALLED_BY_STREET if kind.startswith("street_") else CALLED
    found = organisations.bodies_for(kinds, case.place)
    able = [body.pk for body in found.values() if body.pk != case.holder_id]
    calls = tuple(stage.rng.sample(able, min(len(able), stage.rng.choice((1, 2, 2, 3)))))
    done = stage.move(stage.holder(case), case, "whistle", calls=calls, reason=stage.rng.choice(texts.WHISTLES))
    stage.later(done, fate, stage.rng.uniform(0.5, 9))
    return True


def on_the_spot(stage: Stage, case: Case, fate: Fate) -> None:
    """One step of one department; when all have had their turn, the whistler makes the plan or calls it off."""
    running = list(Call.objects.filter(case=case, ended_at=None).order_by("id"))
    absent = running[-1] if fate.absent and running and running[-1].state == "called" else None
    for call in running:
        if call != absent:
            done = _step(stage, case, call)
            stage.later(done, fate, stage.rng.uniform(1, 8))
            return
    if absent is not None and clock.now() - absent.called_at < NO_SHOW_AFTER:
        stage.later(case, fate, 12)
    elif case.state == "responding":
        _plan(stage, case, fate)
    else:
        work(stage, stage.move(stage.holder(case), case, "recall", reason="到场单位都说明了，我们自己办"), fate)


def _step(stage: Stage, case: Case, call: Call) -> Case:
    member = stage.cast.member(call.body_id)
    if call.state == "arrived":
        return stage.move(member, case, "report_in", report=stage.rng.choice(texts.REPORTS))
    if stage.rng.random() < 0.08:
        return stage.move(member, case, "decline_call", clause=f"{case.matter}:{case.level}", reason="不在本部门职责里")
    return stage.move(member, case, "arrive")


def _plan(stage: Stage, case: Case, fate: Fate) -> None:
    """One lead, one day; then both sides say how the other did."""
    there = list(Call.objects.filter(case=case, state="reported").order_by("id"))
    lead = stage.rng.choice(there).body_id if there and stage.rng.random() < 0.6 else case.holder_id
    due = clock.now() + timedelta(days=stage.rng.randint(2, 8))
    done = stage.move(stage.holder(case), case, "plan", lead=lead, plan=stage.rng.choice(texts.PLANS), due=due)
    for call in there:
        _rate(stage, call)
    work(stage, done, fate)


def _rate(stage: Stage, call: Call) -> None:
    for body_id in (call.whistler_id, call.body_id):
        member = stage.cast.member(body_id)
        if member is not None and stage.rng.random() < 0.7:
            services.rate_call(actor=member, call_id=call.pk, mark=stage.rng.choice((3, 4, 4, 5, 5)))


BENDS["whistle"] = whistle
BY_STATE |= {"whistled": on_the_spot, "responding": on_the_spot}
