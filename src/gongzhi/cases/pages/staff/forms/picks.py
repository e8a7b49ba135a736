"""The choices that several forms offer: matter types, bodies, clauses, grouped and the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.cases import words
from gongzhi.cases.models import Case
from gongzhi.cases.selectors import acts, advisers
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import group_name, matter_name

FOUND = 12
Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class Suggestion:
    """A matter type that may be chosen with one key, and the words of the text that led to it."""

    code: str
    name: str
    why: str
    key: str = ""
    percent: int | None = None
    kind: Any = ""  # the usual intake kind, the tier and the lead of the type, in words
    tier: Any = ""
    lead: str = ""
    group: str = ""


def suggestions(text: str, case: Case | None = None) -> list[Suggestion]:
    """The three likeliest matter types of a text (or of a case, as they were suggested when it came in)."""
    known = [(hint, mandates.matter(hint.code)) for hint in advisers.hints(text, case)]
    there = [(hint, matter) for hint, matter in known if matter is not None]
    return [_suggestion(n, hint, matter, case) for n, (hint, matter) in enumerate(there, start=1)]


def _suggestion(number: int, hint: advisers.Hint, matter: Any, case: Case | None) -> Suggestion:
    return Suggestion(
        matter.code, matter_name(matter), _("、").join(hint.words), str(number), hint.percent,
        words.INTAKE_KINDS.get(matter.kind, ""), words.TIERS[matter.tier], _lead(matter.code, case),
        group_name(matter),
    )  # fmt: skip


def _lead(code: str, case: Case | None) -> str:
    """Who would have it; empty where the place is not known yet or nobody can take it."""
    if case is None:
        return ""
    try:
        return str(mandates.route(code, case.place, clock.today().date()).body.name)
    except Refused:
        return ""


def matters_found(text: str, besides: set[str]) -> list[Suggestion]:
    """Matter types of the list with these words, without those that stand above."""
    if len(text.strip()) < 2:
        return []
    hits = [m for m in mandates.search_matters(text) if m.code not in besides]
    return [Suggestion(m.code, matter_name(m), group_name(m)) for m in hits[:FOUND]]


class MatterField(forms.CharField):
    """The code of a matter type that stands on the list in force."""

    def clean(self, value: Any) -> str:
        """The code; a sentence for what is not on the list."""
        code = str(super().clean(value) or "")
        if code and mandates.matter(code) is None:
            raise forms.ValidationError(_("责任清单里没有这个事项，请从清单里选。"))
        return code


def matter_field(required: bool = True) -> MatterField:
    """The field that the matter picker's radios fill."""
    return MatterField(
        label=_("是哪一类事"), required=required, error_messages={"required": _("请选一类事，前面的建议可以直接用。")}
    )


_grouped: dict[str | None, tuple[Any, tuple[Any, ...]]] = {}  # by language: of which edition, and its groups


def matter_groups() -> tuple[Any, ...]:
    """Every matter type of the list in force by group; put together once for each edition and language."""
    found, language = mandates.published(), get_language()
    edition = found.content if found else None
    kept = _grouped.get(language)
    if kept is None or kept[0] is not edition:
        groups: dict[str, list[tuple[str, str]]] = {}
        for matter in mandates.matters():
            groups.setdefault(group_name(matter), []).append((matter.code, matter_name(matter)))
        kept = _grouped[language] = (edition, tuple((name, tuple(rows)) for name, rows in groups.items()))
    return kept[1]


def all_matters() -> Choices:
    """Every matter type by group, for a list to choose from."""
    return [("", _("请选一类")), *matter_groups()]


def _why(pick: acts.Pick) -> str:
    return {"lead": _("（清单主责）"), "assisting": _("（清单配合）")}.get(pick.why, "")


def bodies(case: Case, *, holder: bool = False) -> Choices:
    """Bodies that could take the case: the list's own first, then by rung."""
    found = acts.picks(case, holder=holder)
    named = [(str(p.body.pk), f"{p.body.name}{_why(p)}") for p in found if p.why]
    groups: dict[str, list[tuple[str, str]]] = {}
    for pick in found:
        if not pick.why:
            groups.setdefault(str(words.RUNGS[pick.rung]), []).append((str(pick.body.pk), pick.body.name))
    return [("", _("请选一个单位")), *([(_("清单上的单位"), named)] if named else []), *groups.items()]


def first_of(choices: Choices) -> str:
    """The likeliest choice: the first of the first group, if that group is the list's own."""
    inner = choices[1][1] if len(choices) > 1 and choices[1][0] == _("清单上的单位") else []
    return inner[0][0] if inner else ""


def clause_for(case: Case, body_id: str) -> str:
    """The list's line that names this body, for handing on to it."""
    return next((p.clause for p in acts.picks(case) if str(p.body.pk) == body_id), "")
