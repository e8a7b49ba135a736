"""What deliberation does when an instrument records a fact; and examples, by which public pages print the powers."""

from __future__ import annotations

from gongzhi.deliberation.events import TopicMoved
from gongzhi.deliberation.permits.topics import Office
from gongzhi.deliberation.selectors import examples as examples  # registers the examples of covenants and candidates
from gongzhi.deliberation.selectors.topics import example_for
from gongzhi.deliberation.services.certified import follow_vote
from gongzhi.deliberation.services.sessions import after_meeting
from gongzhi.deliberation.services.taking import gather
from gongzhi.kernel.actor import Seat
from gongzhi.meetings.events import MeetingClosed
from gongzhi.organisations.selectors import example
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to
from gongzhi.voting.events import VoteCertified


def _office(seat: Seat) -> Office:
    return Office(seat.path, "street" if seat.level == "street" else "community")


for _permit in ("see", "speak", "table", "propose", "inspect", "review", "sort", "lead"):
    example(f"topic.{_permit}", example_for)
for _permit in ("raise", "grant", "desk"):
    example(f"topic.{_permit}", _office)


@reacts_to(MeetingClosed)
def when_meeting_closed(event: MeetingClosed, fact: FactView) -> None:
    """A meeting was held: it is a session of every topic on its agenda."""
    after_meeting(event.meeting_id)


@reacts_to(VoteCertified)
def when_vote_certified(event: VoteCertified, fact: FactView) -> None:
    """The rule text or the committee that was voted on takes the step that the certificate leads to."""
    follow_vote(event.vote_id)


@reacts_to(TopicMoved)
def when_topic_decided(event: TopicMoved, fact: FactView) -> None:
    """The final record holds what was said in every conversation of the topic, each statement once."""
    if event.state == "decided":
        gather(event.topic_id)
