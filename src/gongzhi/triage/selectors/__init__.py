"""The only readers of the instrument: suggestions, recurring problems, texts made public."""

from gongzhi.triage.selectors.clearings import cleared, shown_among
from gongzhi.triage.selectors.problems import (
    Beside,
    Weeks,
    before_and_after,
    counted,
    messages_of,
    month_topics,
    problem,
    problems_for,
    weeks_of,
    words_of,
)
from gongzhi.triage.selectors.suggestions import (
    Taken,
    level_of,
    suggestion_for,
    taken_in_month,
    times_used,
)

__all__ = [
    "Beside",
    "Taken",
    "Weeks",
    "before_and_after",
    "cleared",
    "counted",
    "level_of",
    "messages_of",
    "month_topics",
    "problem",
    "problems_for",
    "shown_among",
    "suggestion_for",
    "taken_in_month",
    "times_used",
    "weeks_of",
    "words_of",
]
