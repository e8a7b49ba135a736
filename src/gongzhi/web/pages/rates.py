"""The staff's page of the three rates: bodies, both sides of the whistle, and every number down to its cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.cases.selectors import cases_for
from gongzhi.cases.selectors.standing import first_answers_overdue
from gongzhi.cases.selectors.whistles import Side, double_assessment
from gongzhi.indicators import selectors
from gongzhi.indicators import words as said
from gongzhi.indicators.selectors import Months, Scope, back
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.digits import digits
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.web.pages import board_parts as parts
from gongzhi.web.pages.board import figure_title, figures_context
from gongzhi.web.pages.board_forms import MonthsForm, months_of, query
from gongzhi.web.pages.reading import Whose, own_bodies, reader_of, whose
from gongzhi.web.pages.work_parts import work
from gongzhi.web.parts import Column, Row, Table

PAGE = 50


def _reader(who: Whose, months: Months) -> parts.Reader:
    def link(figure: str, word: str = "") -> str:
        return f"{reverse('street_rates_cases')}?{_again(who, months, figure=figure, word=word)}"

    return parts.Reader(0, link)


def _again(who: Whose, months: Months, **more: str) -> str:
    return query(months, place=who.code, body=str(who.body.pk) if who.body else "", **more)


@require_safe
@login_required
def rates(request: HttpRequest) -> HttpResponse:
    """The three rates of the reader's street, community or own body, of its bodies, and both sides of the whistle."""
    actor, months = reader_of(request), months_of(request)
    who = whose(request, actor)
    reader, scope = _reader(who, months), Scope(**who.scope)
    found = selectors.rates(**who.scope, months=months)
    late = first_answers_overdue(**({"body_id": who.body.pk} if who.body else who.scope))
    whole = who.body is None and who.place.level == "street"
    context = {
        "place": who.place,
        "body": who.body,
        "own": who.own,
        "bodies_held": _bodies_held(actor, who, months),
        "name": who.name,
        "answer": parts.answer(who.name, found, selectors.median_hours(scope, months), reader),
        "form": MonthsForm(selectors.first_month(scope), months, **_kept(request)),
        "late": _late(late),
        "bodies": _bodies(who.place, months, reader) if whole else None,
        "communities": _communities(who.place, months, reader) if whole else None,
        "busiest": parts.busiest_table(selectors.busiest(scope, months), reader),
        "sides": _sides(who, months),
        "work": None if who.body else work(actor, who.place, scope, months, reader),
        "back": f"{reverse('street_rates')}?{query(months, place=who.code)}",
        **figures_context(found, reader),
    }
    return render(request, "web/board_rates.html", context)


def _late(late: int) -> str:
    if not late:
        return ""
    return _("现在有 %(n)s 件过了首次回应的时限还没人回应，已计进“到时限没有回应”。") % {"n": late}


def _bodies_held(actor: Actor, who: Whose, months: Months) -> list[tuple[str, str]]:
    """The ways to the figures of each body of somebody who sits in several."""
    held = own_bodies(actor) if who.own else []
    address = reverse("street_rates")
    return [(b.name, f"{address}?{query(months, body=str(b.pk))}") for b in held if len(held) > 1]


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("place", "body") if request.GET.get(name)}


def _bodies(place: Any, months: Months, reader: parts.Reader) -> Table:
    """Every body that did something in the street, in the order of places and kinds, never by score."""
    found = selectors.by_body(place.pk, months)
    rows = [
        (b.name, f"{reverse('street_rates')}?{query(months, place=place.code, body=str(b.pk))}", found[b.pk])
        for b in _in_order(found)
    ]
    return parts.places_table(_("各单位，按地方和种类排，不排名次"), _("单位"), rows, reader)


def _in_order(ids: Iterable[int]) -> list[Any]:
    return sorted(organisations.bodies(ids).values(), key=lambda b: (b.place.path, b.kind, b.pk))


def _communities(place: Any, months: Months, reader: parts.Reader) -> Table:
    found = selectors.by_community(place.pk, months)
    url = reverse("street_rates")
    rows = [
        (p.name, f"{url}?{query(months, place=p.code)}", found[p.pk]) for p in places.children(place) if p.pk in found
    ]
    return parts.places_table(_("各社区，按代码排，不排名次"), _("哪个社区"), rows, reader)


