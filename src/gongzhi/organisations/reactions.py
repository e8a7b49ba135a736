"""What organisations tell the packages below when the house starts: who is in office keeps a name and a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongzhi.organisations.selectors import holds_a_seat
from gongzhi.people.services import keep_while


def in_office(person_ids: Sequence[int], since: datetime) -> set[int]:
    """People in office are not erased; the seat ends first."""
    return holds_a_seat(person_ids)


keep_while("organisations.in_office", in_office, matters=False)
