"""The public board: how a street or a community does, with every count that the answer rests on and nobody's name."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.cases.selectors import public_cases
from gongzhi.cases.selectors.standing import matters_of, open_by_stage, released_open
from gongzhi.cases.selectors.told import LABEL
from gongzhi.cases.words import CHANNELS, STAGE_MEANS, STAGES
from gongzhi.indicators import selectors
from gongzhi.indicators import words as said
from gongzhi.indicators.selectors import Figures, Months, Scope, Shown
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets.writing import write_rows
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import matter_name
from gongzhi.places import selectors as places
from gongzhi.triage.selectors import shown_among
from gongzhi.web.pages import board_parts as parts
from gongzhi.web.pages.board_forms import MonthsForm, months_of, query
from gongzhi.web.pages.work_parts import line_name
from gongzhi.web.parts import Column, Row, Table

SHOWN = ("street", "community")


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The one street that counts, or the list of streets by code."""
    found = [places.get(pk) for pk in selectors.streets()]
    if len(found) == 1:
        return _page(request, found[0])
    months = months_of(request)
    rows = [(p.name, _address(p), selectors.rates(street_id=p.pk, months=months)) for p in _by_code(found)]
    reader = public_reader()
    reader = reader.holding(selectors.apart({name: figures for name, _url, figures in rows}, reader.least))
    table = parts.places_table(_("各街道，按代码排"), _("哪个街道"), rows, reader)
    return render(request, "web/board_streets.html", {"table": table, "any": bool(rows)})


@require_safe
def place_board(request: HttpRequest, code: str) -> HttpResponse:
    """The board of one street or community."""
    return _page(request, _place(code))


def public_reader(place: Any = None, months: Months | None = None) -> parts.Reader:
    """Everybody: small counts are held back; numbers open to headings that were released and to matter types."""

    def link(figure: str, word: str = "") -> str:
        if place is None or months is None:
            return ""
        return f"{reverse('board_cases', args=[place.code])}?{query(months, figure=figure, word=word)}"

    return parts.Reader(selectors.small_count(), link)


def _by_code(found: list[Any]) -> list[Any]:
    return sorted(found, key=lambda p: p.code)


def _address(place: Any) -> str:
    return reverse("board_place", args=[place.code])


def _place(code: str) -> Any:
    try:
        place = places.by_code(code)
    except Refused as refusal:
        raise Http404(str(refusal.message)) from refusal
    if place.level not in SHOWN:
        raise Http404
    return place


def scope_of(place: Any) -> dict[str, int]:
    """The place as selectors name it."""
    return {f"{place.level}_id": place.pk}


def _page(request: HttpRequest, place: Any) -> HttpResponse:
    months, scope = months_of(request), Scope(**scope_of(place))
    page = _seen(place, months)
    reader, found = page.reader, page.found
    median = selectors.median_hours(scope, months)
    request.frame_place = place.name  # type: ignore[attr-defined]
    context = {
        "place": place,
        "title": _("%(place)s办得怎么样？") % {"place": place.name},
        "answer": parts.answer(place.name, found, median, reader),
        "form": MonthsForm(selectors.first_month(scope), months),
        "query": query(months),
        "upper": _upper(place),
        "communities": _communities(page, months),
        "trend": parts.trend_chart(page.trend, reader),
        "slowest": parts.slowest_chart(page.groups, reader),
        "busiest": parts.busiest_table(selectors.busiest_of(page.groups), reader),
        **_now(place, page.stages, reader),
        **figures_context(found, reader),
    }
    return render(request, "web/board.html", context)


def _upper(place: Any) -> Any:
    """The board of the street above a community."""
    street = places.ancestor(place, "street") if place.level == "community" else None
    return {"name": street.name, "url": _address(street)} if street else None


def figures_context(found: selectors.Figures, reader: parts.Reader) -> dict[str, Any]:
    """What board_figures.html shows: the three rates and everything beside them."""
    return {
        "stats": parts.stats(found, reader),
        "counts_table": parts.counts_table(found, reader),
        "excluded_table": parts.excluded_table(found, reader),
        "channel_table": parts.channel_table(found, reader),
        "sources_table": parts.sources_table(found, reader),
        "classes_table": parts.classes_table(found, reader),
        "as_of": parts.as_of_said(found),
        "means": [(said.RATES[name], said.MEANS[name]) for name in selectors.RATES],
        "z": f"{float(found.response.z):.2f}",
        "least": reader.least,
    }


@dataclass(frozen=True)
class _Seen:
    """What a place's page rests on, and the reader from whom its small numbers are held back."""

    found: Figures
    communities: list[tuple[Any, Figures]] | None
    trend: list[tuple[int, Figures]]
    groups: list[selectors.GroupTime]
    stages: dict[int, int]
    reader: parts.Reader


def _seen(place: Any, months: Months) -> _Seen:
    scope, reader = Scope(**scope_of(place)), public_reader(place, months)
    found = selectors.rates(**scope_of(place), months=months)
    groups, trend = selectors.by_group(scope, months), selectors.trend(scope, months)
    communities = _inside(place, months) if place.level == "street" else None
    stages = {number: count for number, count in open_by_stage(**scope_of(place)).items() if count}
    shown = Shown(
        whole=found,
        places={p.name: figures for p, figures in communities or ()},
        months=trend,
        channels=tuple(said.JUDGED_BY),
        classes=selectors.intake_classes(found).classes,
        groups={g.group: g.classified for g in selectors.busiest_of(groups)},
        timed=sum(g.median.count for g in parts.timed_of(groups, reader.least)),
        stages={str(number): count for number, count in stages.items()},
    )
    held = selectors.held_back(shown, reader.least)
    return _Seen(found, communities, trend, groups, stages, reader.holding(held))


