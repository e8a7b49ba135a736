"""The supervision list: answers that may only look like an end, for those who watch; nobody is ranked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongzhi.cases.selectors.doubtful import SIGNALS, Doubt, Found, Span, doubtful, within
from gongzhi.indicators.selectors import back, lately, read, written
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.digits import digits
from gongzhi.kernel.permit import may
from gongzhi.places import selectors as places
from gongzhi.web.pages.board import scope_of
from gongzhi.web.pages.reading import place_of, reader_of
from gongzhi.web.timewords import length, moment

FEW, PAGE = 8, 50
USUAL, EVERY = 3, 24  # months looked at unless one is chosen, and months that can be chosen
QUESTIONS = {
    "untouched": gettext_lazy("哪些没联系过，就答复解决了？"),
    "contrary": gettext_lazy("哪些说解决了，反映人很快说没有？"),
    "again": gettext_lazy("哪些办结不久，同一地点又来了？"),
}
RULES = {
    "untouched": gettext_lazy(
        "从交到这个单位到答复，记录里没有这些：看联系方式、记一笔、添照片、部门到场或报告。"
        "批量导入的、分头办的、并进别件的不列。"
    ),
    "contrary": gettext_lazy("答复“解决了”以后 %(window)s内，反映人评“没解决”。"),
    "again": gettext_lazy("评定解决、办结以后 %(window)s内，同一地点又有同一类事。地点只写到社区的不列。"),
}
WINDOWS = {"contrary": "answer.contrary", "again": "answer.again"}


class ListForm(forms.Form):
    """Which community, and which month."""

    place = forms.ChoiceField(label=gettext_lazy("哪个社区"), required=False)
    month = forms.ChoiceField(label=gettext_lazy("哪个月"), required=False)

    def __init__(self, areas: list[Any], **chosen: str) -> None:
        super().__init__(initial=chosen)
        self.fields["list"] = forms.CharField(required=False, widget=forms.HiddenInput)
        first: Any = self.fields["place"]
        first.choices = [(p.code, p.name) for p in areas]
        second: Any = self.fields["month"]
        months = lately(clock.now(), EVERY)
        second.choices = [("", _("最近三个月")), *((written(m), written(m)) for m in reversed(list(months)))]


@dataclass(frozen=True)
class Section:
    """One signal: its question, its rule in words, what was found, and the way to all of it."""

    name: str
    question: Any
    rule: str
    count: int
    rows: list[dict[str, Any]]
    whole: str = ""


@require_safe
@login_required
def supervision(request: HttpRequest) -> HttpResponse:
    """The three signals side by side, or one of them page by page."""
    actor = reader_of(request)
    place = place_of(request, actor)
    _allowed(actor, place)
    month, one = read(request.GET.get("month", "")), request.GET.get("list", "")
    signals = [one] if one in SIGNALS else list(SIGNALS)
    before, size = _mark(request), PAGE if one in SIGNALS else FEW
    found = {name: doubtful(name, _span(place, month), size=size, before=before) for name in signals}
    named = places.names_of([d.case.place for f in found.values() for d in f.rows], top="community")
    again = {"place": place.code, "month": written(month) if month else ""}
    context = {
        "place": place,
        "one": one if one in SIGNALS else "",
        "form": ListForm(_areas(actor, place), list=one if one in SIGNALS else "", **again),
        "sections": [_section(name, f, named, again) for name, f in found.items()],
        "back": _address(again),
        "older": _older(found[one], again | {"list": one}) if one in SIGNALS else "",
        "said": _answer(found, month),
        "empty": not any(f.count for f in found.values()),
    }
    return render(request, "web/supervision.html", context)


def _allowed(actor: Actor, place: Any) -> None:
    answer = may(actor, "case.doubt", place)
    if not answer:
        raise PermissionDenied(str(answer.reason))


def _mark(request: HttpRequest) -> int | None:
    before = request.GET.get("before", "")
    return digits(before)


def _span(place: Any, month: int | None) -> Span:
    last = month or lately(clock.now(), 1).last
    return Span(scope_of(place), _begins(month or back(last, USUAL - 1)), _begins(back(last, -1)))


def _begins(month: int) -> datetime:
    return datetime.combine(datetime(month // 100, month % 100, 1), time(), CHINA)


def _areas(actor: Actor, place: Any) -> list[Any]:
    """What the reader may choose: the street with its communities, or the one community."""
    street = place if place.level == "street" else places.ancestor(place, "street")
    if street is None or not may(actor, "case.doubt", street):
        return [place]
    return [street, *(p for p in places.children(street) if p.level == "community")]


def _address(pairs: dict[str, str]) -> str:
    query = "&".join(f"{key}={value}" for key, value in pairs.items() if value)
    return f"{reverse('supervision')}?{query}"


def _older(found: Found, pairs: dict[str, str]) -> str:
    if len(found.rows) < PAGE:
        return ""
    return _address({**pairs, "before": str(found.rows[-1].case.pk)})


def _answer(found: dict[str, Found], month: int | None) -> str:
    """One sentence: which months, and how many cases there are to look at."""
    when = written(month) if month else _("最近三个月")
    return _("%(when)s，有 %(n)s 条信号。是线索，不是结论，也不给人打分。") % {
        "when": when,
        "n": sum(f.count for f in found.values()),
    }


def _section(name: str, found: Found, named: dict[int, str], again: dict[str, str]) -> Section:
    rule = str(RULES[name])
    if name in WINDOWS:
        rule %= {"window": length(within(WINDOWS[name]))}
    whole = _address({**again, "list": name}) if found.count > len(found.rows) else ""
    return Section(name, QUESTIONS[name], rule, found.count, [_row(name, d, named) for d in found.rows], whole)


def _row(name: str, doubt: Doubt, named: dict[int, str]) -> dict[str, Any]:
    case = doubt.case
    return {
        "ident": f"{name}-{case.pk}",
        "url": reverse("work_matter", args=[case.pk]),
        "words": case.text,
        "where": named[case.place_id],
        "holder": doubt.body,
        "said": SAID[name](doubt),
        "again": reverse("work_matter", args=[doubt.again]) if doubt.again else "",
    }


def _untouched(doubt: Doubt) -> str:
    return _("%(when)s答复“解决了”") % {"when": moment(doubt.at)}


def _contrary(doubt: Doubt) -> str:
    assert doubt.gap is not None
    return _("答复后 %(gap)s，反映人评“没解决”") % {"gap": length(doubt.gap)}


def _again(doubt: Doubt) -> str:
    assert doubt.gap is not None
    return _("办结后 %(gap)s，又有人说") % {"gap": length(doubt.gap)}


SAID = {"untouched": _untouched, "contrary": _contrary, "again": _again}
