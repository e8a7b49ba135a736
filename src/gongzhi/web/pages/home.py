"""The first page of a community: say something, follow it, and see what is being done here this week."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from gongzhi.cases import selectors as cases
from gongzhi.cases.selectors.standing import released_open
from gongzhi.cases.words import STATES
from gongzhi.kernel import clock
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.whereabouts import COMMUNITY
from gongzhi.places import selectors as places
from gongzhi.web.pages.problems_month import month_line

YEAR = 365 * 24 * 3600
SHOWN = 6
NEXT = {"report_where": "report_where"}
# Name of the address, whether it is one of the community, and the words; what is not built is left out.
ELSEWHERE = (
    ("board", False, gettext_lazy("公开榜：三率和用时")),
    ("register", True, gettext_lazy("这里有哪些单位，谁在岗")),
    ("mandates_list", False, gettext_lazy("责任清单：什么事归谁管")),
)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The community remembered in this browser, or the only one; else the list to choose from."""
    known = served()
    here = next((p for p in known if p.code == request.COOKIES.get(COMMUNITY)), None)
    if len(known) == 1:
        here = known[0]
    if here is None or "choose" in request.GET:
        return _choose(request, known)
    return _community(request, here, many=len(known) > 1)


@require_GET
def community(request: HttpRequest, code: str) -> HttpResponse:
    """A community by its code: the address on its notice. It is remembered for the next visit."""
    known = served()
    here = next((p for p in known if p.code == code), None)
    if here is None:
        return _choose(request, known, unknown=True)
    onward = NEXT.get(request.GET.get("next", ""))
    response = redirect(onward) if onward else _community(request, here, many=len(known) > 1)
    response.set_cookie(COMMUNITY, here.code, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


def served() -> list[Any]:
    """The communities that have a residents' committee here, in the order of the tree."""
    bodies = organisations.bodies_of_kind("residents_committee")
    return [body.place for body in bodies if body.place.level == "community"]


def _choose(request: HttpRequest, known: list[Any], unknown: bool = False) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:40]
    found = [place for place in known if query in place.name] if query else known
    onward = request.GET.get("next", "")
    context = {
        "communities": found, "query": query, "many": len(known) > SHOWN, "unknown": unknown,
        "onward": onward if onward in NEXT else "",
    }  # fmt: skip
    return render(request, "web/choose.html", context, status=404 if unknown else 200)


def _community(request: HttpRequest, here: Any, *, many: bool) -> HttpResponse:
    request.frame_place = here.name  # type: ignore[attr-defined]
    desk = organisations.body_for("residents_committee", here)
    context = {
        "here": here,
        "many": many,
        "week": _sentences(cases.week_here(here.pk)),
        "cards": _cards(here.pk),
        "month": month_line(here.pk, here.code),
        "phone": (desk.phone if desk else "") or settings.PHONE,
        "desk": desk.name if desk else here.name,
        "elsewhere": [
            (url, words) for name, own, words in ELSEWHERE if (url := _address(name, here.pk if own else None))
        ],
        "notice": _notice(request, here.code),
    }
    return render(request, "web/home.html", context)


def _address(name: str, place_id: int | None) -> str:
    try:
        return reverse(name, args=[place_id] if place_id else [])
    except NoReverseMatch:
        return ""


def _notice(request: HttpRequest, code: str) -> list[dict[str, str]]:
    """What the printed notice shows: an address and its QR code for each line."""
    lines: tuple[tuple[str, list[str], str], ...] = (
        ("community", [code], _("扫一扫，反映一件事")),
        ("follow", [], _("扫一扫，凭回执查进展")),
    )
    return [
        {"url": request.build_absolute_uri(reverse(name, args=given)), "words": said} for name, given, said in lines
    ]


def _sentences(week: Any) -> list[str]:
    """What came in, what was answered, what is still open: three sentences, each number with what it counts."""
    came = ngettext("近七天，邻居反映了 %(n)d 件事。", "近七天，邻居反映了 %(n)d 件事。", week.reported)
    done = ngettext(
        "这七天答复了 %(n)d 件，邻居评定解决了 %(solved)d 件。",
        "这七天答复了 %(n)d 件，邻居评定解决了 %(solved)d 件。",
        week.answered,
    )
    left = ngettext("现在还有 %(n)d 件没办结，", "现在还有 %(n)d 件没办结，", week.open) % {"n": week.open}
    late = ngettext("其中 %(n)d 件超过了时限。", "其中 %(n)d 件超过了时限。", week.overdue) % {"n": week.overdue}
    on_time = _("都没有超过时限。")
    if not week.reported:
        came = _("近七天还没有人反映新的事。")
    return [
        came % {"n": week.reported},
        done % {"n": week.answered, "solved": week.solved},
        left + (late if week.overdue else on_time),
    ]


def _cards(community_id: int) -> list[dict[str, Any]]:
    """What is being solved: open matters whose heading a worker has released; nobody's words."""
    found = released_open(community_id=community_id, most=SHOWN)
    where = places.names_of([case.place for case in found], top="estate")
    return [
        {
            "url": reverse("matter", args=[case.pk]),
            "words": case.heading,
            "ident": str(case.pk),
            # Only the estate: at whose door it is, neighbours need not know.
            "place": where[case.place_id].split(" · ")[0],
            "state": _("等反映人评") if case.state == "answered" else STATES[case.state],
            "tone": "late" if _late(case) else "plain",
            "who": case.holder.name,
            "due": None if case.state == "answered" else case.due_at,
            "joined": case.voices if case.voices > 1 else 0,
        }
        for case in found
    ]


def _late(case: Any) -> bool:
    return case.state != "answered" and case.due_at is not None and case.due_at < clock.now()
