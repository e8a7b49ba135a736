"""What meetings tell the packages below: examples of their powers, and whose contact is still needed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Seat
from gongzhi.meetings.models import Meeting, Resolution
from gongzhi.meetings.permits import Calling
from gongzhi.meetings.selectors import all_orders
from gongzhi.meetings.selectors.reading import people_at_meetings
from gongzhi.organisations.selectors import by_relation, example
from gongzhi.people.services import keep_while
from gongzhi.places.selectors import get as get_place


def _calling(seat: Seat) -> Calling:
    """Some kind of meeting that a body like this calls, if there is one."""
    orders = all_orders().values()
    mine = next((one for one in orders if seat.body_kind in one.callers), next(iter(orders)))
    return Calling(seat.body_id, seat.body_kind, mine)


def _meeting(seat: Seat) -> Meeting:
    return Meeting(body_id=seat.body_id, place=get_place(seat.place_id), orders="council_3x", title="-")


def _resolution(seat: Seat) -> Resolution:
    return Resolution(owner_id=seat.body_id, meeting=_meeting(seat))


keep_while("meetings.seats", people_at_meetings)
example("meeting.call", _calling)
example("meeting.run", _meeting)
example("resolution.report", _resolution)
example("resolution.check", _resolution)
by_relation("meeting.sit", _("请来开会的人，只对自己那一席；主持的人可以代记"))
by_relation("meeting.attended", _("到了会的人"))
by_relation("meeting.sign", _("到了会的人"))
