"""Paper on the desk: print the numbered sheets, take them in by number, enter what is on them, two people each."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.voting import selectors, services, words
from gongzhi.voting.pages import filling
from gongzhi.voting.pages.ballot import sheet_of
from gongzhi.voting.pages.forms import SheetsForm, numbers_of
from gongzhi.voting.pages.gate import desk, desk_vote
from gongzhi.voting.selectors.desk import entered_by, roll_page, sheet_counts, sheets_of

PAGE = 50


@desk
def print_papers(request: HttpRequest, actor: Actor, vote_id: int) -> HttpResponse:
    """Every elector's paper with its number and the code for the phone; fifty at a time."""
    found = desk_vote(actor, vote_id, "vote.see_roll")
    start = digits(request.GET.get("from", "")) or 0
    rows, more = roll_page(vote_id, start, PAGE)
    here = request.build_absolute_uri(reverse("vote", args=[vote_id]))
    sheets = [{"elector": one, "code": services.code_of(one)} for one in rows if one.struck_at is None]
    context = {
        "vote": found, "sheets": sheets, "address": here, "older": f"?from={start + PAGE}" if more else "",
        **sheet_of(found),
    }  # fmt: skip
    return render(request, "voting/paper.html", context)


@desk
def sheets(request: HttpRequest, actor: Actor, vote_id: int) -> HttpResponse:
    """Hand sheets in by number; who may enter them sees which still wait."""
    found = desk_vote(actor, vote_id, "vote.collect")
    form = SheetsForm(request.POST or None)
    got = None
    if request.method == "POST" and form.is_valid():
        numbers = numbers_of(form.cleaned_data["numbers"])
        try:
            if numbers is None:
                raise Refused(_("号码看不懂，请用空格隔开，一次最多 500 个。"), field="numbers")
            got = services.hand_in(actor=actor, vote_id=vote_id, sheets=numbers)
        except Refused as error:
            form.add_error("numbers", str(error))
    enters = bool(may(actor, "vote.enter", found))
    context = {
        "vote": found, "form": SheetsForm() if got else form, "got": got, "enters": enters,
        "void": [(number, words.VOID[why]) for number, why in got.void] if got else [],
        "counts": sheet_counts(vote_id),
        "waiting": [
            {"number": one.number, "state": words.SHEET_STATES[one.state], "tone": "late" * (one.state == "third_look"),
             "mine": entered_by(one, actor.person_id)}
            for one in sheets_of(vote_id, ("handed_in", "entered", "third_look"))
        ] if enters else [],
    }  # fmt: skip
    return render(request, "voting/desk/sheets.html", context, status=422 if form.errors else 200)


@desk
def sheet(request: HttpRequest, actor: Actor, vote_id: int, number: int) -> HttpResponse:
    """Enter what is on one sheet; what others entered is not shown."""
    found = desk_vote(actor, vote_id, "vote.enter")
    if not any(one.number == number for one in sheets_of(vote_id, tuple(words.SHEET_STATES))):
        raise Http404
    options = selectors.options(vote_id)
    error, choice = "", None
    if request.method == "POST":
        choice = filling.read(found, options, request.POST)
        spoilt = request.POST.get("spoilt", "")
        try:
            said = {"spoilt": spoilt} if spoilt else choice
            done = services.enter_paper(actor=actor, vote_id=vote_id, sheet=number, choice=said)
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(
                request, _("第 %(n)d 号：%(state)s。") % {"n": number, "state": words.SHEET_STATES[done.state]}
            )
            return HttpResponseRedirect(_next(actor, vote_id))
    context = {
        "vote": found, "number": number, "rows": filling.rows(found, options, choice), "error": error,
        "filled": words.FILLED[found.rule], "single": found.rule == "single", "spoilt": words.SPOILT.items(),
        "top": found.charter.get("top_score"),
    }  # fmt: skip
    return render(request, "voting/desk/sheet.html", context, status=422 if error else 200)


def _next(actor: Actor, vote_id: int) -> str:
    """The next sheet that this reader can enter, else the list."""
    waiting = sheets_of(vote_id, ("handed_in", "entered", "third_look"))
    following = next((one.number for one in waiting if not entered_by(one, actor.person_id)), None)
    name = "vote_sheets" if following is None else "vote_sheet"
    return reverse(name, args=[vote_id] if following is None else [vote_id, following])
