"""Follow by receipt, and the list of what one has reported."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.cases import selectors
from gongzhi.cases.pages.resident import access, said
from gongzhi.cases.pages.resident.forms import CodeForm
from gongzhi.kernel.digits import digits
from gongzhi.organisations.visitors import actor_of, unlisted
from gongzhi.places import selectors as places

PAGE = 30


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """A form for the code; the right one leads to the matter."""
    form = CodeForm(request.POST) if request.method == "POST" else CodeForm()
    if form.is_bound and form.is_valid():
        door = access.by_code(request, form.cleaned_data["code"])
        if door is not None:
            return redirect(door.url())
        return wrong_code(request, form.cleaned_data["code"])
    return unlisted(render(request, "cases/resident/follow.html", {"form": form}))


def wrong_code(request: HttpRequest, code: str) -> HttpResponse:
    """No matter has this code; whoever tries many in a row must wait."""
    form = CodeForm({"code": code[:80]})
    form.is_valid()
    if not access.too_many_wrong(request):
        form.add_error("code", _("没有这个回执码。请对照回执再看一遍，一共 16 个数字。"))
        status = 404
    else:
        form.add_error("code", _("试得太多了，请过十分钟再来，或打电话查。"))
        status = 429
    return unlisted(render(request, "cases/resident/follow.html", {"form": form}, status=status))


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What the person signed in, or this browser, has reported, newest first."""
    actor = actor_of(request)
    rows = selectors.followed(actor.person_id if actor else None, access.sent_here(request))
    before = digits(request.GET.get("before"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    where = places.names_of([c.place for c in shown], top="community")
    context = {
        "cards": [said.card(c, access.Door(c, None).url(), where[c.place_id]) for c in shown],
        "older": shown[-1].pk if len(found) > PAGE else None,
        "first": not before,
        "form": CodeForm(),
        "known": actor is not None,
    }
    return unlisted(render(request, "cases/resident/mine.html", context))