def _sides(who: Whose, months: Months) -> list[Table]:
    """Both sides of the whistle with the same columns."""
    since, until = _begins(months.first), _begins(back(months.last, -1))
    captions = {
        "department": _("报到方：被哨单位到场怎么样"),
        "whistler": _("吹哨方：吹出去的哨怎么样"),
    }
    tables = []
    for side, caption in captions.items():
        rows = double_assessment(side, since=since, until=until, **who.scope)
        tables.append(_side_table(caption, rows))
    return tables


def _begins(month: int) -> datetime:
    return datetime.combine(datetime(month // 100, month % 100, 1), time(), CHINA)


def _side_table(caption: str, rows: list[Side]) -> Table:
    numbers = (_("哨"), _("按时到"), _("迟到"), _("没到"), _("按清单说明不来"), _("已收哨"), _("在路上"))
    columns = (Column(_("单位")), *(Column(n, True) for n in numbers), Column(_("对方评分"), True))
    order = {b.pk: (n, b.name) for n, b in enumerate(_in_order(r.body_id for r in rows))}
    made = [Row((order[r.body_id][1], *_counts(r))) for r in sorted(rows, key=lambda r: order[r.body_id])]
    return Table(caption, columns, made, empty=_("这几个月没有吹哨。"))


def _counts(r: Side) -> tuple[Any, ...]:
    mark = "–" if r.mean is None else _("%(mean)s 分（%(n)s 次）") % {"mean": f"{float(r.mean):.1f}", "n": r.marks}
    return r.calls, r.in_time, r.late, r.no_show, r.declined, r.recalled, r.running, mark


@require_safe
@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind one number, as many as the number says; those that the reader may see are links."""
    actor, months = reader_of(request), months_of(request)
    who = whose(request, actor)
    figure, word = request.GET.get("figure", ""), request.GET.get("word", "")
    if figure not in said.MEASURES and figure not in said.INSIDE:
        raise Http404
    scope = Scope(**who.scope)
    before = request.GET.get("before", "")
    mark = digits(before)
    found = selectors.opened(figure, scope, months, word=word or None, before=mark, size=PAGE + 1)
    total = selectors.how_many(figure, scope, months, word=word or None)
    again = _again(who, months, figure=figure, word=word)
    context = {
        "title": figure_title(figure, word),
        "name": who.name,
        "months": parts.months_said(months.first, months.last),
        "total": f"{total:,}",
        "table": case_table(actor, found[:PAGE]),
        "older": f"?{again}&before={found[PAGE - 1].id}" if len(found) > PAGE else "",
        "back": f"{reverse('street_rates')}?{_again(who, months)}",
    }
    return render(request, "web/board_rates_cases.html", context)


def case_table(actor: Actor, found: list[selectors.Opened], counted: bool = True) -> Table:
    """Cases as rows, links where the reader may see them; `counted`: with the body and month of the counting."""
    rows = cases_for(actor).filter(pk__in={o.case_id for o in found}).select_related("place").distinct()
    seen = {case.pk: case for case in rows}
    bodies = organisations.bodies({o.body_id for o in found})
    names = (_("件号"), _("说的是"), _("在哪里"), _("计给"), _("月份"))
    columns = [Column(name) for name in (names if counted else names[:3])]
    made = [_case_row(o, seen.get(o.case_id), bodies, len(columns)) for o in found]
    return Table(_("计进去的件"), columns, made, empty=_("没有计进去的件。"))


def _case_row(o: selectors.Opened, case: Any, bodies: dict[int, Any], cells: int) -> Row:
    who = bodies[o.body_id].name if o.body_id in bodies else "–"
    text = case.text[:40] if case else _("您的岗位看不到这件的内容")
    where = case.place.name if case else "–"
    row = (o.case_id, text, where, who, selectors.written(o.month))
    return Row(row[:cells], _case_address(case.pk) if case else "")


def _case_address(pk: int) -> str:
    """The staff page of a case, where this deployment has it."""
    try:
        return reverse("work_matter", args=[pk])
    except NoReverseMatch:
        return ""
