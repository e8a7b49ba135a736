"""Votes in the street: one that is open, with the worker on its roll, and a budget that was counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from tests.browser.town import COMMUNITY, Town, settle

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.people import services as people
from gongzhi.voting import services
from gongzhi.voting.rules.merkle import leaf_hash
from gongzhi.voting.services import NewOption, ballot_log

TITLES = ("要不要设夜间停车棚", "今年的民生微实事", "先修哪一样")
PROJECTS = (("lamp", "楼道灯换声控", 30_000), ("ramp", "单元门口修坡道", 50_000), ("tree", "补种桂花树", 40_000))
WHY = "停车棚由物业建，费用从公共收益里出。"
SOURCE = "社区居民登记"
ROLL = "编号,姓名,地址\n1,甲,3 栋 101\n2,乙,3 栋 102\n3,丙,3 栋 103\n"
# What people wrote here: no English page translates it.
SAID = (*TITLES, *(title for _key, title, _cost in PROJECTS), WHY, SOURCE, "甲", "乙", "丙", "3 栋")
DAY = timedelta(days=1)


def held(town: Town) -> tuple[Any, Any]:
    """The vote that runs, and the vote that was counted."""
    now = clock.now()
    worker = town.world.actor("worker")  # with the seat held now, for the vote of last week too
    running = _drawn(town, worker, TITLES[0], "single", now - DAY, now + 6 * DAY)
    services.link_person(actor=worker, elector_id=running.roll.get(number=1).pk, person_id=town.world.people["worker"])
    with clock.at(now - 9 * DAY):
        over = _drawn(town, worker, TITLES[1], "equal_shares", now - 9 * DAY, now - 2 * DAY)
        for elector, picked in zip(over.roll.order_by("number"), (["ramp"], ["ramp", "lamp"], ["tree"]), strict=True):
            who = people.reporter()
            services.link_person(actor=worker, elector_id=elector.pk, person_id=who.pk)
            services.cast(actor=Actor(person_id=who.pk), vote_id=over.pk, choice={"picked": picked})
    services.close_vote(actor=worker, vote_id=over.pk)
    services.count_vote(actor=worker, vote_id=over.pk)
    settle()
    return running, over


def blind(town: Town) -> Any:
    """A blind-signed vote that runs, with three leaves in its log; `line` is the proof of the second."""
    now, worker = clock.now(), town.world.actor("worker")
    vote = _drawn(town, worker, TITLES[2], "approval", now - DAY, now + 6 * DAY, secrecy="blind")
    services.link_person(actor=worker, elector_id=vote.roll.get(number=1).pk, person_id=town.world.people["worker"])
    with transaction.atomic():
        proofs = [ballot_log.enter(vote, leaf_hash(text)) for text in (b"1", b"2", b"3")]
    vote.line, vote.kept = proofs[1].line, proofs[2].as_dict()
    settle()
    return vote


def kept(vote: Any) -> Callable[[Any], None]:
    """A browser that has cast: what its own storage holds, and everything unfolded."""

    def act(page: Any) -> None:
        state = {"vote": str(vote.pk), "signatures": ["a", "b"], "asked": [], "digest": "0" * 64, "proof": vote.kept,
                 "picture": "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"}  # fmt: skip
        page.evaluate(
            "([name, text]) => localStorage.setItem(name, text)", [f"gongzhi-ballot-{vote.pk}-", json.dumps(state)]
        )
        page.reload()
        page.wait_for_selector("[data-proof]:not([hidden])")
        _unfold(page)

    return act


def checked(vote: Any) -> Callable[[Any], None]:
    """A proof that was put into the form and held."""

    def act(page: Any) -> None:
        page.locator("#id_proof").fill(vote.line)
        page.locator("main form button").click()
        page.wait_for_selector(".gz-notice, [class*=notice]")

    return act


def _unfold(page: Any) -> None:
    page.evaluate("document.querySelectorAll('main details:not([open])').forEach(d => { d.open = true; })")


def _drawn(town: Town, worker: Actor, title: str, rule: str, opens: Any, closes: Any, secrecy: str = "") -> Any:
    body = town.world.body_of("worker").pk
    budget = rule == "equal_shares"
    options = [NewOption(key, name, cost if budget else 0) for key, name, cost in PROJECTS]
    made = services.draw_up(
        actor=worker, about=Ref("organisations.body", body), body_id=body, place_id=town.world.places[COMMUNITY].pk,
        title=title, question="" if budget else WHY, rule=rule, options=options, opens=opens, closes=closes,
        charter={"budget": 90_000} if budget else {}, secrecy=secrecy,
    )  # fmt: skip
    services.import_roll(actor=worker, vote_id=made.pk, data=ROLL.encode(), filename="roll.csv", source=SOURCE)
    services.freeze(actor=worker, vote_id=made.pk)
    services.give_notice(
        actor=worker, vote_id=made.pk, electors=None, how="by_hand", agenda_told=True, effect_told=True
    )
    return services.open_vote(actor=worker, vote_id=made.pk)
