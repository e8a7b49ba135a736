"""Tables of projects, split by subject; no verbs."""

from gongzhi.projects.models.needs import Asking, Merging, Need, NeedWord, Support
from gongzhi.projects.models.partners_facilities import Agreement, Facility, FacilityRating, OpeningLog
from gongzhi.projects.models.partners_linkage import LaneAct, Party, Workspace
from gongzhi.projects.models.partners_purchases import Bid, Tender, TenderItem
from gongzhi.projects.models.partners_ventures import Proposal, Scorer, ScorerTie, ScoreSheet, Tranche, VentureCall
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
    "Agreement",
    "Asking",
    "Bid",
    "Blocker",
    "Booking",
    "Candidate",
    "Claim",
    "Contract",
    "DateShift",
    "DisputeAid",
    "Effect",
    "Evidence",
    "Facility",
    "FacilityRating",
    "Interest",
    "ItemSupport",
    "LaneAct",
    "Match",
    "Member",
    "Merging",
    "Milestone",
    "Need",
    "NeedWord",
    "OpeningLog",
    "OrgRole",
    "Panel",
    "Panellist",
    "Party",
    "Project",
    "ProjectNeed",
    "ProjectPhoto",
    "ProjectWord",
    "Proposal",
    "RegisterBase",
    "Registration",
    "ReportBack",
    "Resource",
    "Round",
    "RoundItem",
    "RoundItemNeed",
    "RoundWord",
    "ScoreSheet",
    "Scorer",
    "ScorerTie",
    "Slot",
    "Support",
    "Tender",
    "TenderItem",
    "Tranche",
    "VentureCall",
    "Verdict",
    "Workspace",
]
