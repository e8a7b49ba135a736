"""Tables of deliberation, split by subject; no verbs."""

from gongzhi.deliberation.models.results import (
    Branch,
    Decision,
    MinorityStatement,
    MinorityStep,
    Session,
    TookPart,
    Voice,
)
from gongzhi.deliberation.models.table import CouncilSeat, Right, Welcome
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
    "Branch",
    "CouncilSeat",
    "Decision",
    "Investigation",
    "Item",
    "MinorityStatement",
    "MinorityStep",
    "Party",
    "Pledge",
    "Right",
    "Session",
    "Share",
    "Signature",
    "Stay",
    "TookPart",
    "Topic",
    "TopicWord",
    "Voice",
    "Welcome",
]
