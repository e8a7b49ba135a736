"""The rules in force on a day, and what another day changes and reaches (row J07); everybody may read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from gongzhi.kernel import clock
from gongzhi.rulebook import selectors as rulebook
from gongzhi.rulebook.changes import Change
from gongzhi.rulebook.rules import LAW, LOCAL_CHOICE, LOCAL_LAW, PRACTICE, Rule
from gongzhi.web.parts import Column, Row, Table

GROUNDS = {
    LAW: gettext_lazy("国家法律法规"),
    LOCAL_LAW: gettext_lazy("地方法规"),
    PRACTICE: gettext_lazy("各地做法"),
    LOCAL_CHOICE: gettext_lazy("本地约定"),
}
PARTS = {
    "cases": gettext_lazy("反映和办理"),
    "duties": gettext_lazy("时限"),
    "triage": gettext_lazy("分拣和重复问题"),
    "indicators": gettext_lazy("公开的数字"),
    "people": gettext_lazy("个人信息"),
    "meetings": gettext_lazy("会议"),
    "voting": gettext_lazy("表决"),
    "opinions": gettext_lazy("大家怎么看"),
    "deliberation": gettext_lazy("议题和公约"),
    "flows": gettext_lazy("各部分之间的衔接"),
    "web": gettext_lazy("页面"),
}
KINDS = {
    "new": gettext_lazy("新有"),
    "ended": gettext_lazy("不再有"),
    "value": gettext_lazy("变了"),
    "ground": gettext_lazy("数没变，依据变了"),
}


class DayForm(forms.Form):
    """Which day's rules."""

    on = forms.DateField(
        label=gettext_lazy("看哪一天"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule in force on the chosen day, by law; what changed last before it, and what that reaches."""
    today = clock.today().date()
    form = DayForm(request.GET) if "on" in request.GET else DayForm(initial={"on": today})
    day = (form.cleaned_data["on"] if form.is_bound and form.is_valid() else None) or today
    since = next((d for d in rulebook.changing_days() if d <= day), None)
    changes = rulebook.changed(since - timedelta(days=1), since) if since else []
    context = {
        "form": form,
        "day": day,
        "answer": _answer(day, since, changes),
        "changes": _changed(since, changes) if since else None,
        "packs": [_pack(name, held) for name, held in groupby(rulebook.held_on(day), key=lambda r: r.pack)],
        "days": [(date_format(d), f"?on={d}") for d in rulebook.changing_days()],
    }
    return render(request, "web/rules.html", context)


def _answer(day: date, since: date | None, changes: list[Change]) -> str:
    held = len(rulebook.held_on(day))
    said = ngettext("%(day)s这天有 %(n)d 条规则有效。", "%(day)s这天有 %(n)d 条规则有效。", held)
    first = said % {"day": date_format(day), "n": held}
    if since is None:
        return first
    moved = ngettext("最近一次变是在%(day)s，%(n)d 条。", "最近一次变是在%(day)s，%(n)d 条。", len(changes))
    return first + moved % {"day": date_format(since), "n": len(changes)}


def _changed(since: date, changes: Iterable[Change]) -> Table:
    columns = [
        Column(_("哪一条")), Column(_("变了什么")), Column(_("以前")), Column(_("从这天起")), Column(_("碰到哪里")),
    ]  # fmt: skip
    rows = [
        Row([_source(c.after or c.before), KINDS[c.kind], value_words(c.before), value_words(c.after), _reach(c.name)])
        for c in changes
    ]
    return Table(_("%(day)s起变了什么") % {"day": date_format(since)}, columns, rows)


def _pack(name: str, held: Iterable[Rule]) -> dict[str, Any]:
    rules = list(held)
    columns = [Column(_("哪一条")), Column(_("数")), Column(_("从哪天起")), Column(_("说明")), Column(_("碰到哪里"))]
    rows = [
        Row([_source(r), value_words(r), date_format(r.valid_from), _in_chinese(r.note), _reach(r.name)], ident=r.name)
        for r in rules
    ]
    title = rulebook.title(name)
    table = Table(title, columns, rows, lang="zh-Hans")
    return {"title": _in_chinese(title), "ground": GROUNDS[rules[0].ground], "table": table}


def _source(rule: Rule | None) -> str:
    assert rule is not None
    return _in_chinese(f"{rule.article} {rule.name}".strip())


def _in_chinese(text: str) -> str:
    """What a law or a rule pack says is read out in its own language."""
    return format_html('<span lang="zh-Hans">{}</span>', text)


def _reach(name: str) -> str:
    return _("、").join(str(PARTS.get(part, part)) for part in rulebook.asked_by().get(name, ())) or _("只供查阅")


def value_words(rule: Rule | None) -> str:
    """A rule's value as a person says it: "超过 1/2", "15 个自然日"; a dash where there is none."""
    return _plain(rule.value, rule.unit) if rule else "—"


_UNITS = {
    "hours": gettext_lazy("%(n)s 小时"),
    "working_days": gettext_lazy("%(n)s 个工作日"),
    "calendar_days": gettext_lazy("%(n)s 个自然日"),
    "civil_days": gettext_lazy("%(n)s 日（末日遇假顺延）"),
    "days": gettext_lazy("%(n)s 天"),
    "months": gettext_lazy("%(n)s 个月"),
    "years": gettext_lazy("%(n)s 年"),
    "seconds": gettext_lazy("%(n)s 秒"),
    "minutes": gettext_lazy("%(n)s 分钟"),
}
_TESTS = {"more_than": gettext_lazy("超过 %(share)s"), "at_least": gettext_lazy("%(share)s 以上（含本数）")}


def _plain(value: Any, unit: str) -> str:
    if isinstance(value, Mapping):
        return _pairs(value)
    if isinstance(value, tuple):
        return _("、").join(_plain(part, "") for part in value)
    said = f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else str(value)
    return str(_UNITS[unit]) % {"n": said} if unit in _UNITS else f"{said} {unit}".strip()


def _pairs(value: Mapping[str, Any]) -> str:
    if set(value) == {"share", "test"} and value["test"] in _TESTS:
        return str(_TESTS[value["test"]]) % {"share": _plain(value["share"], "")}
    if set(value) == {"least", "most"}:
        return f"{_plain(value['least'], '')}–{_plain(value['most'], '')}"
    return _("；").join(f"{key}: {_plain(part, '')}" for key, part in value.items())
