"""A map is wanted anew after everything that moves one; and examples for the public page of powers."""

from __future__ import annotations

from gongzhi.opinions.events import OpinionGiven, OpinionTakenBack, StatementModerated, StatementSaid
from gongzhi.opinions.selectors.talks import example_for
from gongzhi.opinions.services import want_map
from gongzhi.organisations.selectors import example
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to

for _permit in ("open", "take_part", "moderate", "watch", "answer", "enter"):
    example(f"opinion.{_permit}", example_for)


@reacts_to(OpinionGiven, OpinionTakenBack, StatementSaid, StatementModerated)
def when_somebody_speaks(
    event: OpinionGiven | OpinionTakenBack | StatementSaid | StatementModerated, fact: FactView
) -> None:
    """The picture knows less than was said; the worker draws it anew, outside of this delivery."""
    want_map(event.talk_id)
