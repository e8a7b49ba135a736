"""What was answered in several cases that a person may see: for pages that put cases side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from gongzhi.cases.models import Case, Word
from gongzhi.cases.selectors.lists import cases_for
from gongzhi.kernel.actor import Actor


@dataclass(frozen=True)
class Answered:
    """An answer: in which case, by which body, when, its words, and how far the case came."""

    case_id: int
    body: str
    at: datetime
    text: str
    outcome: str


def seen_among(actor: Actor, case_ids: Iterable[int]) -> dict[int, Case]:
    """Those of these cases that the actor may see, by id, with place and holder; one query.

    `was_answered` says whether anybody ever answered it.
    """
    answers = Word.objects.filter(case_id=OuterRef("pk"), kind="answer")
    rows = cases_for(actor).filter(pk__in=list(case_ids)).select_related("place", "holder")
    return {case.pk: case for case in rows.annotate(was_answered=Exists(answers))}


def answers_among(cases: dict[int, Case]) -> list[Answered]:
    """What was answered in these cases, newest first; one query."""
    rows = Word.objects.filter(case_id__in=list(cases), kind="answer").select_related("body").order_by("-id")
    return [
        Answered(w.case_id, w.body.name if w.body else cases[w.case_id].holder.name, w.at, w.text,
                 cases[w.case_id].outcome)
        for w in rows
    ]  # fmt: skip
