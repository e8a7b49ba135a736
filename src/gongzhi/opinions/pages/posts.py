"""Posts of an online group and the questions in them, and sheets of paper, at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.kernel.turning import turns
from gongzhi.opinions import selectors, services, words
from gongzhi.opinions.models import Conversation, Question
from gongzhi.opinions.pages import access
from gongzhi.opinions.pages.access import desk, watched_talk
from gongzhi.opinions.pages.forms import AnswerForm, AssignForm, PostsForm, ReasonForm, SheetForm, WhyForm
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places

PAGE = 50
REFUSED_SHOWN = 100


@require_http_methods(["GET", "POST"])
@desk
def posts(request: HttpRequest, actor: Actor, talk_id: int) -> HttpResponse:
    """The posts that came in, and a file to bring more in."""
    talk = watched_talk(actor, talk_id)
    access.stand_at(request, talk)
    form = PostsForm(request.POST or None, request.FILES or None, auto_id="f_%s")
    report = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            report = services.import_posts(
                actor=actor, conversation_id=talk.pk, data=file.read(), filename=file.name
            )  # fmt: skip
        except Refused as refusal:
            if refusal.code == "denied":
                raise
            form.add_error("file", str(refusal))
    start = _start(request)
    rows, stones = selectors.posts_of(talk.pk, start, PAGE + 1), selectors.post_tombstones(talk)
    context = {
        "talk": talk, "form": form, "report": report, "told": _told(report) if report else "",
        "refused": report.refused[:REFUSED_SHOWN] if report else (), "may": bool(may(actor, "opinion.moderate", talk)),
        "rows": [{"post": one, "question": getattr(one, "asks", None), "stone": stones.get(one.pk)} for one in
                 rows[:PAGE]],
        **turns(start, PAGE, more=len(rows) > PAGE),
    }  # fmt: skip
    return render(request, "opinions/desk_posts.html", context, status=422 if form.errors else 200)


def _start(request: HttpRequest) -> int:
    text = request.GET.get("from", "")
    return min(digits(text, 9) or 0, 100_000)


def _told(report: services.PostReport) -> str:
    taken, asked, known, left = report.taken, report.questions, report.known, len(report.refused)
    parts = (
        ngettext("新来 %(n)d 条，", "新来 %(n)d 条，", taken) % {"n": taken},
        ngettext("其中 %(n)d 个问题有人答、有时限；", "其中 %(n)d 个问题有人答、有时限；", asked) % {"n": asked},
        ngettext("%(n)d 条早就有了，没有重复；", "%(n)d 条早就有了，没有重复；", known) % {"n": known},
        ngettext("%(n)d 行没有收。", "%(n)d 行没有收。", left) % {"n": left},
    )
    return "".join(parts)


@require_GET
@desk
def posts_file(request: HttpRequest, actor: Actor, talk_id: int) -> HttpResponse:
    """The posts as a file, with questions, answers, and reasons where something was taken down."""
    talk = watched_talk(actor, talk_id)
    response = HttpResponse(selectors.posts_file(talk), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="talk-{talk.pk}-posts.csv"'
    return response


@require_http_methods(["GET", "POST"])
@desk
def post_act(request: HttpRequest, actor: Actor, post_id: int, move: str) -> HttpResponse:
    """Take a post down with a reason, put it back, or list it as a question."""
    found = selectors.post(post_id)
    if found is None or move not in ("take_down", "restore", "ask", "seed"):
        raise Http404
    talk = watched_talk(actor, found.conversation_id)
    form = ReasonForm(request.POST or None, auto_id="f_%s")
    if move == "take_down" and not (request.method == "POST" and form.is_valid()):
        context = {
            "talk": talk, "words": found.text, "form": form, "move": move, "title": words.ACTS[move], "final": True,
        }  # fmt: skip
        return render(request, "opinions/desk_act.html", context, status=422 if form.errors else 200)
    if request.method == "POST":
        _attempt(request, lambda: _post_moved(actor, found.pk, move, form))
    return redirect("talk_posts", talk.pk)


def _post_moved(actor: Actor, post_id: int, move: str, form: ReasonForm) -> None:
    if move == "take_down":
        services.take_down_post(actor=actor, post_id=post_id, **form.cleaned_data)
    elif move == "restore":
        services.restore_post(actor=actor, post_id=post_id)
    elif move == "seed":
        services.seed_post(actor=actor, post_id=post_id)
    else:
        services.ask_from_post(actor=actor, post_id=post_id)


def _attempt(request: HttpRequest, doing: Any) -> bool:
    """Do one act and say so; a refusal is said, a "you may not" is a page of its own."""
    try:
        doing()
    except Refused as refusal:
        if refusal.code == "denied":
            raise
        messages.warning(request, str(refusal))
        return False
    messages.success(request, _("办好了，记在下面的经过里。"))
    return True


# --- questions --------------------------------------------------------------------------------------------------------


@require_GET
@desk
def unanswered(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Questions that wait beyond their limit in the reader's areas, the longest late first."""
    found: dict[int, Any] = {}
    for seat in actor.seats:
        found |= {row.question.pk: row for row in selectors.unanswered(places.get(seat.place_id))}
    rows = sorted(found.values(), key=lambda row: row.due_at)
    return render(request, "opinions/unanswered.html", {"rows": rows})


