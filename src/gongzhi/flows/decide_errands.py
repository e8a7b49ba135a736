"""Other desks → cases: an inbox says what waits there for the reader's bodies, at problems and projects alike."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from gongzhi.cases.selectors.advisers import Errand, errands_by
from gongzhi.duties import selectors as duties
from gongzhi.kernel.actor import Actor
from gongzhi.organisations.seats import acting

# The package at the head of a duty's label, and where its desk is.
DESKS = {
    "deliberation.topic": "topics_desk",
    "deliberation": "covenants_desk",
    "voting": "desk_votes",
    "meetings.resolution": "meetings_follow",
    "meetings": "meetings_desk",
    "opinions": "talks_unanswered",
    "projects.round": "budget_desk",
    "projects": "projects_desk",
    "triage": "problems",
}
# Which part of the desk's list holds what waits.
PARTS = {"problems": "?state=asked"}


@errands_by
def errands(actor: Actor) -> list[Errand]:
    """One sentence for each desk at which something runs against a clock; one query."""
    bodies = [seat.body_id for seat in acting(actor)]
    if not bodies:
        return []
    rows = duties.open_duties(bodies).order_by().values_list("about_label").annotate(many=Count("pk"))
    waiting: Counter[str] = Counter()
    for label, many in rows:
        desk = DESKS.get(label) or DESKS.get(label.split(".")[0])
        if desk:
            waiting[desk] += many
    return [Errand(_said(desk, many), reverse(desk) + PARTS.get(desk, ""), many) for desk, many in waiting.items()]


def _said(desk: str, many: int) -> str:
    said = {
        "topics_desk": ngettext("%(n)d 个议题等您单位", "%(n)d 个议题等您单位", many),
        "covenants_desk": ngettext("%(n)d 件公约的事等您单位", "%(n)d 件公约的事等您单位", many),
        "desk_votes": ngettext("%(n)d 次表决等您单位", "%(n)d 次表决等您单位", many),
        "meetings_follow": ngettext("%(n)d 条决议等您单位落实", "%(n)d 条决议等您单位落实", many),
        "meetings_desk": ngettext("%(n)d 次会等您单位", "%(n)d 次会等您单位", many),
        "budget_desk": ngettext("%(n)d 件分钱的事等您单位", "%(n)d 件分钱的事等您单位", many),
        "projects_desk": ngettext("%(n)d 个项目等您单位", "%(n)d 个项目等您单位", many),
        "problems": ngettext("%(n)d 个重复出现的问题等您单位", "%(n)d 个重复出现的问题等您单位", many),
        "talks_unanswered": ngettext("%(n)d 个提问等您单位答复", "%(n)d 个提问等您单位答复", many),
    }
    return said[desk] % {"n": many}
