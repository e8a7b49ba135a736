"""The tags that every package's templates load: icons, time, fields, stage bar, timeline, figures, QR."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import segno
from django import template
from django.forms import BaseForm, BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel.clock import CHINA
from gongzhi.web import draw, timewords
from gongzhi.web.frame import phone

register = template.Library()


# -- what a page shows fifty times: drawn in web/draw.py -------------------------------------------------------------

icon = register.simple_tag(draw.icon)
clock = register.simple_tag(draw.clock)
moment = register.simple_tag(draw.moment)
status_word = register.simple_tag(draw.status_word)
matter_card = register.simple_tag(draw.matter_card)
matter_cards = register.simple_tag(draw.matter_cards)


# -- codes -------------------------------------------------------------------------------------------------------


@register.simple_tag
def qr(url: str, label: str = "", scale: int = 4) -> SafeString:
    """A QR code as inline SVG with its words; black on white in every scheme so that cameras read it."""
    code = segno.make(url, error="m", micro=False)
    svg = code.svg_inline(scale=scale, border=4, dark="#000", light="#fff", svgclass="gz-qr-code", lineclass=None)
    name = label or _("扫码打开 %(url)s") % {"url": url}
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{format_html("{}", name)}" ', 1)
    return mark_safe(svg)  # segno escapes; the label is escaped above


# -- time --------------------------------------------------------------------------------------------------------


@register.filter
def moment_text(value: datetime | None) -> str:
    """The same as plain text, for sentences and attributes."""
    return timewords.moment(value) if value else ""


@register.filter
def deadline_text(value: datetime | None) -> str:
    """Up to when, as plain text: midnight is the end of a day, not the beginning of the next."""
    return timewords.deadline(value) if value else ""


@register.filter
def left_text(value: datetime | None) -> str:
    """Time left as plain text."""
    return timewords.left(value) if value else ""


# -- messages ----------------------------------------------------------------------------------------------------


@register.filter
def undo_of(message: Any) -> dict[str, Any] | None:
    """The acts that a message offers to take back, and for how many seconds; None for most messages."""
    mark, _sep, rest = str(getattr(message, "extra_tags", "") or "").partition(":")
    seconds, _sep, acts = rest.partition(":")
    return {"seconds": seconds, "acts": acts.split(",")} if mark == "undo" else None


# -- numbers -----------------------------------------------------------------------------------------------------


@register.simple_tag
def amount(value: float | int | None, unit: str = "", places: int = 0) -> SafeString:
    """A number with its unit: "412 件", "4,326 matters"; nothing known is said as such."""
    if value is None:
        return format_html('<span class="gz-quiet">{}</span>', _("没有数"))
    number = f"{value:,.{places}f}"  # in threes in both languages: Django groups Chinese in fours
    gap = "\u00a0" if unit else ""
    return format_html('<span class="gz-number">{}</span>{}{}', number, gap, unit)


@register.filter
def percent(value: float | None) -> str:
    """A share between 0 and 1 in whole per cent; none is a dash."""
    return "–" if value is None else f"{value * 100:.0f}%"


# -- components with a little thought ----------------------------------------------------------------------------


def _get(item: Any, name: str, default: Any = "") -> Any:
    return item.get(name, default) if isinstance(item, dict) else getattr(item, name, default)


@register.inclusion_tag("web/parts/stage_bar.html")
def stage_bar(stages: Sequence[Any]) -> dict[str, Any]:
    """The stages of a matter, each done, now, next or skipped; says "第 3 步，共 6 步" in words."""
    said = {"done": _("已完成"), "now": _("正在办"), "next": _("还没到"), "skipped": _("没有这一步")}
    icons = {"done": "check-lg", "now": "arrow-right", "next": "", "skipped": "dash"}
    steps = [
        {
            "number": number,
            "name": _get(stage, "name"),
            "note": _get(stage, "note"),
            "status": _get(stage, "status"),
            "said": said[_get(stage, "status")],
            "icon": icons[_get(stage, "status")],
        }
        for number, stage in enumerate(stages, 1)
    ]
    here = next((s for s in steps if s["status"] == "now"), None)
    behind = here["number"] if here else 0  # an earlier stage may still come, but it is not the one after this
    after = next((s for s in steps if s["status"] == "next" and s["number"] > behind), None)
    return {"steps": steps, "here": here, "after": after, "total": len(steps)}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(entries: Iterable[Any], level: int = 3, empty: str = "") -> dict[str, Any]:
    """The story, newest first, under a heading for every day; `level` is the heading level (2–6)."""
    ordered = sorted(entries, key=lambda e: _get(e, "at"), reverse=True)
    days = groupby(ordered, key=lambda e: _get(e, "at").astimezone(CHINA).date())
    return {
        "days": [{"day": d, "words": timewords.day(d), "entries": list(es)} for d, es in days],
        "level": level,
        "empty": empty,
    }


@register.inclusion_tag("web/parts/chart.html")
def chart(chart: Any, level: int = 2, closed: bool = False) -> dict[str, Any]:
    """A question, its answer, the picture and the same figures as a table; needs web/parts/chart_scripts.html."""
    labels, series = list(_get(chart, "labels", [])), list(_get(chart, "series", []))
    drawn: dict[str, Any] = {
        "kind": _get(chart, "kind") or "bar",
        "unit": str(_get(chart, "unit")),
        "labels": [str(label) for label in labels],
        "series": [{"name": str(_get(s, "name")), "data": list(_get(s, "data"))} for s in series],
    }
    rows = [(label, [s["data"][i] for s in drawn["series"]]) for i, label in enumerate(labels)]
    return {"chart": chart, "data_ident": f"{_get(chart, 'ident')}-data", "data": drawn, "rows": rows, "level": level,
            "closed": closed}  # fmt: skip


@register.inclusion_tag("web/parts/map.html")
def map_view(map: Any, level: int = 2) -> dict[str, Any]:
    """Outlines shaded by count with the list beside them; needs web/parts/map_head.html and map_scripts.html."""
    areas = list(_get(map, "areas", []))
    fits = _get(map, "tiles_datum") == _get(map, "datum", "GCJ-02")
    drawn = {
        "areas": {"type": "FeatureCollection", "features": list(_features(areas))},
        "unit": str(_get(map, "unit")),
        "tiles": _get(map, "tiles") if fits else "",
        "credit": _get(map, "tiles_credit"),
    }
    return {"map": map, "areas": areas, "data": drawn, "data_ident": f"{_get(map, 'ident')}-data", "level": level,
            "tiles_refused": bool(_get(map, "tiles")) and not fits}  # fmt: skip


def _features(areas: Sequence[Any]) -> Iterable[dict[str, Any]]:
    most = max((_get(a, "count", 0) for a in areas), default=0) or 1
    for area in areas:
        if _get(area, "geometry", None):
            count = _get(area, "count", 0)
            said = {"name": str(_get(area, "name")), "count": count, "url": _get(area, "url")}
            yield {
                "type": "Feature",
                "id": _get(area, "ident"),
                "geometry": _get(area, "geometry"),
                "properties": {**said, "shade": -(-4 * count // most)},  # 0 nothing, 1–4 quarters of the most
            }


def _choice_kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "file" if getattr(widget, "input_type", "") == "file" else "one"


@register.simple_tag
def field(
    bound: BoundField, hint: str = "", optional: bool | None = None, big: bool = False, **attrs: str
) -> SafeString:
    """A form field with label, help and error wired together; `big` makes the legend the page's h1."""
    kind = _choice_kind(bound)
    help_text = hint or bound.help_text
    described = [f"{bound.auto_id}_help"] if help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    css = {"check": "form-check-input", "choices": "form-check-input"}.get(kind, "form-control")
    if kind == "one" and isinstance(bound.field.widget, Select):
        css = "form-select"
    given: dict[str, str | bool] = {"class": css, **{k.replace("_", "-"): v for k, v in attrs.items()}}
    if described and kind != "choices":
        given["aria-describedby"] = " ".join(described)
    if bound.errors:
        given["aria-invalid"] = "true"
    context = {
        "bound": bound,
        "kind": kind,
        "hint": help_text,
        "described": " ".join(described),
        "optional": not bound.field.required if optional is None else optional,
        "big": big,
        "control": bound.as_widget(attrs=given) if kind != "choices" else "",
        "options": _options(bound) if kind == "choices" else [],
    }
    return render_to_string("web/parts/field.html", context)


