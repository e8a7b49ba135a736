"""Partners → cases: an inbox says which agreements and grades of the reader's bodies end soon, or have ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from gongzhi.assessments import selectors as assessments
from gongzhi.cases.selectors.advisers import Errand, errands_by
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.organisations.seats import acting
from gongzhi.projects.selectors import facilities_ends


@errands_by
def errands(actor: Actor) -> list[Errand]:
    """One sentence for what ends, one for what ended; the address of the one thing where it is only one."""
    bodies, day = [seat.body_id for seat in acting(actor)], clock.today().date()
    if not bodies or not _anything(bodies):
        return []
    near, gone = facilities_ends.endings(bodies, day)
    grades = assessments.ending(bodies, day)
    found = []
    if near:
        said = ngettext("%(n)d 份运营协议快到期", "%(n)d 份运营协议快到期", len(near))
        found.append(Errand(said % {"n": len(near)}, _facility(near), len(near)))
    if gone:
        said = ngettext("%(n)d 处设施的协议到期了，还没有新的", "%(n)d 处设施的协议到期了，还没有新的", len(gone))
        found.append(Errand(said % {"n": len(gone)}, _facility(gone), len(gone)))
    if grades:
        said = ngettext("%(n)d 个评估等级快到期或者刚到期", "%(n)d 个评估等级快到期或者刚到期", len(grades))
        only = [grades[0].pk] if len(grades) == 1 else []
        url = reverse("assessment", args=only) if only else reverse("assessments")
        found.append(Errand(said % {"n": len(grades)}, url, len(grades)))
    return found


def _anything(bodies: Sequence[int]) -> bool:
    """Whether there is any: one query for both, because most days there is none and everybody's inbox asks."""
    agreements, grades = facilities_ends.ends_of(bodies), assessments.ends_of(bodies)
    return agreements.values("pk").union(grades.values("pk"), all=True).exists()


def _facility(rows: Sequence[Any]) -> str:
    return reverse("facility", args=[rows[0].facility_id]) if len(rows) == 1 else reverse("facilities")
