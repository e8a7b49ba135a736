"""Tables of projects, split by subject; no verbs."""

from gongzhi.projects.models.needs import Asking, Merging, Need, NeedWord, Support
from gongzhi.projects.models.project import Evidence, Interest, Member, Project, ProjectNeed, ProjectWord
from gongzhi.projects.models.project_verdicts import Panel, Panellist, Verdict
from gongzhi.projects.models.project_work import Blocker, Candidate, Contract, DateShift, Milestone, ProjectPhoto
from gongzhi.projects.models.registering import Claim, OrgRole, RegisterBase, Registration, ReportBack
from gongzhi.projects.models.resources import Booking, Effect, Match, Resource, Slot
from gongzhi.projects.models.rounds import (
    DisputeAid,
    ItemSupport,
    Round,
    RoundItem,
    RoundItemNeed,
    RoundWord,
)

__all__ = [
    "Asking",
    "Blocker",
    "Booking",
    "Candidate",
    "Claim",
    "Contract",
    "DateShift",
    "DisputeAid",
    "Effect",
    "Evidence",
    "Interest",
    "ItemSupport",
    "Match",
    "Member",
    "Merging",
    "Milestone",
    "Need",
    "NeedWord",
    "OrgRole",
    "Panel",
    "Panellist",
    "Project",
    "ProjectNeed",
    "ProjectPhoto",
    "ProjectWord",
    "RegisterBase",
    "Registration",
    "ReportBack",
    "Resource",
    "Round",
    "RoundItem",
    "RoundItemNeed",
    "RoundWord",
    "Slot",
    "Support",
    "Verdict",
]
