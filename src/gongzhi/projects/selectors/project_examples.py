"""What the powers over projects are asked about, by which the public page prints what each seat may do."""

from __future__ import annotations

from gongzhi.kernel.actor import Seat
from gongzhi.projects.models import Blocker
from gongzhi.projects.selectors.projects import example_for


def blocker_example(seat: Seat) -> Blocker:
    """Something in the way that this seat's body must clear (never saved)."""
    return Blocker(project=example_for(seat), body_id=seat.body_id, kind="approval")
