"""One page for what a community decides together: what waits for me, what is open, what was settled, the rules here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongzhi.deliberation import selectors as deliberation
from gongzhi.deliberation.selectors import covenants
from gongzhi.deliberation.words import OUTCOMES, TOPIC_STATES
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.ledger import selectors as ledger
from gongzhi.meetings import selectors as meetings
from gongzhi.opinions import selectors as opinions
from gongzhi.organisations.whereabouts import COMMUNITY
from gongzhi.projects.selectors import needs, projects, rounds
from gongzhi.projects.words.projects import STATES as PROJECT_STATES
from gongzhi.projects.words.rounds import ROUND_STATES
from gongzhi.voting import selectors as voting
from gongzhi.web.frame import Frame
from gongzhi.web.pages.beside import ways
from gongzhi.web.pages.home import served

FEW = 4
SETTLED = ("decided", "carried_out")  # a decision stands; what is left is to do it and to look back
DESKS = (
    ("topics_desk", gettext_lazy("议题：列上、排会、下结论")),
    ("meetings_desk", gettext_lazy("会议：通知、到会、记录、决议")),
    ("talks_desk", gettext_lazy("大家怎么看：开题、清理、答问")),
    ("desk_votes", gettext_lazy("表决：名册、送达、计票、公布")),
    ("covenants_desk", gettext_lazy("公约：起草、审查、备案、生效")),
    ("needs_desk", gettext_lazy("需求：合并、对接、说明理由")),
    ("projects_desk", gettext_lazy("项目：晚了的、卡住的、要验收的")),
    ("budget_desk", gettext_lazy("居民分钱：征集、核价、交投票")),
    ("desk_funds", gettext_lazy("资金：收、留、付、核对")),
    ("desk_assessments", gettext_lazy("评估：凭据、等级、申诉")),
    ("selections", gettext_lazy("换届：人选、审看、申诉")),
)


@never_cache
@require_GET
def together(request: HttpRequest) -> HttpResponse:
    """The community remembered in this browser; without one, everywhere."""
    here = next((p for p in served() if p.code == request.COOKIES.get(COMMUNITY)), None)
    if here is not None:
        request.frame_place = here.name  # type: ignore[attr-defined]
    actor = Frame(request).actor
    mine = asked(actor)
    context = {
        "here": here,
        "mine": mine,
        "answer": _answer(mine),
        "sections": [
            _topics(here),
            _votes(here),
            _talks(here),
            _meetings(here),
            _needs(here),
            _projects(here),
            _rounds(here),
            _funds(here),
        ],
        "partners": ways(here, actor),
        "settled": _settled(here),
        "rules": _rules(here),
        "desks": [(reverse(name), words) for name, words in DESKS] if actor and actor.is_staff else [],
    }
    return render(request, "web/together.html", context)


def asked(actor: Actor | None) -> list[dict[str, Any]]:
    """What waits for this person: ballots not cast yet, and meetings they are called to."""
    if actor is None or actor.person_id is None:
        return []
    ballots = [one for one in voting.my_ballots(actor.person_id) if one.vote.state == "open" and one.cast_at is None]
    rows = [_line(one.vote.title, reverse("vote", args=[one.vote.pk]), _until(one.vote.closes)) for one in ballots]
    called = meetings.invited(actor.person_id).filter(state__in=("called", "open", "adjourned"))[:FEW]
    rows += [_line(one.title, reverse("meeting", args=[one.pk]), _when(one.starts)) for one in called]
    return rows


def _answer(mine: list[dict[str, Any]]) -> str:
    if not mine:
        return _("现在没有等您投的票、等您到的会。想说的，随时可以说。")
    said = ngettext("有 %(n)d 件事等您：投票，或者到会。", "有 %(n)d 件事等您：投票，或者到会。", len(mine))
    return said % {"n": len(mine)}


def _line(title: str, url: str, said: str) -> dict[str, Any]:
    return {"title": title, "url": url, "said": said}


def _until(moment: Any) -> str:
    return _("到 %(when)s 截止") % {"when": _moment(moment)}


def _when(moment: Any) -> str:
    return _("%(when)s 开会") % {"when": _moment(moment)}


def _moment(moment: Any) -> str:
    return date_format(moment.astimezone(CHINA), _("n月j日 H:i"))


def _section(title: object, name: str, here: Any, rows: Iterable[dict[str, Any]], none: object) -> dict[str, Any]:
    at = f"?at={here.code}" if here is not None else ""
    return {"title": title, "url": f"{reverse(name)}{at}", "rows": list(rows), "none": none}


def _topics(here: Any) -> dict[str, Any]:
    found = _near(here).exclude(state__in=SETTLED)[:FEW]
    rows = [_line(one.title, reverse("topic", args=[one.pk]), _step(one)) for one in found]
    return _section(_("正在商量的"), "topics", here, rows, _("还没有议题。您可以第一个提。"))


def _near(here: Any, *, closed: bool = False) -> QuerySet[Any]:
    return deliberation.near(here, closed=closed) if here is not None else deliberation.everywhere(closed=closed)


def _step(topic: Any) -> str:
    return str(TOPIC_STATES[topic.state])


def _votes(here: Any) -> dict[str, Any]:
    rows = [
        _line(one.title, reverse("vote", args=[one.pk]), _until(one.closes)) for one in voting.open_votes(here)[:FEW]
    ]
    return _section(_("正在投的票"), "votes", None, rows, _("现在没有正在投的票。"))


def _talks(here: Any) -> dict[str, Any]:
    found = opinions.open_conversations(here)[:FEW]
    rows = [_line(one.question, reverse("talk", args=[one.pk]), "") for one in found]
    return _section(_("大家怎么看"), "talks", here, rows, _("现在没有正在征集看法的。"))


def _meetings(here: Any) -> dict[str, Any]:
    found = meetings.upcoming(here)[:FEW] if here is not None else meetings.everywhere().filter(state="called")[:FEW]
    rows = [_line(one.title, reverse("meeting", args=[one.pk]), _when(one.starts)) for one in found]
    return _section(_("要开的会"), "meetings", here, rows, _("近期没有排好的会。"))


def _needs(here: Any) -> dict[str, Any]:
    found = (needs.needs_near(here) if here is not None else needs.needs_everywhere())[:FEW]
    rows = [_line(one.title, reverse("need", args=[one.pk]), _wanted(one.people)) for one in found]
    return _section(_("大家需要的"), "needs", here, rows, _("还没有人说需要什么。您可以第一个说。"))


def _wanted(many: int) -> str:
    return ngettext("%(n)d 个人要", "%(n)d 个人要", many) % {"n": many}


def _projects(here: Any) -> dict[str, Any]:
    found = projects.projects_at(here).exclude(state__in=("closed", "dropped"))[:FEW]
    rows = [_line(one.title, reverse("project", args=[one.pk]), str(PROJECT_STATES[one.state])) for one in found]
    return _section(_("正在办的项目"), "projects", here, rows, _("现在没有正在办的项目。"))


def _rounds(here: Any) -> dict[str, Any]:
    found = list(rounds.rounds_at(here) if here is not None else rounds.rounds_everywhere())[:FEW]
    rows = [_line(one.title, reverse("budget_round", args=[one.pk]), str(ROUND_STATES[one.state])) for one in found]
    return _section(_("居民一起分的钱"), "budget", here, rows, _("这里还没有开过居民分钱。"))


def _funds(here: Any) -> dict[str, Any]:
    found = list(ledger.funds_at(here))[:FEW] if here is not None else []
    rows = [_line(one.name, reverse("fund", args=[one.pk]), "") for one in found]
    return _section(_("公共资金的账"), "funds", here, rows, _("这里还没有公开的资金账。"))


def _settled(here: Any) -> list[dict[str, Any]]:
    found = [*_near(here).filter(state__in=SETTLED)[:FEW], *_near(here, closed=True)[:FEW]]
    taken = [(one, deliberation.decision_of(one.pk)) for one in found[:FEW]]
    return [_line(one.title, reverse("topic", args=[one.pk]), str(OUTCOMES[d.outcome])) for one, d in taken if d]


def _rules(here: Any) -> list[dict[str, Any]]:
    if here is None:
        return []
    held = covenants.rules_here(here, clock.today().date())
    names = covenants.names_of(held)
    return [_line(one.covenant.title, reverse("covenant", args=[one.pk]), names[one.pk]) for one in held[:FEW]]
