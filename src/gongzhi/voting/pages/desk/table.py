"""What the organiser can do with a vote, one line an act: its words, when it is open, and what it asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.voting import services
from gongzhi.voting.pages.forms import CLOSES, ExtendForm, ReasonForm, moment


@dataclass(frozen=True)
class Act:
    """One act: label of its button, what follows from it, what is said when it is done, in which states it is open."""

    label: Any
    then: Any
    done: Any
    states: tuple[str, ...]
    do: Callable[..., Any]
    icon: str
    form: type[forms.Form] | None = None
    main: bool = False


def _extend(**given: Any) -> Any:
    return services.extend(**given | {"closes": moment(given["closes"], CLOSES)})


ACTS: dict[str, Act] = {
    "freeze": Act(
        _("定下名册"), _("定下以后，改名册要写理由，谁都看得到。"), _("名册定下了。"),
        ("drafted", "rolled", "noticed", "open"), services.freeze, "lock", main=True,
    ),
    "open": Act(
        _("开始投票"), _("到了开始的时间，名册上的人就能投。"), _("投票开始了。"),
        ("noticed",), services.open_vote, "play", main=True,
    ),
    "extend": Act(
        _("延长投票"), _("投过的票都算数。延期和理由会公示。"), _("延期了，已公示。"),
        ("open",), _extend, "calendar-plus", ExtendForm,
    ),
    "close": Act(
        _("截止，不再收票"), _("截止以后才能看票、计票。"), _("截止了。"),
        ("open",), services.close_vote, "lock", main=True,
    ),
    "count": Act(
        _("计票，公示初步结果"), _("公示期里谁都可以提异议。"), _("初步结果已公示。"),
        ("closed",), services.count_vote, "calculator", main=True,
    ),
    "certify": Act(
        _("核定结果"), _("核定以后结果不再改。"), _("结果核定了。"),
        ("counted",), services.certify, "patch-check", main=True,
    ),
    "recount": Act(
        _("重新计票"), _("异议成立的，重新计票，写明理由。"), _("重新计票了。"),
        ("counted",), services.recount, "arrow-repeat", ReasonForm,
    ),
    "publish": Act(
        _("公布结果"), _("谁都能看、能下载、能自己再算一遍。"), _("结果公布了。"),
        ("certified",), services.publish, "megaphone", main=True,
    ),
    "correct": Act(
        _("更正名册"), _("更正期间不能投票，定好再继续。"), _("可以更正了，改好请再定下。"),
        ("rolled", "noticed", "open"), services.correct_roll, "pencil", ReasonForm,
    ),
    "withdraw": Act(
        _("撤回这次投票"), _("投过的票不计。撤回的理由谁都看得到。"), _("撤回了。"),
        ("drafted", "rolled", "noticed", "open", "closed", "counted"), services.withdraw, "x-circle", ReasonForm,
    ),
}  # fmt: skip
