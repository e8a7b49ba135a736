"""The messages of a recurring problem as its reader may see them: own words where allowed, else day and place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gongzhi.cases.selectors.answered import Answered, answers_among, seen_among
from gongzhi.cases.words import OUTCOMES, STATES
from gongzhi.kernel.actor import Actor
from gongzhi.places import selectors as places
from gongzhi.triage.selectors import messages_of

CASE = "cases.case"
SHOWN_OF_BODY = 2  # answers of one body shown whole


@dataclass(frozen=True)
class Member:
    """One message: its case's number, where and when; words, state and way in only where the reader may see it."""

    number: int
    place: str
    at: datetime
    words: str = ""
    state: str = ""
    answered: bool = False
    url: str = ""
    elsewhere: bool = False  # it stands in a problem that was joined into this one


@dataclass
class Concerned:
    """A body concerned: what it answered, newest first, and in how many cases it has not yet answered."""

    name: str
    answers: list[Answered] = field(default_factory=list)
    waiting: int = 0

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The latest answers, with how far they came, in words."""
        return [
            {"at": a.at, "text": a.text, "outcome": OUTCOMES.get(a.outcome, ""), "url": _address(a.case_id)}
            for a in self.answers[:SHOWN_OF_BODY]
        ]

    @property
    def more(self) -> int:
        """How many answers are not shown."""
        return max(0, len(self.answers) - SHOWN_OF_BODY)


def page_of(problem_id: int) -> str:
    """The page of a problem."""
    return reverse("problem", args=[problem_id])


def _address(case_id: int) -> str:
    return reverse("work_matter", args=[case_id])


def members(actor: Actor, problem: Any) -> list[Member]:
    """Every message of the problem, newest first; four queries whatever their number."""
    heard = list(messages_of(problem.pk).filter(about_label=CASE).defer("features"))
    seen = seen_among(actor, [one.about_id for one in heard])
    where = places.names_of([one.place for one in heard], top="estate")
    return [_member(one, seen.get(one.about_id), where[one.place_id], problem.pk) for one in heard]


def _member(heard: Any, case: Any, where: str, home: int) -> Member:
    bare = Member(heard.about_id, where, heard.said_at, elsewhere=heard.problem_id != home)
    if case is None:
        return bare
    state = str(capfirst(STATES[case.state]))
    answered, way = case.was_answered, _address(case.pk)
    return Member(case.pk, where, heard.said_at, case.text, state, answered, way, bare.elsewhere)


def choices(actor: Actor, problem: Any) -> list[tuple[str, str]]:
    """The messages that can be split off, for the form."""
    return [(str(one.number), one.words[:40] or one.place) for one in members(actor, problem) if not one.elsewhere]


def concerned(actor: Actor, problem: Any) -> list[Concerned]:
    """The bodies concerned, each with what it answered so far in the cases that the reader may see."""
    heard = messages_of(problem.pk).filter(about_label=CASE)
    cases = seen_among(actor, heard.values_list("about_id", flat=True))
    found: dict[str, Concerned] = {}
    by_body: dict[str, list[Answered]] = defaultdict(list)
    said = answers_among(cases)
    told = {answer.case_id for answer in said}
    for answer in said:
        by_body[answer.body].append(answer)
    for name, answers in by_body.items():
        found[name] = Concerned(name, answers)
    for case in cases.values():
        if case.pk not in told and case.is_open:
            found.setdefault(case.holder.name, Concerned(case.holder.name)).waiting += 1
    return sorted(found.values(), key=lambda one: (-len(one.answers), -one.waiting, one.name))


def unseen(rows: list[Member]) -> str:
    """How many messages the reader's seat does not open; nothing where it opens all."""
    hidden = sum(1 for row in rows if not row.url)
    return _("其中 %(n)d 件您的岗位看不到内容，只列出日子和地方。") % {"n": hidden} if hidden else ""
