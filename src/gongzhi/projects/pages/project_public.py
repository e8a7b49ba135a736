"""Projects for everybody: what is being built here, one project whole, what waits for my word, its acts of one tap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.kernel.turning import begins, turns
from gongzhi.organisations import visitors
from gongzhi.organisations.whereabouts import here_or_everywhere
from gongzhi.projects import selectors, services
from gongzhi.projects.models import DateShift, Project, ProjectPhoto, ProjectWord
from gongzhi.projects.pages import project_said as said
from gongzhi.projects.rules import kinds
from gongzhi.projects.selectors import project_asked
from gongzhi.projects.words import projects as words

PAGE = 30
TABS = {"": "open", "building": "building", "accepting": "accepting", "judging": "judging", "closed": "closed",
        "dropped": "dropped"}  # fmt: skip


def found_project(request: HttpRequest, project_id: int) -> Project:
    """The project, or a page that says there is none."""
    found = selectors.project(project_id)
    if found is None:
        raise Http404(_("没有这个项目，请回到列表再选。"))
    request.frame_place = found.place.name  # type: ignore[attr-defined]
    return found


@require_GET
@visitors.resident
def listed(request: HttpRequest) -> HttpResponse:
    """What is being built: a bar of seven steps, money, date, photograph; by place and state."""
    place, chosen = here_or_everywhere(request), request.GET.get("state", "")
    chosen = chosen if chosen in TABS else ""
    start = begins(request.GET.get("from"))
    rows = selectors.projects_at(place, TABS[chosen]).prefetch_related("milestones", "blockers", "photos")
    shown = list(rows[start : start + PAGE + 1])
    kept = (f"at={place.code}&" if place is not None else "") + (f"state={chosen}&" if chosen else "")
    context = {
        "place": place, "cards": said.cards(shown[:PAGE]), "tabs": _tabs(place, chosen), "chosen": chosen,
        **turns(start, PAGE, more=len(shown) > PAGE, kept=kept),
    }  # fmt: skip
    return render(request, "projects/projects.html", context)


def _tabs(place: Any, chosen: str) -> list[dict[str, Any]]:
    kept = f"at={place.code}&" if place is not None else ""
    named = {"": _("没了结的"), **{key: words.STATES[key] for key in TABS if key}}
    return [
        {"label": label, "url": f"?{kept}state={key}" if key else f"?{kept}".rstrip("&"), "current": key == chosen}
        for key, label in named.items()
    ]


@require_GET
@visitors.resident
def one(request: HttpRequest, project_id: int) -> HttpResponse:
    """One project, whole."""
    found, who = found_project(request, project_id), visitors.speaker(request)
    return render(request, "projects/project.html", whole(found, who))


def whole(found: Project, who: Actor | None) -> dict[str, Any]:
    """Everything that the page of a project says."""
    foreseen = selectors.forecast_of(found)
    return {
        "project": found, "kind": words.KINDS[found.kind], **said.state(found), "stages": said.stages(found),
        "promise": said.promise(found), "procedures": said.procedures(found, who), "money": said.money(found),
        "strip": said.strip(found, who), "people": said.people(found), "pairs": said.pairs(found), "forecast": foreseen,
        "milestones": list(found.milestones.all()), "team": _team(found), "open_team": kinds.kind(found.kind).open,
        "blockers": [{"row": b, "kind": words.BLOCKERS[b.kind]} for b in found.blockers.select_related("body")],
        "shifts": [{"row": s, "reason": words.SHIFTS[s.reason]} for s in _shifts(found)],
        "words": [{"row": w, "move": words.MOVES.get(w.move, _("街道的答复"))} for w in _words(found)],
        "contract": found.contracts.filter(state="signed").select_related("candidate").first(),
        "panels": said.panels(found), "verdicts": said.verdicts(found) if found.accepted_at else None,
        "result": selectors.result_of(found) if found.accepted_at else None, "mine": _mine(found, who),
        "can_join": kinds.kind(found.kind).open and found.state in JOINABLE,
        "joined": bool(who and found.team.filter(person_id=who.person_id or 0, left_at=None).exists()),
        "desk": bool(who and who.seats and may(who, "project.watch", found)), "interests": words.INTERESTS,
        "verdict_words": words.VERDICTS, "helping": helping(found, who),
    }  # fmt: skip


def helping(found: Project, who: Actor | None) -> bool:
    """Whether residents are asked now, and this reader may enter the answers of those who cannot come to the page."""
    return bool(who and who.seats and project_asked.asks_now(found) and may(who, "project.help", found))


JOINABLE = ("collected", "deliberated", "fixed", "noticed", "building")


def _shifts(found: Project) -> list[DateShift]:
    return list(found.shifts.select_related("body").order_by("-pk"))


def _words(found: Project) -> list[ProjectWord]:
    return list(found.said.select_related("body").order_by("-pk"))


def _team(found: Project) -> dict[str, Any]:
    rows = found.team.filter(left_at=None).select_related("body")
    core = [{"role": words.ROLES[row.role], "body": row.body} for row in rows if row.role != "partner"]
    partners = [row for row in rows if row.role == "partner"]
    return {"core": core, "partners": len(partners), "bodies": [row.body for row in partners if row.body_id]}


def _mine(found: Project, who: Actor | None) -> Any:
    if who is None or who.person_id is None:
        return None
    return next((one for one in selectors.asked_of(who.person_id) if one.project.pk == found.pk), None)


@require_GET
@visitors.resident
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for my word, and the projects that came from what I asked for."""
    who = visitors.speaker(request)
    person = who.person_id if who else None
    asked = selectors.asked_of(person) if person else []
    waiting = [{"ask": ask, **said.card(ask.project)} for ask in asked]
    own = said.cards(selectors.joined(person)[:PAGE]) if person else []
    return render(request, "projects/projects_mine.html", {"asked": waiting, "own": own, "verdicts": words.VERDICTS})


