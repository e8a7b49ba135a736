"""The public board: how a street or a community does, with every count that the answer rests on and nobody's name."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.cases.selectors import public_cases
from gongzhi.cases.selectors.standing import matters_of, open_by_stage, released_open
from gongzhi.cases.words import CHANNELS, STAGE_MEANS, STAGES
from gongzhi.indicators import selectors
from gongzhi.indicators import words as said
from gongzhi.indicators.selectors import Scope, hidden
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets.writing import write_rows
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import matter_name
from gongzhi.places import selectors as places
from gongzhi.web.pages import board_parts as parts
from gongzhi.web.pages.board_forms import MonthsForm, months_of, query
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
    table = parts.places_table(_("各街道，按代码排"), _("哪个街道"), rows, public_reader())
    return render(request, "web/board_streets.html", {"table": table, "any": bool(rows)})


@require_safe
def place_board(request: HttpRequest, code: str) -> HttpResponse:
    """The board of one street or community."""
    return _page(request, _place(code))


def public_reader(place: Any = None, months: selectors.Months | None = None) -> parts.Reader:
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
    reader = public_reader(place, months)
    found = selectors.rates(**scope_of(place), months=months)
    median = selectors.median_hours(scope, months)
    request.frame_place = place.name  # type: ignore[attr-defined]
    context = {
        "place": place,
        "title": _("%(place)s办得怎么样？") % {"place": place.name},
        "answer": parts.answer(place.name, found, median, reader),
        "form": MonthsForm(selectors.first_month(scope), months),
        "query": query(months),
        "upper": _upper(place),
        "communities": _communities(place, months, reader),
        "trend": parts.trend_chart(selectors.trend(scope, months), reader),
        "slowest": parts.slowest_chart(selectors.by_group(scope, months), reader),
        "busiest": parts.busiest_table(selectors.busiest(scope, months), reader),
        **_now(place, reader),
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


def _communities(place: Any, months: selectors.Months, reader: parts.Reader) -> Table | None:
    """A street's communities by code: no league table."""
    if place.level != "street":
        return None
    found = selectors.by_community(place.pk, months)
    rows = [(p.name, f"{_address(p)}?{query(months)}", found[p.pk]) for p in places.children(place) if p.pk in found]
    return parts.places_table(_("各社区，按代码排，不排名次"), _("哪个社区"), rows, reader)


def _now(place: Any, reader: parts.Reader) -> dict[str, Any]:
    """What is being solved at this moment: counts by stage, and headings that a worker has released."""
    stages = {number: count for number, count in open_by_stage(**scope_of(place)).items() if count}
    held = hidden(stages, reader.least)
    columns = (Column(_("到哪一步")), Column(_("意思")), Column(_("件数"), True))
    rows = [Row((STAGES[n], STAGE_MEANS[n], reader.number(count, n in held))) for n, count in stages.items()]
    total = sum(stages.values())
    return {
        "stages_table": Table(_("还在办的件，到了哪一步"), columns, rows, empty=_("现在没有在办的件。")),
        "open_total": reader.number(total),
        "released": _headings(place, released_open(**scope_of(place))),
    }


@require_safe
def place_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The counts from which everybody can work the figures out again; small ones are held back here too."""
    place, months = _place(code), months_of(request)
    reader = public_reader()
    out = io.BytesIO()
    rows = _csv_rows(place, selectors.rates(**scope_of(place), months=months), reader)
    if place.level == "street":
        found = selectors.by_community(place.pk, months)
        for community in places.children(place):
            if community.pk in found:
                rows += _csv_rows(community, found[community.pk], reader)
    headings = ("code", "place", "since", "until", "measure", "word", "count", "meaning", "as_of")
    write_rows(out, headings, rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="board-{place.code}.csv"'
    return response


def _csv_rows(place: Any, found: selectors.Figures, reader: parts.Reader) -> list[tuple[Any, ...]]:
    rows = []
    span = (selectors.written(found.months.first), selectors.written(found.months.last))
    for measure, label in said.MEASURES.items():
        shares = found.shares(measure)
        held = hidden(shares, reader.least)
        for word, count in shares.items():
            number = f"<{reader.least}" if 0 < count < reader.least else ("" if word in held else count)
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
    reader, total = public_reader(), sum(counted.values())
    request.frame_place = place.name  # type: ignore[attr-defined]
    context = {
        "place": place,
        "title": figure_title(figure, word),
        "months": parts.months_said(months.first, months.last),
        "total": reader.number(total),
        "table": _matters(counted, reader) if reader.shows(total) else None,
        "headings": _released(place, counted) if reader.shows(total) else [],
        "back": f"{_address(place)}?{query(months)}",
    }
    return render(request, "web/board_cases.html", context)


def figure_title(figure: str, word: str) -> str:
    """A figure and the ground or channel that narrows it, in words."""
    narrow = {**said.GROUNDS, **said.JUDGED_BY, **CHANNELS}.get(word)
    label = said.MEASURES[figure]
    return _("%(figure)s：%(word)s") % {"figure": label, "word": narrow} if narrow else str(label)


def _matters(counted: Counter[int], reader: parts.Reader) -> Table:
    known = {m.code: m for m in mandates.matters()}
    sums: Counter[str] = Counter()
    for case_id, code in matters_of(counted).items():
        sums[code] += counted[case_id]
    held = hidden(sums, reader.least)
    order = {code: number for number, code in enumerate(known)}
    rows = [
        Row((matter_name(known[code]) if code in known else _("还没有定类型"), reader.number(sums[code], code in held)))
        for code in sorted(sums, key=lambda c: order.get(c, len(order)))
    ]
    return Table(_("按事项类型"), (Column(_("事项类型")), Column(_("次数"), True)), rows)


def _released(place: Any, counted: Counter[int]) -> list[dict[str, Any]]:
    return _headings(place, list(public_cases(**scope_of(place)).filter(pk__in=list(counted)[:5000])[:50]))


def _headings(place: Any, cases: list[Any]) -> list[dict[str, Any]]:
    """Headings as they were released, with the community and nothing nearer: no building was released with them."""
    names = {p.pk: p.name for p in places.children(place)} if place.level == "street" else {}
    return [{"heading": case.heading, "place": names.get(case.community_id, "")} for case in cases]
