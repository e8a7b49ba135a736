"""Publish a scheme of assessment: checked before, numbered by version, never edited afterwards."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.assessments.events import SchemePublished
from gongzhi.assessments.models import Scheme
from gongzhi.assessments.permits import Publishing
from gongzhi.assessments.rules.scheme import BadScheme, digest, read
from gongzhi.assessments.services.acts import line, today
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook

START = Path(__file__).resolve().parents[1] / "tables" / "start.toml"
MOST = 200_000
FAULTS = {
    "incomplete": gettext_lazy("方案缺一部分：%(where)s。"),
    "keys": gettext_lazy("每个指标要有自己的编号，不能重复。"),
    "sum": gettext_lazy("各指标的分加起来是 %(where)s，和总分对不上。"),
    "grades": gettext_lazy("每个等级要有自己的名字，不能重复。"),
    "grade_order": gettext_lazy("等级的分数线要从高到低，不能相同，不能超过总分。"),
    "bars": gettext_lazy("不能参评的事由不认识。"),
    "number": gettext_lazy("这个数不能用：%(where)s。"),
    "names": gettext_lazy("指标要有编号和名字：%(where)s。"),
    "rule": gettext_lazy("指标的给分办法或证明种类不认识：%(where)s。"),
    "steps": gettext_lazy("分档要从低到高，最后一档是满分：%(where)s。"),
}


def publish_scheme(*, actor: Actor, body_id: int, key: str, title: str, content: Mapping[str, Any]) -> Scheme:
    """Publish the next version of a scheme. Refused: "denied", "bad_scheme" with what does not add up, "same"."""
    plain = _plain(content)
    with transaction.atomic():
        seat = require(organisations.fresh(actor), "assessment.publish", Publishing(body_id)).seat
        try:
            read(plain)
        except BadScheme as fault:
            said = FAULTS.get(fault.code, FAULTS["incomplete"])
            raise Refused(said % {"where": fault.where}, code="bad_scheme", field="content") from fault
        before = Scheme.objects.select_for_update().filter(key=key).order_by("-version").first()
        if before is not None and before.body_id != body_id:
            raise Refused(_("这个编号的方案是别的单位公布的，请另起一个。"), code="taken", field="key")
        mark = digest(plain)
        if before is not None and before.digest == mark:
            raise Refused(_("和现在的方案一字不差，不用再公布。"), code="same", field="content")
        last = Scheme.objects.filter(key=key).aggregate(last=Max("version"))["last"] or 0
        row = Scheme(
            key=line(key, 40, "key"), version=last + 1, title=line(title, 80, "title"), body_id=body_id,
            content=plain, digest=mark, published_at=clock.now(), by_id=actor.person_id,
        )  # fmt: skip
        row.save()
        about = Ref("assessments.scheme", row.pk)
        append(SchemePublished(row.pk, row.key, row.version, body_id, mark), actor=actor, about=about, seat=seat)
    return row


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as plain data, within reason. Refused("bad_scheme")."""
    try:
        text = json.dumps(content, ensure_ascii=False)
    except (TypeError, ValueError) as fault:
        raise Refused(_("方案读不懂，请用页面上的样子。"), code="bad_scheme", field="content") from fault
    if len(text) > MOST:
        raise Refused(_("方案太长了。"), code="bad_scheme", field="content")
    return dict(json.loads(text))


def starting_content(*, lower: Sequence[tuple[str, int]], warn_days: int = 0) -> dict[str, Any]:
    """A scheme to start from: our indicators, the national totals and bars, and the lower grades that the body sets.

    `lower`: the grades under 4A with their marks, best first; no public source gives them, so somebody has to. Nor how
    many days before its end an organisation is told of it: `warn_days`, 0 for not at all.
    """
    on = today()
    content = copy.deepcopy(_start())
    upper = [
        {"name": name, "at_least": rulebook.number(f"assessment.grade_{name.lower()}", on)} for name in ("5A", "4A")
    ]
    return content | {
        "total": rulebook.number("assessment.total", on),
        "grades": upper + [{"name": name, "at_least": least} for name, least in lower],
        "bars": list(rulebook.words("assessment.bars", on)),
        "valid_years": rulebook.number("assessment.valid_years", on),
        "notice_days": rulebook.number("assessment.notice_days", on),
        "appeals": rulebook.number("assessment.appeals", on),
        "bars_suspend": True,
        "warn_days": warn_days,
    }


@cache
def _start() -> dict[str, Any]:
    with START.open("rb") as file:
        return tomllib.load(file)
