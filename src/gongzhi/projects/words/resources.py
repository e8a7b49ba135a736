"""Closed words about resources, their uses, matches, check-in and claims."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

RESOURCE_KINDS: dict[str, Text] = {
    "place": pgettext_lazy("resource", "场地"),
    "people": pgettext_lazy("resource", "人手"),
    "money": pgettext_lazy("resource", "资金"),
    "goods": pgettext_lazy("resource", "物品"),
    "skill": pgettext_lazy("resource", "本领"),
}

UNITS: dict[str, Text] = {
    "room": pgettext_lazy("unit", "间"),
    "person": pgettext_lazy("unit", "人"),
    "fen": pgettext_lazy("unit", "分"),
    "piece": pgettext_lazy("unit", "件"),
    "seat": pgettext_lazy("unit", "座"),
}
UNITS_OF = {
    "place": ("room", "seat"),
    "people": ("person",),
    "money": ("fen",),
    "goods": ("piece",),
    "skill": ("person",),
}

SECTORS: dict[str, Text] = {
    "government": pgettext_lazy("sector", "政府"),
    "market": pgettext_lazy("sector", "市场"),
    "society": pgettext_lazy("sector", "社会"),
}
# From which side a body of a kind gives; every kind not named here is the government's.
SECTOR_OF = {
    "property_company": "market",
    "power_company": "market",
    "gas_company": "market",
    "water_company": "market",
    "resident_unit": "market",
    "social_org": "society",
    "volunteer_team": "society",
    "owners_committee": "society",
    "building_team": "society",
    "residents_committee": "society",
    "residents_supervision": "society",
}

RESOURCE_STATES: dict[str, Text] = {
    "offered": pgettext_lazy("resource", "可以用"),
    "withdrawn": pgettext_lazy("resource", "收回了"),
    "expired": pgettext_lazy("resource", "到期了"),
}
BOOKING_STATES: dict[str, Text] = {
    "booked": pgettext_lazy("booking", "定了"),
    "returned": pgettext_lazy("booking", "还回了"),
}
MATCH_STATES: dict[str, Text] = {
    "agreed": pgettext_lazy("match", "接上了"),
    "declined": pgettext_lazy("match", "不接"),
}

# Organisations that stand between those who need and those who give.
ORG_ROLES: dict[str, Text] = {
    "support": _("支持型组织"),
    "hub": _("枢纽型组织"),
}

# 双报到双报告: units and members check in to a community, claim, serve, are appraised, and hear back.
REGISTRANTS: dict[str, Text] = {"unit": _("单位报到"), "member": _("党员报到")}
CLAIM_STATES: dict[str, Text] = {
    "claimed": pgettext_lazy("claim", "认领了"),
    "served": pgettext_lazy("claim", "服务了"),
    "judged": pgettext_lazy("claim", "评议了"),
    "fed_back": pgettext_lazy("claim", "反馈了"),
    "dropped": pgettext_lazy("claim", "没有办"),
}
CLAIM_JUDGED: dict[str, Text] = {
    "helped": _("帮上了忙"),
    "partly": _("帮上了一些"),
    "not": _("没有帮上"),
}