def _inside(street: Any, months: Months) -> list[tuple[Any, Figures]]:
    """A street's communities by code, with their figures."""
    found = selectors.by_community(street.pk, months)
    return [(p, found[p.pk]) for p in places.children(street) if p.pk in found]


def _communities(page: _Seen, months: Months) -> Table | None:
    """A street's communities by code: no league table."""
    if page.communities is None:
        return None
    rows = [(p.name, f"{_address(p)}?{query(months)}", figures) for p, figures in page.communities]
    return parts.places_table(_("各社区，按代码排，不排名次"), _("哪个社区"), rows, page.reader)


def _now(place: Any, stages: dict[int, int], reader: parts.Reader) -> dict[str, Any]:
    """What is being solved at this moment: counts by stage, and headings that a worker has released."""
    columns = (Column(_("到哪一步")), Column(_("意思")), Column(_("件数"), True))
    rows = [Row((STAGES[n], STAGE_MEANS[n], reader.number(count, "stage", str(n)))) for n, count in stages.items()]
    total = sum(stages.values())
    return {
        "stages_table": Table(_("还在办的件，到了哪一步"), columns, rows, empty=_("现在没有在办的件。")),
        "open_total": reader.number(total, "open") if reader.shows(total, "open") else "",
        "released": _headings(place, released_open(**scope_of(place))),
    }


@require_safe
def place_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The counts from which everybody can work the figures out again; small ones are held back here too."""
    place, months = _place(code), months_of(request)
    page, out = _seen(place, months), io.BytesIO()
    rows = _csv_rows(place, page.found, page.reader)
    for community, figures in page.communities or ():
        rows += _csv_rows(community, figures, page.reader, community.name)
    headings = ("code", "place", "since", "until", "measure", "word", "count", "meaning", "as_of")
    write_rows(out, headings, rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="board-{place.code}.csv"'
    return response


def _csv_rows(place: Any, found: Figures, reader: parts.Reader, part: str = "") -> list[tuple[Any, ...]]:
    """The place's own counts, word by word where its page has them so; of a part of it one row a measure."""
    rows = []
    span = (selectors.written(found.months.first), selectors.written(found.months.last))
    for measure, label in said.MEASURES.items():
        cut = {"": found.count(measure)} if part or measure not in selectors.CUT else found.shares(measure)
        for word, count in cut.items() if measure in selectors.LISTED or not part else ():
            number = count if reader.shows(count, measure, word, part) else ""
            meaning = f"{label} {said.GROUNDS.get(word, word)}".strip()
            rows.append((place.code, place.name, *span, measure, word, number, meaning, found.as_of.isoformat()))
    return rows


@require_safe
def place_cases(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a public figure: matter types with their counts, and the headings that were released."""
    place, months = _place(code), months_of(request)
    figure, word = request.GET.get("figure", ""), request.GET.get("word", "")
    if figure not in said.MEASURES:
        raise Http404
    counted = selectors.opened_by_matter(figure, Scope(**scope_of(place)), months, word=word or None)
    reader, total = _seen(place, months).reader, sum(counted.values())
    shown = reader.shows(total, figure, word)
    request.frame_place = place.name  # type: ignore[attr-defined]
    context = {
        "place": place,
        "title": figure_title(figure, word),
        "months": parts.months_said(months.first, months.last),
        "total": f"{total:,}" if shown else "",
        "table": _matters(counted, reader.least) if shown else None,
        "headings": _released(place, counted) if shown else [],
        "back": f"{_address(place)}?{query(months)}",
    }
    return render(request, "web/board_cases.html", context)


_NARROW = {**said.HOW_SORTED, **said.GROUNDS, **said.JUDGED_BY, **CHANNELS}


def figure_title(figure: str, word: str) -> str:
    """A figure and the ground or channel that narrows it, in words."""
    narrow = line_name(word) if figure == "off_duty" and word else _NARROW.get(word)
    label = said.MEASURES.get(figure) or said.INSIDE[figure]
    return _("%(figure)s：%(word)s") % {"figure": label, "word": narrow} if narrow else str(label)


def _matters(counted: Counter[int], least: int) -> Table:
    known = {m.code: m for m in mandates.matters()}
    sums: Counter[str] = Counter()
    for case_id, code in matters_of(counted).items():
        sums[code] += counted[case_id]
    reader = public_reader().holding(frozenset(("", "", code) for code in selectors.held_in(sums, least)))
    order = {code: number for number, code in enumerate(known)}
    rows = [
        Row((matter_name(known[code]) if code in known else _("还没有定类型"), reader.number(sums[code], "", code)))
        for code in sorted(sums, key=lambda c: order.get(c, len(order)))
    ]
    return Table(_("按事项类型"), (Column(_("事项类型")), Column(_("次数"), True)), rows)


def _released(place: Any, counted: Counter[int]) -> list[dict[str, Any]]:
    return _headings(place, list(public_cases(**scope_of(place)).filter(pk__in=list(counted)[:5000])[:50]))


def _headings(place: Any, cases: list[Any]) -> list[dict[str, Any]]:
    """Headings as they were released, with the community and nothing nearer: no building was released with them."""
    names = {p.pk: p.name for p in places.children(place)} if place.level == "street" else {}
    own = shown_among(LABEL, [case.pk for case in cases])
    return [
        {"heading": case.heading, "place": names.get(case.community_id, ""), "said": own.get(case.pk, "")}
        for case in cases
    ]
