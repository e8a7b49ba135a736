"""What residents do to a matter: judge it, add to it, take it back, join it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.cases import services
from gongzhi.cases.pages.resident import access, said
from gongzhi.cases.pages.resident.access import Door, own
from gongzhi.cases.pages.resident.forms import JudgeForm, PhotoForm, WordsForm
from gongzhi.cases.pages.resident.matter import show
from gongzhi.cases.rules import verdict
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import new_speaker


def _me(door: Door) -> Actor:
    """The reporter behind the door; the doors of these acts open to nobody else."""
    if door.actor is None:
        raise Refused(_("这一步只有反映人自己能做。请用回执打开，或先登录。"), code="denied")
    return door.actor


@own
@require_POST
def judge(request: HttpRequest, door: Door) -> HttpResponse:
    """Solved or not, and one of five; the reply says what happens now."""
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return show(request, door, judge=form)
    given = form.cleaned_data
    mark = {"solved": given["solved"] == "yes", "satisfied": given["satisfied"]}
    move = verdict(outcome=door.case.outcome, reopened=door.case.reopened, **mark)
    more = {"channel": door.channel, "reason": given["reason"], "seen": given["seen"]}
    try:
        case = services.judge(actor=_me(door), case_id=door.case.pk, **mark, **more)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said.thanks(move, case))
    return redirect(door.url())


@own
@require_POST
def words(request: HttpRequest, door: Door) -> HttpResponse:
    """Add something; everybody who handles the matter reads it."""
    form = WordsForm(request.POST, auto_id="words_%s")
    if not form.is_valid():
        return show(request, door, words=form)
    services.add_words(actor=_me(door), case_id=door.case.pk, text=form.cleaned_data["text"])
    messages.success(request, _("补充的话记下了，办的人会看到。"))
    return redirect(door.url())


@own
@require_POST
def photo(request: HttpRequest, door: Door) -> HttpResponse:
    """Add one photograph."""
    form = PhotoForm(request.POST, request.FILES, auto_id="photo_%s")
    if form.is_valid():
        try:
            services.add_photo(actor=_me(door), case_id=door.case.pk, file=form.cleaned_data["photo"])
        except Refused as refusal:
            form.add_error("photo", str(refusal))
    if form.errors:
        return show(request, door, photo=form)
    messages.success(request, _("照片收到了。公开前先由社区审看。"))
    return redirect(door.url())


@own
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, door: Door) -> HttpResponse:
    """Take the matter back, after one look at what that means."""
    if request.method == "GET" and door.case.is_open:
        return render(request, "cases/resident/withdraw.html", {"door": door, "case": door.case})
    try:
        seen = digits(request.POST.get("seen"))
        services.move_case(actor=_me(door), case_id=door.case.pk, move="withdraw", seen=seen)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("已撤回，不再办了。写过的都还在这里。"))
    return redirect(door.url())


@require_POST
def me_too(request: HttpRequest, case_id: int) -> HttpResponse:
    """ "This concerns me too", or take that back; no account is needed, and nobody counts twice."""
    door = access.by_number(request, case_id)
    back = "back" in request.POST
    refusal = _refusal(door)
    if refusal:
        messages.warning(request, refusal)
        return redirect("matter", case_id)
    try:
        act = services.unsecond if back else services.second
        act(actor=new_speaker(request), case_id=case_id)
    except Refused as no:
        messages.warning(request, str(no))
    else:
        messages.success(request, _("已取消，不再算上您。") if back else _("已算上您，一个人只算一次。"))
    return redirect("matter", case_id)


def _refusal(door: Door) -> str:
    """Why this voice is not counted, before anybody is made for it; empty where it is."""
    if door.own:
        return _("这件事就是您反映的，已经算上您了。")
    if not door.case.is_open:
        return _("这件事已经办结。如果又发生了，请重新反映。")
    return ""
