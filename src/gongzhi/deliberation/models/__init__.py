"""Tables of deliberation, split by subject; no verbs."""

from gongzhi.deliberation.models.candidates import (
    Candidate,
    Screening,
    Selection,
)
from gongzhi.deliberation.models.covenant_life import (
    AwarenessSurvey,
    CovenantPledge,
    Remedy,
    SurveyCount,
    SurveyDoor,
)
from gongzhi.deliberation.models.covenants import (
    Clause,
    CorrectionOrder,
    Covenant,
    Draft,
    Edition,
    Finding,
    Proposal,
    RuleReview,
)
from gongzhi.deliberation.models.results import (
    Branch,
    Decision,
    MinorityStatement,
    MinorityStep,
    Session,
    TookPart,
    Voice,
)
from gongzhi.deliberation.models.table import CouncilSeat, Lot, Right, Welcome
from gongzhi.deliberation.models.topics import (
    Investigation,
    Item,
    Party,
    Pledge,
    Share,
    Signature,
    Stay,
    Topic,
    TopicWord,
)

__all__ = [
    "AwarenessSurvey",
    "Branch",
    "Candidate",
    "Clause",
    "CorrectionOrder",
    "CouncilSeat",
    "Covenant",
    "CovenantPledge",
    "Decision",
    "Draft",
    "Edition",
    "Finding",
    "Investigation",
    "Item",
    "Lot",
    "MinorityStatement",
    "MinorityStep",
    "Party",
    "Pledge",
    "Proposal",
    "Remedy",
    "Right",
    "RuleReview",
    "Screening",
    "Selection",
    "Session",
    "Share",
    "Signature",
    "Stay",
    "SurveyCount",
    "SurveyDoor",
    "TookPart",
    "Topic",
    "TopicWord",
    "Voice",
    "Welcome",
]
