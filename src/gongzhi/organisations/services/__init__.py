"""The only writers of organisations, split by subject; other packages import from here."""

from gongzhi.organisations.services.bodies import NewBody, close_body, create_bodies, create_body
from gongzhi.organisations.services.boundaries import follow_boundary
from gongzhi.organisations.services.passwords import lend_password
from gongzhi.organisations.services.relations import end_relation, link_tree, move_in_tree, relate
from gongzhi.organisations.services.seats import NewSeat, create_seat, create_seats, end_seat
from gongzhi.organisations.services.terms import end_term, seat_person, substitute

__all__ = [
    "NewBody",
    "NewSeat",
    "close_body",
    "create_bodies",
    "create_body",
    "create_seat",
    "create_seats",
    "end_relation",
    "end_seat",
    "end_term",
    "follow_boundary",
    "lend_password",
    "link_tree",
    "move_in_tree",
    "relate",
    "seat_person",
    "substitute",
]
