"""Triage → cases: a case's page names the recurring problem that it is part of; an inbox says which of them wait."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.cases.selectors.advisers import Belonging, Errand, belongs_by, errands_by
from gongzhi.cases.selectors.told import LABEL
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.triage.selectors import counted, reading
from gongzhi.triage.selectors.problems import SHOWN

MANY = 3  # others below whom no number is said: the reporter might know who they are


@belongs_by
def belongs(case: Any, reader: Actor | None) -> list[Belonging]:
    """The problem by its title, with its page for staff; to others, that neighbours say the same, once confirmed."""
    problem = reading.problem_of(Ref(LABEL, case.pk))
    if problem is None:
        return []
    if reader is not None and may(reader, "problem.see", problem):
        return [Belonging(_named(problem), reverse("problem", args=[problem.pk]))]
    if problem.state not in SHOWN:
        return []
    address = reverse("problem_public", args=[problem.pk])
    if reader is not None:
        return [Belonging(_named(problem), address)]
    return [Belonging(_others(counted([problem.pk])[problem.pk][0] - 1), address)]


def _named(problem: Any) -> str:
    return _("这件属于重复出现的问题：%(title)s") % {"title": problem.title}


def _others(others: int) -> str:
    if others < MANY:
        return _("也有邻居说过同一件事")
    said = ngettext("另有 %(n)d 位邻居说过同一件事", "另有 %(n)d 位邻居说过同一件事", others)
    return said % {"n": others}


@errands_by
def errands(actor: Actor) -> list[Errand]:
    """The problems with a clock that runs for the person's bodies."""
    asked = reading.asked_of(actor)
    count = sum(len(numbers) for numbers in asked.values())
    if not count:
        return []
    said = ngettext("%(n)d 个重复出现的问题等您单位", "%(n)d 个重复出现的问题等您单位", count) % {"n": count}
    return [Errand(said, f"{reverse('problems')}?state=asked", count)]