# --- acts ---


@require_POST
@visitors.resident
def part(request: HttpRequest, project_id: int, name: str) -> HttpResponse:
    """Join, leave, declare an interest, accept, judge; back with what was done or why not."""
    found = found_project(request, project_id)
    if name not in DO:
        raise Http404
    who = visitors.speaker(request) if name in ("accept", "judge") else visitors.new_speaker(request)
    try:
        if who is None or who.person_id is None:
            raise Refused(_("请先登录，或用当初提需求的那台手机打开。"), code="denied")
        done = DO[name](found.pk, who, request.POST)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("projects_mine") if request.POST.get("from") == "mine" else redirect("project", found.pk)


def _join(pk: int, who: Actor, sent: Any) -> str:
    services.join_team(actor=who, project_id=pk)
    return _("报上名了，谢谢。")


def _leave(pk: int, who: Actor, sent: Any) -> str:
    services.leave_team(actor=who, project_id=pk)
    return _("收回了报名。")


def _declare(pk: int, who: Actor, sent: Any) -> str:
    services.declare_interest(actor=who, project_id=pk, kind=sent.get("kind", ""))
    return _("记下了。这个项目的决定、核准、验收，您都不参加。")


def _accept(pk: int, who: Actor, sent: Any) -> str:
    assert who.person_id is not None  # asked above
    services.accept_as(person_id=who.person_id, project_id=pk, ok=sent.get("ok") == "1", words=sent.get("words", ""))
    return _("记下了。公布结果以前还能改。")


def _judge(pk: int, who: Actor, sent: Any) -> str:
    assert who.person_id is not None  # asked above
    services.judge(person_id=who.person_id, project_id=pk, verdict=sent.get("verdict", ""), text=sent.get("words", ""))
    return _("记下了，到期以前还能改。")


DO: dict[str, Callable[[int, Actor, Any], str]] = {
    "join": _join, "leave": _leave, "declare": _declare, "accept": _accept, "judge": _judge,
}  # fmt: skip


@require_GET
def photo(request: HttpRequest, photo_id: int) -> FileResponse:
    """One photograph of a project; public as the project is."""
    found = ProjectPhoto.objects.filter(pk=photo_id).first()
    if found is None or not found.file.storage.exists(str(found.file.name)):
        raise Http404
    return FileResponse(found.file.open("rb"), content_type="image/jpeg")
