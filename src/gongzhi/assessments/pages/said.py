"""What the pages say of an assessment: its state, its grade, its scheme, each in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.assessments import words
from gongzhi.assessments.models import Assessment, Check
from gongzhi.assessments.rules.scheme import Indicator, Scheme
from gongzhi.assessments.selectors import Shown
from gongzhi.kernel import clock

TONES = {"opened": "wait", "gathering": "now", "graded": "now", "noticed": "soon", "appealed": "soon", "in_force": ""}
ICONS = {
    "opened": "clipboard", "gathering": "inbox", "graded": "calculator", "noticed": "megaphone",
    "appealed": "arrow-repeat", "in_force": "patch-check", "expired": "clock-history", "stopped": "x-circle",
}  # fmt: skip
LINE = ("opened", "gathering", "graded", "noticed", "in_force", "expired")


def state(row: Assessment) -> dict[str, Any]:
    """The state as words, tone and icon; a term that is over is said to be over before any clock has ticked."""
    name = row.state
    if name == "in_force" and row.valid_until is not None and row.valid_until < clock.today().date():
        name = "expired"
    return {"name": name, "state": words.STATES[name], "tone": TONES.get(name, ""), "icon": ICONS[name]}


def grade(row: Assessment) -> str:
    """The grade's name, or in words why there is none."""
    return str(words.NO_GRADE.get(row.grade, row.grade) if row.grade else _("还没有算"))


def stages(row: Assessment) -> list[dict[str, Any]]:
    """The bar of stages; an appeal stands at the notice."""
    here = "noticed" if row.state == "appealed" else row.state
    if here not in LINE:
        return []
    at = LINE.index(here)
    return [
        {"name": words.STATES[name], "status": "done" if n < at else "now" if n == at else "next"}
        for n, name in enumerate(LINE)
    ]


def name_of(one: Indicator) -> str:
    """The indicator's name in the reader's language, where the scheme has it."""
    return one.name_en if (get_language() or "").startswith("en") and one.name_en else one.name


def group_of(one: Indicator) -> str:
    """The group's name in the reader's language, where the scheme has it."""
    return one.group_en if (get_language() or "").startswith("en") and one.group_en else one.group


def rule_of(one: Indicator) -> str:
    """How the indicator gives its points, with its own numbers."""
    kinds = _("、").join(str(words.KINDS[k]) for k in one.kinds)
    if one.rule == "each":
        return _("%(kinds)s，一份 %(each)d 分，到 %(points)d 分为止") % {
            "kinds": kinds, "each": one.each, "points": one.points,
        }  # fmt: skip
    if one.rule == "steps":
        steps = _("，").join(_("%(least)d 起 %(points)d 分") % {"least": a, "points": p} for a, p in one.steps)
        return _("%(kinds)s，按数字：%(steps)s") % {"kinds": kinds, "steps": steps}
    return _("%(kinds)s，齐了得 %(points)d 分") % {"kinds": kinds, "points": one.points}


def looked(check: Check | None) -> tuple[str, str]:
    """What the last look at a piece of evidence said, and its icon."""
    if check is None:
        return _("等核对"), "hourglass-split"
    return (_("核对过"), "check-circle") if check.confirmed else (_("没有认可"), "x-circle")


def shown(lines: list[Shown], names: dict[int, str]) -> list[dict[str, Any]]:
    """Every indicator with its points and evidence, ready for the page."""
    return [
        {
            "key": one.indicator.key, "name": name_of(one.indicator), "group": group_of(one.indicator),
            "points": one.points, "of": one.indicator.points, "rule": rule_of(one.indicator),
            "evidence": [_evidence(row, check, one.counted, names) for row, check in one.evidence],
        }
        for one in lines
    ]  # fmt: skip


def _evidence(row: Any, check: Check | None, counted: tuple[int, ...], names: dict[int, str]) -> dict[str, Any]:
    word, icon = looked(check)
    return {
        "row": row, "kind": words.KINDS[row.kind], "word": word, "icon": icon, "counted": row.pk in counted,
        "by": names.get(check.body_id, "") if check else "", "reason": check.reason if check else "",
        "check": check,
    }  # fmt: skip


def bands(scheme: Scheme) -> list[dict[str, Any]]:
    """The grades, best first, with the points from which each is given."""
    return [{"name": band.name, "at_least": band.at_least, "reward": band.reward // 100} for band in scheme.bands]
