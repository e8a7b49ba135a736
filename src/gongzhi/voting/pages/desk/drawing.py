"""Draw a vote up: one form, by the reader's own body."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.seats import acting
from gongzhi.voting import services, words
from gongzhi.voting.pages.forms import CLOSES, OPENS, DrawForm, moment
from gongzhi.voting.pages.gate import desk
from gongzhi.voting.services import NewOption

_COST = re.compile(r"\s*([0-9]{1,12})\s*[^0-9]*$", re.ASCII)  # "50000", or with the currency behind it
FIELD = {"charter": "budget", "times": "closes"}


@desk
def draw(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form, and the draft that comes of it."""
    seat = next(iter(acting(actor)), None)
    if seat is None:
        raise PermissionDenied(_("投票由召集的单位来拟。"))
    body = organisations.body(seat.body_id)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draw_up(
                actor=actor, about=_about(request, body.pk), body_id=body.pk, place_id=body.place_id, **_given(form)
            )
        except Refused as error:
            field = FIELD.get(error.field, error.field)
            form.add_error(field if field in form.fields else None, str(error))
        else:
            messages.success(request, _("拟好了。下一步：导入名册。"))
            return HttpResponseRedirect(reverse("vote_roll", args=[made.pk]))
    context = {"form": form, "body": body, "about": request.GET.get("about", request.POST.get("about", ""))}
    return render(request, "voting/desk/draw.html", context, status=422 if form.errors else 200)


def _about(request: HttpRequest, body_id: int) -> Ref:
    """What is voted on: the matter whose page led here, else the body itself."""
    try:
        return Ref.parse(request.POST.get("about", ""))
    except ValueError:
        return Ref("organisations.body", body_id)


def _given(form: DrawForm) -> dict[str, Any]:
    data = form.cleaned_data
    rule = data["rule"]
    secrecy = "roll" if rule == "owners" else data["secrecy"]
    charter = {"budget": data["budget"]} if rule in words.BUDGET and data["budget"] else {}
    charter |= {name: data[name].strip() for name in ("tie_break", "seed") if data[name].strip()}
    return {
        "title": data["title"], "question": data["question"], "rule": rule, "matter": data["matter"],
        "options": _options(data["options"], rule), "opens": moment(data["opens"], OPENS),
        "closes": moment(data["closes"], CLOSES), "secrecy": secrecy, "charter": charter,
    }  # fmt: skip


def _options(text: str, rule: str) -> list[NewOption]:
    """One option a line; the cost stands behind the last comma where money is divided."""
    found = []
    for number, line in enumerate((one.strip() for one in text.splitlines() if one.strip()), 1):
        title, comma, cost = line.replace("，", ",").rpartition(",")
        digits = _COST.match(cost)
        if rule in words.BUDGET and comma and digits:
            found.append(NewOption(str(number), title.strip(), int(digits[1])))
        else:
            found.append(NewOption(str(number), line))
    return found
