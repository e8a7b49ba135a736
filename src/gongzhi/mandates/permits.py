"""The named powers over responsibility lists. Reading a published list needs none: it is public."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, denied, permit
from gongzhi.organisations.selectors import example

EDITORS = ("street_lead", "operator")


def _edits(actor: Actor) -> Answer:
    if actor.part:
        return allowed()
    seat = next(actor.seats_as(*EDITORS), None)
    return allowed(seat) if seat else denied(_("责任清单由街道负责人或系统管理员上传和发布。"))


@permit("mandates.import", _("上传责任清单的新草稿，看草稿，删草稿"))
def may_import(actor: Actor, _thing: Any) -> Answer:
    """The street's leads and the operator; the system itself when it sets a place up."""
    return _edits(actor)


@permit("mandates.publish", _("发布责任清单并定生效日"))
def may_publish(actor: Actor, _thing: Any) -> Answer:
    """The same; publishing says for everybody who answers for what."""
    return _edits(actor)


for _name in ("import", "publish"):
    example(f"mandates.{_name}", lambda seat: None)
