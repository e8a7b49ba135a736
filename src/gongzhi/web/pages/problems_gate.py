"""Who enters the staff's pages of recurring problems, and which problem may be seen there."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.organisations import visitors
from gongzhi.triage import selectors

desk = visitors.desk(_("这一页给在岗的工作人员用。每月一题的公开页，谁都能看。"))


def seen_problem(actor: Actor, problem_id: int) -> Any:
    """The problem, if the actor may see what is in it; else 404, or 403 with the reason."""
    found = selectors.problem(problem_id)
    if found is None:
        raise Http404
    answer = may(actor, "problem.see", found)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return found