FORMS = {"answer": AnswerForm, "dismiss": WhyForm, "assign": AssignForm}


@require_http_methods(["GET", "POST"])
@desk
def question_act(request: HttpRequest, actor: Actor, question_id: int, move: str) -> HttpResponse:
    """Answer a question, give it to another body, set it aside with a reason, or ask it again."""
    found = selectors.question(question_id)
    if found is None or move not in (*FORMS, "ask_again"):
        raise Http404
    power = "opinion.answer" if move == "answer" else "opinion.moderate"
    answer = may(actor, power, found if move == "answer" else found.conversation)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    back = redirect("talk_questions", found.conversation_id)
    if move == "ask_again":
        if request.method == "POST":
            _attempt(request, lambda: services.ask_again(actor=actor, question_id=found.pk))
        return back
    form = _question_form(request, found, move)
    if request.method == "POST" and form.is_valid():
        try:
            _question_moved(actor, found, move, form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("办好了，谁都看得到。"))
            return back
    context = {
        "talk": found.conversation, "words": found.text, "form": form, "move": move, "title": TITLES[move],
        "question": found,
    }  # fmt: skip
    return render(request, "opinions/desk_act.html", context, status=422 if form.errors else 200)


TITLES = {
    "answer": gettext_lazy("答复这个问题"), "dismiss": gettext_lazy("不用答"), "assign": gettext_lazy("交给别的单位答"),
}  # fmt: skip


def _question_form(request: HttpRequest, found: Question, move: str) -> Any:
    more: dict[str, Any] = {"initial": {"seen": found.version}, "auto_id": "f_%s"}
    if move == "assign":
        bodies = organisations.bodies_at(found.conversation.place)
        more["bodies"] = [(body.pk, body.name) for body in bodies if body.pk != found.body_id]
    return FORMS[move](request.POST or None, **more)


def _question_moved(actor: Actor, found: Question, move: str, given: dict[str, Any]) -> None:
    kept = {"actor": actor, "question_id": found.pk, "seen": given["seen"]}
    if move == "assign":
        services.assign_question(**kept, body_id=given["body"])
    elif move == "answer":
        services.answer_question(**kept, text=given["text"])
    else:
        services.dismiss_question(**kept, text=given["text"])


# --- paper ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@desk
def paper(request: HttpRequest, actor: Actor, talk_id: int) -> HttpResponse:
    """Type a sheet in for somebody, in the order of the paper; then the next sheet."""
    talk = access.talk_or_404(talk_id)
    access.stand_at(request, talk)
    answer = may(actor, "opinion.enter", talk)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    statements = selectors.statements_of(talk.pk)
    form = SheetForm(request.POST or None, statements=statements, auto_id="f_%s")
    if request.method == "POST" and form.is_valid():
        try:
            _entered(actor, talk, form)
        except Refused as refusal:
            if refusal.code == "denied":
                raise
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("这张纸录进去了，登记人是您。接着录下一张。"))
            return redirect("talk_paper", talk.pk)
    context = {
        "talk": talk, "open": selectors.is_open(talk), "form": form, "sheets": selectors.sheets_of(talk.pk),
        "marks": [form[f"s{one.pk}"] for one in statements],
    }  # fmt: skip
    return render(request, "opinions/desk_paper.html", context, status=422 if form.errors else 200)


def _entered(actor: Actor, talk: Conversation, form: SheetForm) -> None:
    services.enter_sheet(
        actor=actor, conversation_id=talk.pk, code=form.cleaned_data["code"], answers=form.answers(), said=form.lines()
    )
