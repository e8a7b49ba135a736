"""Triage → cases: matter types are suggested for what waits at a sorting desk; a sure one may sort by itself.

A trained model answers where one is in use whose labels are types of the list in force; else the list's own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.cases.events import CaseMoved, CaseReported
from gongzhi.cases.selectors.advisers import BEST, Hint, desk_by, hints_by
from gongzhi.cases.selectors.told import LABEL, Told, told
from gongzhi.cases.services import move_case
from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.mandates import selectors as mandates
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to
from gongzhi.triage import selectors as triage_read
from gongzhi.triage import services as triage
from gongzhi.triage.rules.listwords import likely
from gongzhi.triage.rules.reading import Message
from gongzhi.triage.services import models
from gongzhi.triage.words import LIST

DESK = system("flows.sorting")


def options_for(text: str) -> tuple[list[triage.Option], str, bool]:
    """The three likeliest matter types, who says so, and whether that may route: a model of few rows only shows."""
    using = models.usable(models.DESK)
    if using is not None and set(using.model.labels) <= _codes():
        return models.options(using.model, Message(body=text), BEST), using.version, not using.show_only
    found = likely(mandates.spoken_of(text), BEST)
    return [triage.Option(one.label, one.probability, one.words) for one in found], LIST, True


def desks() -> models.Desk:
    """What a model must know and beat before it may suggest at the desks: the list in force and its own words."""
    return models.Desk(_codes(), _unaided)


def _codes() -> frozenset[str]:
    return frozenset(matter.code for matter in mandates.matters())


def _unaided(message: Message) -> list[tuple[str, float]]:
    found = likely(mandates.spoken_of(f"{message.subject}\n{message.body}"), len(_codes()))
    return [(one.label, one.probability) for one in found]


@hints_by
def hints(text: str, case: Any) -> list[Hint]:
    """What was suggested for the case when it came in; worked out now for words that are no case yet."""
    kept = triage_read.suggestion_for(Ref(LABEL, case.pk)) if case is not None else None
    if kept is not None:
        return [Hint(o["code"], tuple(o["words"]), round(o["p"] * 100)) for o in kept.options]
    options, _source, _routes = options_for(text)
    return [Hint(o.code, o.words, round(o.probability * 100)) for o in options]


@desk_by
def this_month(community_ids: Sequence[int]) -> str:
    """How often these communities took what was suggested this month."""
    today = clock.today()
    since = datetime(today.year, today.month, 1, tzinfo=clock.CHINA)
    month = triage_read.taken_in_month(community_ids, since, clock.now() + timedelta(seconds=1))
    if not month.asked + month.auto:
        return _("这个月还没有按建议分过。")
    words = {"asked": month.asked, "accepted": month.accepted, "auto": month.auto}
    return _("这个月看建议分了 %(asked)s 件，照建议 %(accepted)s 件；自动分了 %(auto)s 件。") % words


@reacts_to(CaseReported)
def when_reported(event: CaseReported, fact: FactView) -> None:
    """Suggest for what waits at a desk, and sort it where the community lets so sure a suggestion."""
    one = told([event.case_id]).get(event.case_id) if event.state == "sorting" else None
    if one is None or one.state != "sorting":
        return
    options, source, routes = options_for(one.text)
    kept = triage.keep_suggestion(
        actor=DESK, about=Ref(LABEL, one.case_id), community_id=one.community_id, options=options, source=source
    )
    level = triage_read.level_of(one.community_id) if routes and options else None
    if level is not None and kept.permille >= level:
        _sort(one, kept.first)


def _sort(one: Told, matter: str) -> None:
    """Sort it by itself; where the list finds nobody to take it, or somebody was quicker, the desk decides."""
    try:
        move_case(actor=DESK, case_id=one.case_id, move="sort_itself", seen=one.version, matter=matter)
    except Refused:
        return


@reacts_to(CaseMoved)
def when_sorted(event: CaseMoved, fact: FactView) -> None:
    """What became of the suggestion: a lesson for the next training, and the figure at the desk."""
    about = Ref(LABEL, event.case_id)
    if event.state == "sorting":
        triage.unsettle(actor=DESK, about=about)
    elif event.move in ("sort", "reclassify", "sort_itself"):
        triage.settle(actor=DESK, about=about, chosen=event.matter, by_itself=event.move == "sort_itself")
