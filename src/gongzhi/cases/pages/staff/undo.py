"""Taking back a slip: the button beside the message of the act, for one matter or for a whole batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.cases import services
from gongzhi.cases.pages.staff.gate import onward, staff
from gongzhi.cases.pages.staff.outcome import MOST, Outcome
from gongzhi.cases.selectors import acts
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import actor_of


def say(request: HttpRequest, actor: Actor, said: str, case_ids: Iterable[int]) -> None:
    """Say what was done, with the button that takes it back where there is a way back."""
    found = [(number, acts.undoable(actor, number)) for number in case_ids]
    marks = ",".join(f"{number}.{act}" for number, act in found if act)
    messages.success(request, said, extra_tags=f"undo:{acts.undo_seconds()}:{marks}" if marks else "")


def attempt(request: HttpRequest, to: str, said: str, act: Callable[[], Any], case_id: int) -> HttpResponse:
    """As the gate's own, with the button beside the message."""
    try:
        act()
    except Refused as error:
        if error.code in ("denied", "unknown"):
            raise
        messages.warning(request, str(error))
    else:
        actor: Any = actor_of(request)
        say(request, actor, said, [case_id])
    return HttpResponseRedirect(onward(request, to))


@require_POST
@staff()
def undo(request: HttpRequest) -> HttpResponse:
    """Take back each of the acts that the button names."""
    actor: Any = actor_of(request)
    asked = [pair for pair in map(_pair, request.POST.getlist("act")[:MOST]) if pair]
    outcome = Outcome()
    for case_id, act in asked:
        try:
            services.undo(actor=actor, case_id=case_id, act=act)
            outcome.did(case_id)
        except Refused as error:
            outcome.note(error)
    _tell(request, outcome, len(asked))
    only = reverse("work_matter", args=[asked[0][0]]) if len(asked) == 1 else reverse("inbox")
    return HttpResponseRedirect(onward(request, only))


def _pair(text: str) -> tuple[int, int] | None:
    """The case and the fact of its act, as the button wrote them."""
    case, _dot, act = text.partition(".")
    pair = digits(case), digits(act)
    return None if None in pair else pair  # type: ignore[return-value]


def _tell(request: HttpRequest, outcome: Outcome, asked: int) -> None:
    if not asked:
        messages.warning(request, _("没有什么可以撤回。"))
    elif asked == 1 and outcome.done:
        messages.success(request, _("撤回了，这件事和刚才一样。"))
    elif asked == 1:
        messages.warning(request, next(iter(outcome.others), _("之后又办过别的，撤不回这一步了。")))
    else:
        tone = messages.success if outcome.done else messages.warning
        tone(request, outcome.sentence(_("撤回 %(n)s 件")))
