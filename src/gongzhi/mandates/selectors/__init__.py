"""What may be read of responsibility lists: everybody may read what is published; drafts are read with a permit."""

from gongzhi.mandates.selectors.book import (
    Published,
    current_list,
    forget,
    group_names,
    line,
    matter,
    matters,
    negative,
    negatives,
    published,
    search_matters,
    spoken_of,
    suggest,
)
from gongzhi.mandates.selectors.editions import differences, draft, drafts, edition, editions, matters_of
from gongzhi.mandates.selectors.platforms import defaults as platform_defaults
from gongzhi.mandates.selectors.routing import Gap, Route, Skip, matrix_gaps, route, unrouted

__all__ = [
    "Gap",
    "Published",
    "Route",
    "Skip",
    "current_list",
    "differences",
    "draft",
    "drafts",
    "edition",
    "editions",
    "forget",
    "group_names",
    "line",
    "matrix_gaps",
    "matter",
    "matters",
    "matters_of",
    "negative",
    "negatives",
    "platform_defaults",
    "published",
    "route",
    "search_matters",
    "spoken_of",
    "suggest",
    "unrouted",
]
