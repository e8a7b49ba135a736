"""Needs for everybody: those near me, one whole, join with one tap, my own; nobody is asked who they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.kernel.turning import begins, turns
from gongzhi.organisations import visitors
from gongzhi.organisations.whereabouts import here
from gongzhi.people import services as people
from gongzhi.projects.models import Need
from gongzhi.projects.pages import needs_said as said
from gongzhi.projects.selectors import matching, resources
from gongzhi.projects.selectors import needs as read
from gongzhi.projects.services import needs, needs_people
from gongzhi.projects.words import needs as words
from gongzhi.rulebook import selectors as rulebook

PAGE = 30
MOST = 2000  # more needs than this are not put in order at once


def need_for(request: HttpRequest, need_id: int) -> Need:
    """The need, if whoever stands here may see it; else a page that says there is none."""
    found, who = read.need(need_id), visitors.speaker(request)
    seen = found is not None and (read.is_public(found) or (who is not None and may(who, "need.see", found)))
    if found is None or not seen:
        raise Http404(_("没有这件需求，请回到清单再选。"))
    request.frame_place = found.place.name  # type: ignore[attr-defined]
    return found


@require_GET
@visitors.resident
def listed(request: HttpRequest) -> HttpResponse:
    """The needs at a place, inside it and above it; ?over=1 those that have an end, ?purpose= one kind."""
    place, over = here(request), "over" in request.GET
    purpose = request.GET.get("purpose", "")
    purpose = purpose if purpose in words.PURPOSES else ""
    rows = read.needs_near(place, over=over) if place is not None else read.needs_everywhere(over=over)
    known = set(rows.order_by().values_list("purpose", flat=True).distinct())
    chosen = rows.filter(purpose=purpose) if purpose else rows
    placed, start = read.ordered(chosen[:MOST]), begins(request.GET.get("from"))
    kept = (f"at={place.code}&" if place is not None else "") + ("over=1&" if over else "")
    context = {
        "place": place, "over": over, "cards": said.cards(placed[start : start + PAGE], visitors.speaker(request)),
        "count": len(placed), "purposes": _purposes(purpose, known), "purpose": purpose,
        **turns(start, PAGE, more=len(placed) > start + PAGE, kept=f"{kept}purpose={purpose}&"),
        "tabs": _tabs(place, over),
    }  # fmt: skip
    return render(request, "projects/needs.html", context)


def _purposes(chosen: str, known: set[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"code": "", "label": _("全部"), "pressed": not chosen}]
    found += [
        {"code": code, "label": label, "pressed": code == chosen}
        for code, label in words.PURPOSES.items()
        if code in known or code == chosen
    ]
    return found


def _tabs(place: Any, over: bool) -> list[dict[str, Any]]:
    kept = f"at={place.code}&" if place is not None else ""
    return [
        {"label": _("还没有结果的"), "url": f"?{kept}".rstrip("?&") or "?", "current": not over, "count": None},
        {"label": _("有了结果的"), "url": f"?{kept}over=1", "current": over, "count": None},
    ]


@require_GET
@visitors.resident
def one(request: HttpRequest, need_id: int) -> HttpResponse:
    """One need, whole: who wants it, why it stands where it stands, who answers for it, what was tried."""
    found, who = need_for(request, need_id), visitors.speaker(request)
    placed = read.ordered([found])[0]
    context = {
        "need": found, **said.state(found), "purpose": words.PURPOSES[found.purpose], "source": said.source(found),
        "owner": said.owner(found), "ended": said.ended(found, read.last_words([found.pk]).get(found.pk, {})),
        "why": [said.reason(code, given) for code, given in placed.reasons], "duty": read.duty_of(found),
        "askings": [{"row": row, "way": words.ASKED_BY[row.way]} for row in read.askings_of(found.pk)],
        "mine": found.pk in read.wanted_by(who.person_id if who else None, [found.pk]),
        "may_join": found.state in ("listed", "planned", "later"), "own": _own(found, who),
        "joined": read.joined_into(found), "served": resources.serving(found),
        "done_elsewhere": matching.done_elsewhere(found), "story": said.story(found),
        "project_url": visitors.address("project", found.project) if found.project else "",
        "desk": bool(who and who.seats and may(who, "need.sort", found)),
    }  # fmt: skip
    return render(request, "projects/need.html", context)


def _own(found: Need, who: Actor | None) -> bool:
    mine = who is not None and who.person_id is not None and found.raised_by_id == who.person_id
    return mine and found.state in ("raised", "listed")


@require_GET
@visitors.resident
def mine(request: HttpRequest) -> HttpResponse:
    """What I said and what I joined, and what became of it."""
    who = visitors.speaker(request)
    person = who.person_id if who else None
    own = list(read.raised_by(person)[:PAGE]) if person else []
    joined = [row for row in read.joined_by(person) if row.raised_by_id != person][:PAGE] if person else []
    context = {
        "raised": said.cards(read.ordered(own), who), "joined": said.cards(read.ordered(joined), who),
        "known": person is not None,
    }  # fmt: skip
    return render(request, "projects/needs_mine.html", context)


# --- acts of one tap ---


@require_POST
@visitors.resident
def act(request: HttpRequest, need_id: int, name: str) -> HttpResponse:
    """Join, leave or withdraw; back to where the tap was made, with what was done or why not."""
    found = need_for(request, need_id)
    if name not in DO:
        raise Http404
    try:
        done = DO[name](found, _counted(request))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(back)
    return redirect("need", found.root_id or found.pk)


def _counted(request: HttpRequest) -> Actor:
    """Whoever taps, made for a visitor at the first tap; from one network not more often than people would."""
    on = clock.today().date()
    seconds = int(rulebook.limit("need.joins_window", on).length().total_seconds())
    if not people.allow(f"need:{visitors.network(request)}", rulebook.number("need.joins", on), seconds):
        raise Refused(_("这里点得太密了，请过一会儿再来。"), code="too_many")
    return visitors.new_speaker(request)


def _join(found: Need, who: Actor) -> str:
    needs_people.join_need(actor=who, need_id=found.pk)
    return _("记上了。别人只看到一共多少人，看不到是谁。")


def _leave(found: Need, who: Actor) -> str:
    needs_people.leave_need(actor=who, need_id=found.pk)
    return _("收回了，不再算您一个。")


def _withdraw(found: Need, who: Actor) -> str:
    needs.move_need(actor=who, need_id=found.pk, move="withdraw")
    return _("撤回了。")


DO: dict[str, Callable[[Need, Actor], str]] = {"join": _join, "leave": _leave, "withdraw": _withdraw}
