"""The closed words about organisations: kinds of bodies, roles, relations, and the levels of the two trees."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

BODY_KINDS: dict[str, Text] = {
    "building_team": _("楼栋共治小组"),
    "grid_team": _("网格"),
    "residents_committee": _("居委会"),
    "service_station": _("社区服务站"),
    "community_party": _("社区党委"),
    "property_company": _("物业"),
    "owners_committee": _("业委会"),
    "police_post": _("社区警务室"),
    "social_org": _("社会组织"),
    "resident_unit": _("驻区单位"),
    "volunteer_team": _("志愿服务队"),
    "residents_supervision": _("居务监督委员会"),
    "street_office": _("街道办事处"),
    "street_urban": _("街道城市管理科"),
    "street_order": _("街道综合治理办"),
    "street_housing": _("街道物业与住建办"),
    "street_civil": _("街道民政科"),
    "street_safety": _("街道应急安全办"),
    "street_party": _("街道党工委"),
    "street_service": _("街道党群与公共服务办"),
    "district_government": _("区政府"),
    "district_party": _("区委"),
    "district_urban": _("区城管局"),
    "district_housing": _("区住建局"),
    "district_market": _("区市场监管局"),
    "district_police": _("公安分局"),
    "district_traffic": _("区交通局"),
    "district_ecology": _("区生态环境局"),
    "district_health": _("区卫健局"),
    "district_education": _("区教育局"),
    "district_civil": _("区民政局"),
    "district_labour": _("区人社局"),
    "district_water": _("区水务局"),
    "district_emergency": _("区应急局"),
    "district_hotline": _("区12345分中心"),
    "power_company": _("供电公司"),
    "gas_company": _("燃气公司"),
    "water_company": _("供水公司"),
    "big_grid_branch": _("大网格党总支"),
    "mid_grid_branch": _("中网格党支部"),
    "small_grid_group": _("小网格党小组"),
}

ROLES: dict[str, Text] = {
    "building_head": _("楼栋长"),
    "grid_worker": _("网格员"),
    "community_worker": _("社区工作者"),
    "community_secretary": _("社区书记"),
    "area_lead": _("片区负责人"),
    "street_officer": _("街道科员"),
    "street_lead": _("街道负责人"),
    "desk": _("部门经办"),
    "district_officer": _("区级工作人员"),
    "property_manager": _("物业负责人"),
    "owners_committee_member": _("业委会委员"),
    "supervisor": _("监督员"),
    "org_member": _("单位成员"),
    "volunteer_lead": _("志愿队长"),
    "party_secretary": _("党组织书记"),
    "auditor": _("审计员"),
    "operator": _("系统管理员"),
}

# Offices that answer to the public by name; all others are shown by title only.
PUBLIC_ROLES = frozenset(
    {"community_secretary", "area_lead", "street_lead", "grid_worker", "building_head", "party_secretary"}
)

# One holder at a time and never nobody: the member whom an area can name (row A13).
SOLE_ROLES = frozenset({"area_lead"})

RELATIONS: dict[str, Text] = {
    "leads": _("领导"),
    "guides": _("指导"),
    "supervises": _("监督"),
    "entrusts": _("委托"),
    "cooperates": _("协同"),
    "party_tree": _("党组织隶属"),
    "governance_tree": _("治理层级"),
}

# From the root down. The base cell of both trees is the smallest grid.
TREES: dict[str, tuple[str, ...]] = {
    "party_tree": (
        "district_party",
        "street_party",
        "community_party",
        "big_grid_branch",
        "mid_grid_branch",
        "small_grid_group",
    ),
    "governance_tree": (
        "district_government",
        "street_office",
        "residents_committee",
        "mid_grid_branch",
        "grid_team",
    ),
}
TREE_LABELS: dict[str, Text] = {"party_tree": _("六级党组织"), "governance_tree": _("五级治理架构")}


# What a permit is about, by the first part of its name, for the page of who may do what.
OTHER_POWERS = _("登记、数据和时钟")
POWER_SUBJECTS: dict[str, Text] = {
    "case": _("反映的事"),
    "problem": _("重复出现的问题"),
    "triage": _("重复出现的问题"),
    "topic": _("大家商量的事"),
    "opinion": _("大家的看法"),
    "meeting": _("会议和决议"),
    "resolution": _("会议和决议"),
    "vote": _("投票"),
    "panel": _("抽签请人"),
    "covenant": _("公约和章程"),
    "candidate": _("换届"),
    "assessment": _("组织评估"),
    "purchase": _("和伙伴一起办"),
    "venture": _("和伙伴一起办"),
    "facility": _("和伙伴一起办"),
    "linkage": _("和伙伴一起办"),
    "need": _("需求和资源"),
    "resource": _("需求和资源"),
    "register": _("需求和资源"),
    "claim": _("需求和资源"),
}


def upper_kind(tree: str, kind: str) -> str | None:
    """The kind of body right above `kind` in the tree; None for the root and for kinds outside it."""
    levels = TREES[tree]
    return levels[levels.index(kind) - 1] if kind in levels[1:] else None


# Roles by where they sit, for the permits of every package above.
COMMUNITY_ROLES = ("community_worker", "community_secretary", "area_lead")
STREET_ROLES = ("street_officer", "street_lead")
WATCHERS = ("supervisor", "auditor")
BLIND = ("operator",)  # looks after the system: a seat of this role opens no matter of the body that it stands in
NOT_ACTING = (*WATCHERS, *BLIND)
