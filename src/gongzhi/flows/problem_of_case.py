"""Triage → cases: a case's page names the recurring problem that it is part of."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.cases.selectors.advisers import Belonging, belongs_by
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
