"""The only readers of votes: which there are, whose ballot is out, how far a vote is, what it came to."""

from gongzhi.voting.selectors.ballots import Voice, voices
from gongzhi.voting.selectors.turnout import turnout_by_building
from gongzhi.voting.selectors.voters import MyBallot, my_ballot, my_ballots, my_objections, standing
from gongzhi.voting.selectors.votes import (
    certificate,
    certificates,
    chosen,
    desk_votes,
    of,
    open_votes,
    options,
    recent,
    said,
    turnout,
    vote,
)

__all__ = [
    "MyBallot",
    "Voice",
    "certificate",
    "certificates",
    "chosen",
    "desk_votes",
    "my_ballot",
    "my_ballots",
    "my_objections",
    "of",
    "open_votes",
    "options",
    "recent",
    "said",
    "standing",
    "turnout",
    "turnout_by_building",
    "voices",
    "vote",
]
