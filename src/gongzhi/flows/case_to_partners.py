"""Cases → projects: from a case its desk asks several parties to share it, or money to settle a dispute."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.cases.selectors.advisers import Belonging, belongs_by
from gongzhi.cases.selectors.told import LABEL
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors as ledger
from gongzhi.projects.permits.partners import Calling
from gongzhi.projects.permits.rounds import Budgeting
from gongzhi.projects.selectors import partners, rounds
from gongzhi.projects.services.support import PURPOSE


@belongs_by
def shared(case: Any, reader: Actor | None) -> list[Belonging]:
    """The workspaces that share the case, for those who may see them; the way to open one, for who may."""
    if reader is None or case.place is None:
        return []
    found = [
        Belonging(_("几方一起办：%(title)s") % {"title": row.title}, reverse("linkage", args=[row.pk]), "diagram-3")
        for row in partners.workspaces_about(Ref(LABEL, case.pk))
        if may(reader, "linkage.see", row)
    ]
    opens = any(may(reader, "linkage.open", Calling(seat.body_id, case.place.path)) for seat in reader.seats)
    if opens and case.is_open and not found:
        way = reverse("linkage_new", args=["case", case.pk])
        found.append(Belonging(_("要社会组织、社工一起办？请几方进来"), way, "diagram-3"))
    return found


@belongs_by
def aided(case: Any, reader: Actor | None) -> list[Belonging]:
    """The way to ask for dispute money, where a fund of the place pays for that and the reader may ask."""
    if reader is None or case.place is None or not may(reader, "aid.ask", Budgeting(case.place.path)):
        return []
    if rounds.aids_about(Ref(LABEL, case.pk)):
        return [Belonging(_("已经申请过矛盾调处资金"), reverse("support_desk"), "cash-coin")]
    pays = any(ledger.pot(fund.pk, PURPOSE) is not None for fund in ledger.funds_at(case.place))
    if not pays or not case.is_open:
        return []
    return [Belonging(_("要花一点钱才化解得了？申请资金"), f"{reverse('support_new')}?case={case.pk}", "cash-coin")]
