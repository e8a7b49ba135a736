"""The only readers of deliberation, split by subject."""

from gongzhi.deliberation.selectors.basis import Basis, basis_of
from gongzhi.deliberation.selectors.decided import kind, kind_of, name_of, open_kinds
from gongzhi.deliberation.selectors.forks import Fork, branch_of_topic, fork_of
from gongzhi.deliberation.selectors.interests import Interests, interests_of
from gongzhi.deliberation.selectors.outcomes import Ledger, ledger
from gongzhi.deliberation.selectors.standing import missing_before, standing, unmet
from gongzhi.deliberation.selectors.table import is_ready, my_seat, pool, rights_here, rights_of, seats_of
from gongzhi.deliberation.selectors.taking import Participation, my_building, participation
from gongzhi.deliberation.selectors.topics import (
    by_source,
    decision_of,
    decisions_by_meeting,
    everywhere,
    mine,
    moves_now,
    near,
    question_of,
    signatures,
    topic,
    topics_for,
    voices_of,
)

__all__ = [
    "Basis",
    "Fork",
    "Interests",
    "Ledger",
    "Participation",
    "basis_of",
    "branch_of_topic",
    "by_source",
    "decision_of",
    "decisions_by_meeting",
    "everywhere",
    "fork_of",
    "interests_of",
    "is_ready",
    "kind",
    "kind_of",
    "ledger",
    "mine",
    "missing_before",
    "moves_now",
    "my_building",
    "my_seat",
    "name_of",
    "near",
    "open_kinds",
    "participation",
    "pool",
    "question_of",
    "rights_here",
    "rights_of",
    "seats_of",
    "signatures",
    "standing",
    "topic",
    "topics_for",
    "unmet",
    "voices_of",
]
