"""What may be read of cases, and by whom."""

from gongzhi.cases.selectors.desk import Row, inbox, listed, load_of, ladder_rows, waiting_to_sort
from gongzhi.cases.selectors.lists import by_code, case, cases_for, public_cases, raised_by, search
from gongzhi.cases.selectors.page import Holder, Stage, holders_of, moves_open, promise, stages
from gongzhi.cases.selectors.story import Entry, story
from gongzhi.cases.selectors.nearby import Forecast, forecast, similar

__all__ = [
    "Entry",
    "Forecast",
    "Holder",
    "Row",
    "Stage",
    "by_code",
    "case",
    "cases_for",
    "forecast",
    "holders_of",
    "inbox",
    "ladder_rows",
    "listed",
    "load_of",
    "moves_open",
    "promise",
    "public_cases",
    "raised_by",
    "search",
    "similar",
    "stages",
    "story",
    "waiting_to_sort",
]
