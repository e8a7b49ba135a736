"""Cases ↔ triage: what was heard is grouped, with the words of the cases for titles; the record links both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from django.db import transaction

from gongzhi.cases.selectors.told import LABEL, told
from gongzhi.flows.covering import covered
from gongzhi.kernel.reference import Ref
from gongzhi.record.selectors import FactView
from gongzhi.record.services import link, reacts_to
from gongzhi.triage.events import MemberMoved, ProblemMoved
from gongzhi.triage.rules.titles import Said
from gongzhi.triage.selectors import messages_of
from gongzhi.triage.selectors.problems import waiting_streets


def words(abouts: Sequence[Ref]) -> dict[Ref, Said]:
    """The first line and the rest of each report, for the titles of themes."""
    found = told([about.id for about in abouts if about.label == LABEL])
    return {Ref(LABEL, pk): Said(one.title, one.body) for pk, one in found.items()}


def group_waiting(progress: Callable[[float], None] = lambda share: None) -> int:
    """Group what waits in every street; returns how many messages were looked at."""
    looked, waiting = 0, waiting_streets()
    if not waiting:
        return 0
    # Loaded here and not above: the web server imports this module, and must not carry the sparse matrices.
    grouping: Any = import_module("gongzhi.triage.services.grouping")
    for street_id in waiting:
        done = grouping.regroup(street_id=street_id, words=words, redact=covered, progress=progress)
        for problem_id in done.fed:
            link_members(problem_id)
        looked += done.messages
    return looked


def link_members(problem_id: int) -> None:
    """Say on the record that these cases caused this problem (lineage); said again, it is said once."""
    with transaction.atomic():
        for heard in messages_of(problem_id):
            link(heard.about, Ref("triage.problem", problem_id), "recurring")


@reacts_to(ProblemMoved)
def when_confirmed(event: ProblemMoved, fact: FactView) -> None:
    """People confirmed a problem: its cases are its cause."""
    if event.move == "confirm":
        link_members(event.problem_id)


@reacts_to(MemberMoved)
def when_put_in(event: MemberMoved, fact: FactView) -> None:
    """A case was put in by hand."""
    if event.joined:
        link(Ref.parse(event.about), Ref("triage.problem", event.problem_id), "recurring")
