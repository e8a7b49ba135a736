"""The forms of the needs' desk: one small form an act, the same fields in every one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.projects.models import Need
from gongzhi.projects.selectors import needs as read
from gongzhi.projects.services import matching, needs, needs_merging
from gongzhi.projects.words import needs as words

Text = str | Promise
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """One act of the desk: what its button says, the fields that it asks, the permit, and what it calls."""

    label: Text
    done: Text
    icon: str
    states: tuple[str, ...]
    fields: tuple[str, ...]
    do: Callable[[Actor, Need, Given], object]
    final: bool = False
    permit: str = "need.sort"


def _move(name: str) -> Callable[[Actor, Need, Given], object]:
    def do(actor: Actor, need: Need, given: Given) -> object:
        return needs.move_need(actor=actor, need_id=need.pk, move=name, **given)

    return do


def _merge(actor: Actor, need: Need, given: Given) -> object:
    return needs_merging.merge_needs(actor=actor, need_id=need.pk, into_id=int(given["into"]))


def _unmerge(actor: Actor, need: Need, given: Given) -> object:
    return needs_merging.unmerge_need(actor=actor, need_id=need.pk, reason=given["reason"])


def _ask(actor: Actor, need: Need, given: Given) -> object:
    return needs.note_asking(
        actor=actor, need_id=need.pk, asked=given["asked"], want=given["want"], way=given["way"], on=given["on"]
    )


def _change(actor: Actor, need: Need, given: Given) -> object:
    return needs.change_need(
        actor=actor, need_id=need.pk, title=given["title"], purpose=given["purpose"], size=given["size"] or 0
    )


def _take(actor: Actor, need: Need, given: Given) -> object:
    return matching.accept_match(actor=actor, need_id=need.pk, resource_id=given["resource"])


def _leave_out(actor: Actor, need: Need, given: Given) -> object:
    return matching.decline_match(actor=actor, need_id=need.pk, resource_id=given["resource"], note=given["reason"])


OPEN = ("raised", "listed", "later")
ACTS: dict[str, Act] = {
    "list": Act(_("列上清单"), _("列上了，谁都看得到，谁都可以加入。"), "list-ul", ("raised",), (), _move("list")),
    "change": Act(_("写清楚是什么"), _("改好了。"), "pencil-square", (*OPEN, "planned"),
                  ("title", "purpose", "size"), _change),
    "ask": Act(_("记下问了多少户"), _("记下了，问的户数写在这一页上。"), "house-check", (*OPEN, "planned"),
               ("asked", "want", "way", "on"), _ask),
    "merge": Act(_("和另一件并在一起"), _("并好了，每个人只算一次。"), "diagram-2", ("raised", "listed"), ("into",),
                 _merge),
    "split": Act(_("拆出来单独列"), _("拆开了，人数和并以前一样。"), "scissors", ("joined",), ("reason",), _unmerge),
    "put_off": Act(_("现在不办"), _("记下了，到那天自动回到清单。"), "calendar", ("raised", "listed"),
                   ("reason", "until"), _move("put_off")),
    "take_back": Act(_("放回清单"), _("放回清单了。"), "arrow-counterclockwise", ("later",), (), _move("take_back"),
                     permit="need.return"),
    "reopen": Act(_("放回清单"), _("放回清单了。"), "arrow-counterclockwise", ("otherwise", "cannot", "withdrawn"),
                  ("reason",), _move("reopen")),
    "otherwise": Act(_("用别的办法做到了"), _("记下了，提的人和加入的人看得到。"), "check-lg", OPEN, ("reason",),
                     _move("otherwise"), final=True),
    "cannot": Act(_("说明办不了"), _("记下了，理由和依据谁都看得到。"), "x-lg", OPEN, ("reason", "ground"),
                  _move("cannot"), final=True),
    "match": Act(_("接上这项资源"), _("接上了，用的时间另外定。"), "link-45deg", ("listed", "later", "planned"),
                 ("resource",), _take),
    "unmatch": Act(_("不接这项资源"), _("记下了，理由和它放在一起。"), "x-lg", ("listed", "later", "planned"),
                   ("resource", "reason"), _leave_out),
}  # fmt: skip
BESIDE = ("match", "unmatch")  # stand beside a match, not in the bar
WRITTEN = {"required": _("还缺一项，请补上再送。")}


class ActForm(forms.Form):
    """The fields that one act asks."""

    title = forms.CharField(label=_("一句话：需要什么"), max_length=needs.TITLE, error_messages=WRITTEN)
    purpose = forms.ChoiceField(label=_("是哪一类"), choices=list(words.PURPOSES.items()), error_messages=WRITTEN)
    size = forms.IntegerField(
        label=_("一次多少人用，或者要多少"), min_value=0, required=False, help_text=_("不知道就空着。")
    )
    asked = forms.IntegerField(label=_("问了多少户"), min_value=1, error_messages=WRITTEN)
    want = forms.IntegerField(label=_("其中多少户要"), min_value=0, error_messages=WRITTEN)
    way = forms.ChoiceField(label=_("怎么问的"), choices=list(words.ASKED_BY.items()), error_messages=WRITTEN)
    on = forms.DateField(label=_("哪一天问的"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    into = forms.ChoiceField(label=_("和哪一件并在一起"), error_messages=WRITTEN)
    reason = forms.CharField(
        label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}), error_messages=WRITTEN,
        help_text=_("写给提的人看：查到了什么，为什么这样定。"),
    )  # fmt: skip
    ground = forms.CharField(
        label=_("依据"), max_length=300, error_messages=WRITTEN, help_text=_("哪部法、哪份文件、责任清单哪一条。")
    )
    until = forms.DateField(
        label=_("到哪天再看"), widget=forms.DateInput(attrs={"type": "date"}), error_messages=WRITTEN
    )
    resource = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, need: Need, act: str, initial: Given) -> None:
        start = {"title": need.title, "purpose": need.purpose, "size": need.size or None} | dict(initial)
        super().__init__(data, auto_id="a_%s", initial=start)
        for name in list(self.fields):
            if name not in ACTS[act].fields:
                del self.fields[name]
        if "into" in self.fields:
            rows = [(str(row.pk), f"{row.title} · {row.place.name}") for row in read.to_join(need)]
            self.fields["into"].choices = rows  # type: ignore[attr-defined]
