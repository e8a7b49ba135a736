"""What votes tell the packages below: examples of their permits, and whose contact is still needed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gongzhi.organisations.selectors import by_relation, example
from gongzhi.people.services import keep_while
from gongzhi.voting.permits import Drawing
from gongzhi.voting.rules import free as free  # certificates know the rules of one's own from here
from gongzhi.voting.selectors.votes import example_for, people_in_open_votes

keep_while("voting.open", people_in_open_votes)
for _permit in ("run", "see_roll", "enter", "collect", "watch", "object", "settle", "read_rows"):
    example(f"vote.{_permit}", example_for)
by_relation("vote.cast", _("名册上的人，或者拿着书面委托的人"))
example("vote.draw", lambda seat: Drawing(seat.body_id))
