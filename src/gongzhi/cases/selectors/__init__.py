"""What may be read of cases, and by whom."""

from gongzhi.cases.selectors.desk import Row, listed, waiting_to_sort
from gongzhi.cases.selectors.lists import by_code, case, cases_for, public_cases, search
from gongzhi.cases.selectors.nearby import Forecast, forecast, similar
from gongzhi.cases.selectors.page import Holder, Stage, holders_of, moves_open, promise, stages
from gongzhi.cases.selectors.public import Week, followed, is_public, public_name, seconded_by, week_here
from gongzhi.cases.selectors.story import Entry, story

__all__ = [
    "Entry",
    "Forecast",
    "Holder",
    "Row",
    "Stage",
    "Week",
    "by_code",
    "case",
    "cases_for",
    "followed",
    "forecast",
    "holders_of",
    "is_public",
    "listed",
    "moves_open",
    "promise",
    "public_cases",
    "public_name",
    "search",
    "seconded_by",
    "similar",
    "stages",
    "story",
    "waiting_to_sort",
    "week_here",
]