def _options(bound: BoundField) -> list[dict[str, Any]]:
    return [
        {
            "id": option.data["attrs"].get("id", ""),
            "label": option.choice_label,
            "value": option.data["value"],
            "name": option.data["name"],
            "type": option.data["type"],
            "checked": option.data["selected"],
        }
        for option in bound
    ]


def _mistakes(form: BaseForm) -> list[dict[str, str]]:
    found = []
    for name, errors in form.errors.items():
        target = ""
        if name in form.fields:
            bound = form[name]
            target = f"{bound.auto_id}_0" if _choice_kind(bound) == "choices" else bound.id_for_label
        found += [{"text": str(error), "target": target} for error in errors]
    return found


def mistakes_title(count: int) -> str:
    """The words that open the title of a page with mistakes."""
    return ngettext("有 %(n)d 处要改", "有 %(n)d 处要改", count) % {"n": count}


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(form: BaseForm | None) -> dict[str, Any]:
    """Above the h1: what is to be changed, each a link to its field in the same words; takes focus at load."""
    found = _mistakes(form) if form is not None and form.is_bound else []
    return {"mistakes": found, "title": mistakes_title(len(found))}


@register.simple_tag
def error_title(form: BaseForm | None) -> str:
    """The beginning of the title of a page with mistakes, or nothing."""
    found = _mistakes(form) if form is not None and form.is_bound else []
    return f"{mistakes_title(len(found))} · " if found else ""


@register.simple_tag
def query_inputs(url: str) -> SafeString:
    """The query of an address as hidden inputs, because a GET form drops the query of its action."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.filter
def cells(row: Any, columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The cells of a table row (or a plain sequence), each with its column."""
    return list(zip(columns, getattr(row, "cells", row), strict=True))


@register.simple_tag(takes_context=True)
def help_phone(context: template.Context) -> dict[str, str]:
    """Whom to call: number, href and name; stands on error pages too, which have no request."""
    return phone(context.get("request"))


@register.filter
def to_json(value: Any) -> str:
    """A value for a data attribute."""
    return json.dumps(value, ensure_ascii=False)


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """This page's address with some of its query changed; an empty value removes the key."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}" if query else "?"
