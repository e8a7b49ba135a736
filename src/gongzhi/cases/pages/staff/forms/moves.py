"""One form for every move: its fields are the inputs that the lifecycle names, and the words that may go with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gongzhi.cases import words
from gongzhi.cases.lifecycle import CASE
from gongzhi.cases.models import Case
from gongzhi.cases.pages.staff.forms import picks
from gongzhi.cases.selectors import acts
from gongzhi.cases.selectors.advisers import Same
from gongzhi.cases.selectors.nearby import maybe_same
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor

NEEDS = {move.name: move.needs for move in CASE.moves}
ALSO = {
    "offer": ("reason",),
    "decline": ("reason",),
    "refuse": ("reason",),
    "whistle": ("reason",),
    "decline_call": ("reason",),
    "rise": ("reason",),
    "withdraw": ("reason",),
    "redirect": ("note",),
}
ONE_STEP = ("accept", "take", "arrive", "unmerge")
MOST_PARTS = 6
LONGEST = 2000
_COUNTS = [str(n) for n in range(2, MOST_PARTS + 1)]
Build = Callable[["MoveForm", bool], None]


def _area(label: str, required: bool, missing: str, rows: int = 3, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": _("最多写 2000 个字，请写短一点。")},
    )


def _choice(label: str, choices: picks.Choices, missing: str, widget: Any = forms.RadioSelect) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=widget,
        error_messages={"required": missing, "invalid_choice": missing},
    )


def _shown(closed: dict[str, Any]) -> picks.Choices:
    return [(key, capfirst(label)) for key, label in closed.items()]


class MoveForm(forms.Form):
    """The inputs of one move on one case; `seen` is the version that the page showed, `loaded` when."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    loaded = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, case: Case, move: str, actor: Actor | None = None) -> None:
        super().__init__(data, auto_id="f_%s")
        self.case, self.move, self.actor = case, move, actor
        self.wanted = (*NEEDS[move], *ALSO.get(move, ()))
        for name in self.wanted:
            BUILD[name](self, name in NEEDS[move])
        self.fields["seen"].initial = case.version
        self.fields["loaded"].initial = clock.now().isoformat()

    def given(self) -> dict[str, Any]:
        """The inputs as the service takes them."""
        return {name: self.cleaned_data.get(name) for name in self.wanted}

    @property
    def suggestions(self) -> list[picks.Suggestion]:
        """For the matter picker: what the person's words speak of."""
        return picks.suggestions(self.case.text, self.case)

    @property
    def found(self) -> list[picks.Suggestion]:
        """For the matter picker: what was looked for, and what is chosen already."""
        listed = {s.code for s in self.suggestions}
        chosen = str(self.data.get("matter") or "")
        return picks.matters_found(self.data.get("q", ""), listed) or (
            picks.matters_found(chosen, listed) if chosen and chosen not in listed else []
        )

    @property
    def part_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of a division."""
        return [(self[f"part_matter_{n}"], self[f"part_text_{n}"]) for n in range(self.part_count)]

    part_count = 0

    def clean(self) -> dict[str, Any]:
        """Put rows and candidates together."""
        found = super().clean() or {}
        if self.part_count:
            found["parts"] = self._parts(found)
        if "primary" in self.wanted and not found.get("primary"):
            found["primary"] = found.get("primary_number")
            if not found["primary"] and not self.errors:
                self.add_error("primary_number", _("请选一件，或写它的编号。"))
        return found

    def _parts(self, found: dict[str, Any]) -> list[tuple[str, str]]:
        rows = [(found.get(f"part_matter_{n}", ""), found.get(f"part_text_{n}", "")) for n in range(self.part_count)]
        whole = [row for row in rows if all(row)]
        if any(bool(a) != bool(b) for a, b in rows):
            self.add_error(None, _("每一部分都要选事项、写清要做什么。"))
        elif len(whole) < 2:
            self.add_error(None, _("至少拆成两部分。"))
        return whole


def _matter(form: MoveForm, required: bool) -> None:
    form.fields["matter"] = picks.matter_field(required)


def _to_body(form: MoveForm, required: bool) -> None:
    choices = picks.bodies(form.case, holder=form.move == "decide")
    label = _("归谁办") if form.move == "decide" else _("转给谁")
    form.fields["to_body"] = _choice(label, choices, _("请选一个单位。"), forms.Select)
    form.fields["to_body"].initial = picks.first_of(choices)


def _clause(form: MoveForm, required: bool) -> None:
    form.fields["clause"] = _choice(_("依据清单哪一条"), acts.clauses(form.case), _("请选一条依据，没有依据不能退。"))
    if form.move == "offer":
        first = picks.first_of(picks.bodies(form.case))
        form.fields["clause"].initial = picks.clause_for(form.case, first)


def _reason(form: MoveForm, required: bool) -> None:
    form.fields["reason"] = _area(_("为什么"), required, _("请写一句为什么。"), rows=2)


def _note(form: MoveForm, required: bool) -> None:
    form.fields["note"] = _area(_("告诉反映人怎么走"), required, _("请写一句怎么走。"), rows=3)


def _calls(form: MoveForm, required: bool) -> None:
    choices = [c for c in picks.bodies(form.case) if c[0]]
    form.fields["calls"] = forms.MultipleChoiceField(
        label=_("请谁到场"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个要到场的部门。"), "invalid_choice": _("请从表里选部门。")},
    )


def _report(form: MoveForm, required: bool) -> None:
    form.fields["report"] = _area(_("看到什么、做了什么"), required, _("请写看到什么、做了什么。"), rows=4)


def _lead(form: MoveForm, required: bool) -> None:
    choices: picks.Choices = [(str(pk), name) for pk, name in acts.taking_part(form.case)]
    form.fields["lead"] = _choice(_("谁牵头"), choices, _("请选牵头的单位。"))
    form.fields["lead"].initial = str(form.case.holder_id)


def _plan(form: MoveForm, required: bool) -> None:
    form.fields["plan"] = _area(_("怎么办，谁做什么"), required, _("请写怎么办、谁做什么。"), rows=4)


def _due(form: MoveForm, required: bool) -> None:
    form.fields["due"] = forms.DateTimeField(
        label=_("什么时候办完"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("请选一个日子。"), "invalid": _("请选一个日子和钟点。")},
    )
    promised = form.case.due_at
    if promised and promised > clock.now():
        form.fields["due"].initial = promised.astimezone(clock.CHINA).strftime("%Y-%m-%dT%H:%M")


def _answer(form: MoveForm, required: bool) -> None:
    label = _("完成了什么") if form.move == "finish_part" else _("答复（反映人看到的就是这些字）")
    form.fields["answer"] = _area(label, required, _("请写答复，哪怕一句。"), rows=5)


def _outcome(form: MoveForm, required: bool) -> None:
    form.fields["outcome"] = _choice(_("办到哪一步"), _shown(words.OUTCOMES), _("请选：解决了，还是说明原因。"))


def _branch(form: MoveForm, required: bool) -> None:
    form.fields["branch"] = _choice(_("是哪一种情形"), _shown(words.BRANCHES), _("请从六种情形里选一种。"))


def _same(one: Same) -> str:
    why = _("（%(why)s）") % {"why": _("、").join(one.why)} if one.why else ""
    return f"{one.case.pk} · {one.case.text[:40]} · {one.case.place.name}{why}"


def _primary(form: MoveForm, required: bool) -> None:
    found = maybe_same(form.case, form.actor) if form.actor else []
    same: picks.Choices = [(str(one.case.pk), _same(one)) for one in found]
    if same:
        form.fields["primary"] = _choice(_("可能是同一件的"), same, _("请选一件，或写它的编号。"))
        form.fields["primary"].required = False
    form.fields["primary_number"] = forms.IntegerField(
        label=_("或写主件的编号"),
        required=False,
        min_value=1,
        max_value=2**62,
        error_messages={"invalid": _("编号只有数字。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


def _parts(form: MoveForm, required: bool) -> None:
    asked = form.data.get("rows", "2") if form.is_bound else "2"
    more = 1 if "more" in form.data else 0
    form.part_count = min(MOST_PARTS, max(2, int(asked) if asked in _COUNTS else 2) + more)
    choices = picks.all_matters()
    for n in range(form.part_count):
        kind = _choice(_("第 %(n)s 部分是哪一类事") % {"n": n + 1}, choices, "", forms.Select)
        kind.required = False
        form.fields[f"part_matter_{n}"] = kind
        form.fields[f"part_text_{n}"] = _area(_("第 %(n)s 部分要做什么") % {"n": n + 1}, False, "", rows=2)


BUILD: dict[str, Build] = {
    "matter": _matter,
    "to_body": _to_body,
    "clause": _clause,
    "reason": _reason,
    "note": _note,
    "calls": _calls,
    "report": _report,
    "lead": _lead,
    "plan": _plan,
    "due": _due,
    "answer": _answer,
    "outcome": _outcome,
    "branch": _branch,
    "primary": _primary,
    "parts": _parts,
}
