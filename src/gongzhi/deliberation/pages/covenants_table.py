"""The acts on a rule text as one table: what the button says, what was done, what it asks for, its icon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.deliberation.pages.covenants_forms import (
    DayForm,
    OrderForm,
    ReasonForm,
    ReceiptForm,
    RepealForm,
    VoteForm,
)


@dataclass(frozen=True)
class Act:
    """One act: its button, what is said when it is done, what happens then, the form that it asks for."""

    label: Any
    done: Any
    then: Any = ""
    icon: str = "check2"
    form: type[forms.Form] | None = None


ACTS = {
    "submit": Act(
        _("送去审看"), _("送去审看了，审看清单已经查过一遍。"), _("送出以后不再收修改意见，草案不能再改。"), "search"
    ),
    "back": Act(
        _("退回再改"),
        _("退回起草，又可以提修改了。"),
        _("重新公开征求意见，天数从今天算起。"),
        "arrow-counterclockwise",
        ReasonForm,
    ),
    "put_to_vote": Act(
        _("交付表决"),
        _("投票拟好了，接着去定名册、发通知。"),
        _("按这一种规矩的法定办法表决。"),
        "ui-checks",
        VoteForm,
    ),
    "pass": Act(_("记下表决通过"), _("记下了，接着送备案。"), _("按投票证书来记，证书没核定记不了。")),
    "reject": Act(_("记下表决没通过"), _("记下了，退回起草。"), _("按投票证书来记，草案退回再改。"), "x-lg"),
    "send": Act(_("送去备案"), _("送去街道了，等回执。"), _("送的有：文本、投票证书、公示的证明、审看意见。"), "send"),
    "receive": Act(_("给备案回执"), _("回执给出去了。"), _("没有回执，公约不能生效。"), "inbox", ReceiptForm),
    "order": Act(
        _("要求改正"),
        _("要求改正送出去了。"),
        _("还没生效的退回起草，生效的限期改好。"),
        "exclamation-triangle",
        OrderForm,
    ),
    "post": Act(_("公布出来"), _("公布的日子记下了。"), _("公布那天不算，满天数以后才能生效。"), "megaphone", DayForm),
    "start": Act(_("定生效的日子"), _("生效的日子定了，旧的一版到那天为止。"), "", "calendar-check", DayForm),
    "repeal": Act(_("废止这一版"), _("废止了，文本照样留着能查。"), _("废止也要表决通过。"), "x-lg", RepealForm),
    "drop": Act(_("不再起草"), _("不再起草，草案留着能查。"), "", "x-lg", ReasonForm),
}
