"""The call for proposals as a Chinese paper (PDF): how much, for what, until when, how to take part without a phone."""

from __future__ import annotations

from pathlib import Path

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from gongzhi.kernel import papers
from gongzhi.kernel.clock import CHINA
from gongzhi.ledger.words import in_yuan
from gongzhi.projects.models import Round
from gongzhi.projects.pages import rounds_said as said

_TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "projects" / "budget_call.typ"


def call(found: Round, text: str, address: str) -> bytes:
    """The paper, with a code that leads to the round's page; in Chinese whatever the reader's language."""
    with translation.override("zh-hans"):
        closes = found.proposals_close
        day = closes.astimezone(CHINA) if closes else None
        data = {
            "title": found.title, "text": text, "address": address, "heading": _("征集：这笔钱您想怎么花"),
            "facts": [
                [_("有多少钱"), in_yuan(found.budget)],
                [_("能花在哪里"), said.money(found)],
                [_("谁能提"), _("住在这里的人都能提，不看户口，不用注册")],
                [_("什么时候截止"), _("%(y)s 年 %(m)s 月 %(d)s 日 %(t)s")
                 % {"y": day.year, "m": day.month, "d": day.day, "t": f"{day:%H:%M}"} if day else "–"],
                [_("在哪里提"), _("扫下面的码；没有手机，请到%(body)s写一张，算一样的") % {"body": found.body.name}],
            ],
            "then": [_("每个提案由两个人核花费，不上票的写明理由。"), _("上票的由居民投票，按平等份额法分。"),
                     _("入选的立成项目，钱当场留好，办到哪一步都能查。")],
            "qr": segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2),
        }  # fmt: skip
        return papers.pdf(_TEMPLATE.read_text("utf-8"), data, at=found.opened_at)
