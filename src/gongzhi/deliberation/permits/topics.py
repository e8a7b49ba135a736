"""Powers over topics: who may put one forward, sort, lead, inspect and appraise, by a seat or by a granted right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.deliberation.models import Right, Topic
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import acting_in, near, over
from gongzhi.organisations.words import BLIND, COMMUNITY_ROLES, STREET_ROLES, WATCHERS

HIDDEN = ("raised", "dropped", "joined")  # not shown to everybody: nobody has said yet that it is a topic
GRANTERS = ("community_secretary", "street_lead")


@dataclass(frozen=True)
class Office:
    """A wish that concerns a place: to raise a topic at a tier, to grant a right, to see its desk."""

    path: str
    tier: str = "community"


def holds(actor: Actor, kind: str, path: str) -> bool:
    """Whether the person holds one of the four rights at this instant for a place that covers the path (row A28)."""
    if actor.person_id is None:
        return False
    now = clock.now()
    rows = Right.objects.filter(person_id=actor.person_id, kind=kind, since__lte=now, until__gt=now)
    return any(path.startswith(scope) for scope in rows.values_list("place__path", flat=True))


def _desk_roles(tier: str) -> tuple[str, ...]:
    if tier == "street":
        return STREET_ROLES
    return (*COMMUNITY_ROLES, *STREET_ROLES, *(("building_head",) if tier == "building" else ()))


@permit("topic.see", _("看一个议题"))
def may_see(actor: Actor, topic: Topic) -> Answer:
    """Everybody, once it is a topic; before that who raised or signed it, the desks and those who oversee."""
    if actor.part or topic.state not in HIDDEN:
        return allowed()
    mine = actor.person_id is not None and (
        topic.raised_by_id == actor.person_id or topic.signatures.filter(person_id=actor.person_id).exists()
    )
    return allowed() if mine else may_inspect(actor, topic)


@permit("topic.raise", _("提出一件要大家商量的事"))
def may_raise(actor: Actor, office: Office) -> Answer:
    """Any resident, registered here or not, at every tier but the street's; that is for its desk and its bodies."""
    if actor.part or office.tier != "street":
        return allowed()
    return by_seat(over(actor, office.path, *STREET_ROLES, *COMMUNITY_ROLES), _("街道一层的议题由街道或社区提出。"))


@permit("topic.table", _("把议题直接列上议事会的桌面（议事权）"))
def may_table(actor: Actor, topic: Topic) -> Answer:
    """The desks, and who holds the right to deliberate here."""
    if actor.part or holds(actor, "deliberate", topic.place.path):
        return allowed()
    seat = over(actor, topic.place.path, *_desk_roles(topic.tier))
    return by_seat(seat, _("列上桌面由社区来定，或者由有议事权的居民来提。"))


@permit("topic.propose", _("给一个议题提办法（建议权）"))
def may_propose(actor: Actor, topic: Topic) -> Answer:
    """The desks, the lead, and who holds the right to propose here."""
    if actor.part or holds(actor, "propose", topic.place.path):
        return allowed()
    seat = acting_in(actor, topic.lead_id) or over(actor, topic.place.path, *_desk_roles(topic.tier))
    return by_seat(seat, _("写进议题的办法由牵头单位或者有建议权的居民来提。您可以在讨论里说。"))


@permit("topic.inspect", _("看一个议题的全部经过和记录（监督权）"))
def may_inspect(actor: Actor, topic: Topic) -> Answer:
    """The desks, watchers and lead, and who holds the right to oversee here."""
    if actor.part or holds(actor, "oversee", topic.place.path):
        return allowed()
    seat = acting_in(actor, topic.lead_id) or over(
        actor, topic.place.path, *COMMUNITY_ROLES, *STREET_ROLES, *WATCHERS, "building_head"
    )
    return by_seat(seat, _("全部经过给社区、街道、监督的人和有监督权的居民看。"))


@permit("topic.review", _("评议一个决定的效果（评议权）"))
def may_review(actor: Actor, topic: Topic) -> Answer:
    """Who holds the right to appraise here, watchers, and desks that did not lead it themselves."""
    if actor.part or holds(actor, "appraise", topic.place.path):
        return allowed()
    seats = actor.seats_as(*WATCHERS, *COMMUNITY_ROLES, *STREET_ROLES, over=topic.place.path)
    seat = next((s for s in seats if s.body_id != topic.lead_id), None)
    return by_seat(seat, _("效果不由牵头单位自己评，由监督的人和有评议权的居民来评。"))


@permit("topic.sort", _("立为议题、不立、并到一起，并说明理由"))
def may_sort(actor: Actor, topic: Topic) -> Answer:
    """The desks of its tier."""
    if actor.part:
        return allowed()
    return by_seat(over(actor, topic.place.path, *_desk_roles(topic.tier)), _("立不立题由这一层的经办来定。"))


@permit("topic.lead", _("牵头一个议题：调查、请人、开会、交付表决、落实"))
def may_lead(actor: Actor, topic: Topic) -> Answer:
    """A seat in the lead body, or a desk of its tier."""
    if actor.part:
        return allowed()
    seat = acting_in(actor, topic.lead_id) or over(actor, topic.place.path, *_desk_roles(topic.tier))
    return by_seat(seat, _("这一步由牵头单位来办。"))


@permit("topic.speak", _("签名、替受影响的少数说话、认领座位"))
def may_speak(actor: Actor, topic: Topic) -> Answer:
    """Any person; nobody is asked where they are registered."""
    return allowed() if actor.person_id is not None else denied(_("这要由人来做。"))


@permit("topic.grant", _("授予或收回居民的议事、建议、监督、评议权"))
def may_grant(actor: Actor, office: Office) -> Answer:
    """The secretary of the community, or the lead of the street, over the place."""
    return by_seat(over(actor, office.path, *GRANTERS), _("四项权利由社区书记或街道负责人授予。"))


@permit("topic.desk", _("看这里的议题台账和待办"))
def may_see_desk(actor: Actor, office: Office) -> Answer:
    """Whoever holds a seat over the place, or inside it."""
    return by_seat(near(actor, office.path, but=BLIND), _("这一页给在岗的工作人员用。"))


def scope_matrix(actor: Actor, topic: Any) -> dict[str, bool]:
    """Which of the four acts a person may do on a topic, by right or by seat: for the page of rights and its tests."""
    return {
        "deliberate": bool(may_table(actor, topic)),
        "propose": bool(may_propose(actor, topic)),
        "oversee": bool(may_inspect(actor, topic)),
        "appraise": bool(may_review(actor, topic)),
    }
