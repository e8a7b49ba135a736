"""One's own record, the public files, the paper sheet, and the questions with their answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel.errors import Refused
from gongzhi.opinions import selectors, services, words
from gongzhi.opinions.models import Conversation
from gongzhi.opinions.pages import access
from gongzhi.opinions.pages.forms import AskForm
from gongzhi.organisations.visitors import unlisted


@require_GET
def said(request: HttpRequest, talk_id: int) -> HttpResponse:
    """What the reader answered and said; nobody else opens this."""
    talk = access.talk_or_404(talk_id)
    access.stand_at(request, talk)
    who = access.speaker(request)
    answers = selectors.answers_of(who, talk.pk) if who is not None else {}
    own = selectors.said_by(who, talk.pk) if who is not None else []
    stones = selectors.tombstones_of(one.pk for one in own if one.state == "taken_down")
    context = {
        "talk": talk, "open": selectors.is_open(talk), "rows": _answers(talk, answers),
        "own": [{"one": one, "state": words.STATEMENT_STATES[one.state], "stone": stones.get(one.pk)} for one in own],
    }  # fmt: skip
    return unlisted(render(request, "opinions/said.html", context))


def _answers(talk: Conversation, answers: dict[int, int]) -> list[dict[str, Any]]:
    states = ("shown", "taken_down", "joined")
    rows = [one for one in selectors.statements_of(talk.pk, states) if one.pk in answers]
    return [
        {"one": one, "shown": one.state == "shown", "value": words.VALUES[answers[one.pk]], "raw": answers[one.pk]}
        for one in rows
    ]


@require_GET
def said_file(request: HttpRequest, talk_id: int) -> HttpResponse:
    """The same as a file to keep."""
    talk = access.talk_or_404(talk_id)
    who = access.speaker(request)
    data = selectors.own_file(who, talk) if who is not None else b""
    if not data:
        messages.info(request, _("您在这里还没有表过态，没有可下载的。"))
        return redirect("talk_said", talk.pk)
    return _file(data, "text/csv; charset=utf-8", f"talk-{talk.pk}-mine.csv")


@require_GET
def public_files(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Everything that anybody needs to draw the map again, with nobody in it."""
    talk = access.talk_or_404(talk_id)
    try:
        data = selectors.export(talk.pk)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("talk_map", talk.pk)
    return _file(data, "application/zip", f"talk-{talk.pk}.zip")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = unlisted(HttpResponse(data, content_type=kind))
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def sheet(request: HttpRequest, talk_id: int) -> HttpResponse:
    """The statements on paper, in the order of their numbers, with the three answers in the order of the screen."""
    talk = access.talk_or_404(talk_id)
    access.stand_at(request, talk)
    context = {
        "talk": talk, "statements": selectors.statements_of(talk.pk), "values": list(words.VALUES.values()),
        "lines": range(3), "link": request.build_absolute_uri(f"/talks/{talk.pk}/"),
    }  # fmt: skip
    return render(request, "opinions/sheet.html", context)


@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Questions with who answers by when, their answers, and a form to ask another."""
    talk = access.talk_or_404(talk_id)
    access.stand_at(request, talk)
    form = AskForm(request.POST or None, auto_id="ask_%s")
    if request.method == "POST" and form.is_valid():
        try:
            who = access.new_speaker(request)
            services.ask(person_id=who, conversation_id=talk.pk, text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("问题记下了，下面写着谁来答、哪天前答。"))
            return redirect("talk_questions", talk.pk)
    rows = [row for row in selectors.questions_of(talk.pk) if row.question.state != "dismissed"]
    context = {"talk": talk, "open": selectors.is_open(talk), "form": form, "rows": rows}
    return unlisted(render(request, "opinions/questions.html", context, status=422 if form.errors else 200))
