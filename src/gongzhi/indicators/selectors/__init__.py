"""What may be read of the figures: rates, durations, sources, whistles, and the cases behind every number."""

from gongzhi.indicators.rules.counting import OPENED
from gongzhi.indicators.rules.months import Months, back, lately, read, written
from gongzhi.indicators.rules.published import CUT, LISTED, Shown, apart, held_back, held_in, rate_held
from gongzhi.indicators.rules.rates import RATES, Excluded, Figures, Judged, Median, Rate
from gongzhi.indicators.selectors.durations import GroupTime, busiest, busiest_of, by_group, median_hours
from gongzhi.indicators.selectors.figures import (
    Scope,
    as_of,
    by_body,
    by_community,
    first_month,
    rates,
    rule_day,
    small_count,
    streets,
    trend,
)
from gongzhi.indicators.selectors.opened import Opened, case_ids, how_many, opened, opened_by_matter
from gongzhi.indicators.selectors.sources import Classes, intake_classes, source_shares

__all__ = [
    "CUT",
    "LISTED",
    "OPENED",
    "RATES",
    "Classes",
    "Excluded",
    "Figures",
    "GroupTime",
    "Judged",
    "Median",
    "Months",
    "Opened",
    "Rate",
    "Scope",
    "Shown",
    "apart",
    "as_of",
    "back",
    "busiest",
    "busiest_of",
    "by_body",
    "by_community",
    "by_group",
    "case_ids",
    "first_month",
    "held_back",
    "held_in",
    "how_many",
    "intake_classes",
    "lately",
    "median_hours",
    "opened",
    "opened_by_matter",
    "rate_held",
    "rates",
    "read",
    "rule_day",
    "small_count",
    "source_shares",
    "streets",
    "trend",
    "written",
]
