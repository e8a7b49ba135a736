"""Take part in a conversation: the list, one statement at a time with one tap, taking back, a sentence of one's own."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.opinions import selectors, services, words
from gongzhi.opinions.models import Conversation
from gongzhi.opinions.pages import access
from gongzhi.opinions.pages.forms import SayForm
from gongzhi.organisations.visitors import actor_of, unlisted
from gongzhi.places import selectors as places

ANSWERS = {str(value): value for value in words.VALUES}  # as the buttons send them


@require_GET
def talks(request: HttpRequest) -> HttpResponse:
    """Where one may take part now; ?at= narrows it to a place, its buildings and what holds it."""
    code = request.GET.get("at", "")[:40].strip()
    place = places.by_codes([code]).get(code) if code else None
    if place is not None:
        request.frame_place = place.name  # type: ignore[attr-defined]
    who = access.speaker(request)
    opened = [_card(talk, who) for talk in selectors.open_conversations(place)]
    context = {"open": opened, "ended": selectors.ended_conversations(place), "place": place}
    return unlisted(render(request, "opinions/talks.html", context))


def _card(talk: Conversation, who: int | None) -> dict[str, Any]:
    asked = selectors.next_statement(who, talk.pk)
    if not asked.statement:
        said = _("您都看完了") if asked.answered else _("还没有可以表态的话")
    elif asked.answered:
        said = ngettext("您还有 %(n)d 句没看", "您还有 %(n)d 句没看", asked.left) % {"n": asked.left}
    else:
        said = ngettext("有 %(n)d 句话等您表态", "有 %(n)d 句话等您表态", asked.left) % {"n": asked.left}
    return {"talk": talk, "said": said}


@require_GET
def talk(request: HttpRequest, talk_id: int) -> HttpResponse:
    """One statement, three buttons; then the next."""
    found = access.talk_or_404(talk_id)
    access.stand_at(request, found)
    return _page(request, found, after="after" in request.GET)


def _page(request: HttpRequest, found: Conversation, status: int = 200, **more: Any) -> HttpResponse:
    context = turn(request, found, digits(request.GET.get("after"))) | {"say": SayForm(auto_id="say_%s"), **more}
    actor = actor_of(request)
    context["desk"] = bool(actor and actor.is_staff and may(actor, "opinion.watch", found))
    return unlisted(render(request, "opinions/talk.html", context, status=status))


def turn(request: HttpRequest, found: Conversation, first: int | None = None) -> dict[str, Any]:
    """What is asked now, how many are left, and the answer before, which can be taken back."""
    who = access.speaker(request)
    asked = selectors.next_statement(who, found.pk, access.seed_of(request), first)
    last = selectors.last_answer(who, found.pk) if who is not None else None
    return {
        "talk": found, "open": selectors.is_open(found), "asked": asked, "last": last,
        "values": list(words.VALUES.items()), "last_value": words.VALUES[last.value] if last else "",
    }  # fmt: skip


@require_POST
def vote(request: HttpRequest, talk_id: int) -> HttpResponse:
    """One tap. The page of the next statement comes back, its words in focus; or a piece of it, to scripts."""
    found = access.talk_or_404(talk_id)
    statement, value = digits(request.POST.get("statement")), ANSWERS.get(request.POST.get("value", ""))
    try:
        if statement is None or value is None or not _of_talk(statement, found):
            raise Refused(_("请选一个：同意、不同意、跳过。"), code="value")
        services.vote(person_id=access.new_speaker(request), statement_id=statement, value=value)
    except Refused as refusal:
        return _answered(request, found, str(refusal), refused=True)
    return _answered(request, found, _("记下了。"))


@require_POST
def take_back(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Take the answer before back; that statement is asked again."""
    found = access.talk_or_404(talk_id)
    statement, who = digits(request.POST.get("statement")), access.speaker(request)
    try:
        if statement is None or who is None or not _of_talk(statement, found):
            raise Refused(_("这句话您还没有表过态。"), code="none")
        services.take_back(person_id=who, statement_id=statement)
    except Refused as refusal:
        return _answered(request, found, str(refusal), refused=True)
    return _answered(request, found, _("收回了，可以重新选。"), again=statement)


def _of_talk(statement_id: int, found: Conversation) -> bool:
    one = selectors.statement(statement_id)
    return one is not None and one.conversation_id == found.pk


def _answered(
    request: HttpRequest, found: Conversation, said: str, *, refused: bool = False, again: int | None = None
) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        (messages.warning if refused else messages.success)(request, said)
        return redirect(f"{reverse('talk', args=[found.pk])}?after{f'={again}' if again else ''}#asked")
    context = turn(request, found, again) | {"after": True, "refused": said if refused else ""}
    left = context["asked"].left
    if left:
        said = f"{said} {ngettext('还剩 %(n)d 句。', '还剩 %(n)d 句。', left) % {'n': left}}"
    else:
        said = f"{said} {_('看完了。')}"
    response = unlisted(render(request, "opinions/_turn.html", context))
    response["HX-Trigger"] = json.dumps({"announce": said})  # escaped to ASCII, as a header must be
    return response


@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, talk_id: int) -> HttpResponse:
    """A sentence of one's own; what was typed stays when it cannot be taken."""
    found = access.talk_or_404(talk_id)
    access.stand_at(request, found)
    if request.method == "GET":
        return redirect(f"{reverse('talk', args=[found.pk])}#own")
    form = SayForm(request.POST, auto_id="say_%s")
    if form.is_valid():
        try:
            who = access.new_speaker(request)
            made = services.say(person_id=who, conversation_id=found.pk, text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _said(made.state))
            return redirect("talk", found.pk)
    return _page(request, found, 422, say=form)


def _said(state: str) -> str:
    if state == "waiting":
        return _("收到了。社区看过、没有谁的私人信息，就公开。")
    return _("说出去了，别人可以表态了。您自己的算同意。")
