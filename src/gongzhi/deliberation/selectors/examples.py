"""Examples of what the powers over rule texts and committees are asked about, by which public pages print them."""

from __future__ import annotations

from gongzhi.deliberation.models import Candidate, Covenant, Edition, Selection
from gongzhi.deliberation.permits import candidates as candidates
from gongzhi.deliberation.permits import covenants as covenants
from gongzhi.deliberation.selectors import decided_where as decided_where
from gongzhi.kernel.actor import Seat
from gongzhi.organisations.selectors import example
from gongzhi.places import selectors as places

MYSELF = -1  # the person whom the public pages ask for


def _edition(seat: Seat) -> Edition:
    kind = "owners_covenant" if seat.body_kind == "owners_committee" else "residents_covenant"
    covenant = Covenant(rule_kind=kind, place=places.get(seat.place_id), keeper_id=seat.body_id)
    return Edition(covenant=covenant)


def _selection(seat: Seat) -> Selection:
    return Selection(committee="owners_committee", place=places.get(seat.place_id), reviewer_id=seat.body_id)


def _candidate(seat: Seat) -> Candidate:
    return Candidate(selection=_selection(seat), person_id=MYSELF)


for _name in ("draft", "review", "file", "propose", "pledge", "survey", "run"):
    example(f"covenant.{_name}", _edition)
for _name in ("covenant.open", "covenant.remind", "candidate.open"):
    example(_name, lambda seat: places.get(seat.place_id))
for _name in ("review", "certify"):
    example(f"candidate.{_name}", _selection)
for _name in ("decide", "own", "run"):
    example(f"candidate.{_name}", _candidate)
