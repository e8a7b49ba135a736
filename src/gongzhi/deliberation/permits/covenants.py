"""Named powers over rule texts; each answers with the seat or the reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.deliberation.models import Edition
from gongzhi.deliberation.rules.selfrules import rule_kinds
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import acting, acting_in, over
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES

KEEPING = (*COMMUNITY_ROLES, "building_head", "grid_worker", "owners_committee_member", "volunteer_lead", "org_member")
REMINDING = (*COMMUNITY_ROLES, "building_head", "grid_worker", "owners_committee_member", "volunteer_lead")


@permit("covenant.open", _("起草一份公约，或者登记一份已有的规矩"))
def may_open(actor: Actor, place: Any) -> Answer:
    """Who keeps order in a place: the community's desk, a building head, a grid worker, the owners' committee."""
    if actor.part:
        return allowed()
    seat = over(actor, place.path, *KEEPING, *STREET_ROLES)
    return by_seat(seat, _("公约由管这个地方的社区、业委会或楼栋小组来起草。谁都可以提修改。"))


@permit("covenant.draft", _("改公约的草案，答复居民的修改意见，一步一步往下办"))
def may_draft(actor: Actor, edition: Edition) -> Answer:
    """A seat in the body that keeps the text, or the community's desk over its place."""
    covenant = edition.covenant
    if actor.part:
        return allowed()
    kept = acting_in(actor, covenant.keeper_id)
    return by_seat(kept or over(actor, covenant.place.path, *COMMUNITY_ROLES), _("这份公约由保管它的单位来办。"))


@permit("covenant.review", _("公约表决以前，由社区党组织研究，法律顾问审看"))
def may_review(actor: Actor, edition: Edition) -> Answer:
    """The community's party organisation and its desk; an adviser's written opinion is entered by the desk."""
    seat = over(actor, edition.covenant.place.path, "party_secretary", *COMMUNITY_ROLES)
    return by_seat(seat, _("审看意见由社区党组织和社区来记。"))


@permit("covenant.file", _("收下公约备案、给回执，或者要求改正"))
def may_file(actor: Actor, edition: Edition) -> Answer:
    """A seat in one of the bodies with which this kind of text is filed, over its place."""
    kinds = rule_kinds()[edition.covenant.rule_kind].filed_with
    path = edition.covenant.place.path
    seat = next((s for s in acting(actor) if s.body_kind in kinds and s.covers(path)), None)
    return by_seat(seat, _("备案和要求改正由街道来办。"))


@permit("covenant.propose", _("对公约的草案提修改，住在这里就行，不问户籍"))
def may_propose(actor: Actor, edition: Edition) -> Answer:
    """Every person; nobody is asked where they are registered."""
    return allowed() if actor.person_id is not None else denied(_("修改意见由人来提。"))


@permit("covenant.pledge", _("承诺照着公约做，随时可以收回"))
def may_pledge(actor: Actor, edition: Edition) -> Answer:
    """Every person for themselves."""
    return allowed() if actor.person_id is not None else denied(_("承诺由本人来做。"))


@permit("covenant.survey", _("抽样问问大家知不知道公约"))
def may_survey(actor: Actor, edition: Edition) -> Answer:
    """The community's desk over the place."""
    return by_seat(over(actor, edition.covenant.place.path, *COMMUNITY_ROLES), _("抽样由社区来做。"))


@permit("covenant.remind", _("有人没照公约做，提醒、聊聊、请人调解"))
def may_remind(actor: Actor, place: Any) -> Answer:
    """Neighbours with a task and the community's desk: words only."""
    return by_seat(over(actor, place.path, *REMINDING), _("提醒由楼栋长、网格员、社区和业委会来做。"))


@permit("covenant.run", _("新的一版公约生效，旧的由系统自动失效"))
def may_run(actor: Actor, edition: Edition) -> Answer:
    """Named parts of the system only."""
    return allowed() if actor.part else denied(_("这一步由系统自动办。"))
