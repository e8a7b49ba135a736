"""Closed lists of the three lists and of projects, and what people read for them, split by subject."""

from gongzhi.projects.words.needs import *  # noqa: F403
from gongzhi.projects.words.resources import *  # noqa: F403
from gongzhi.projects.words.rounds import *  # noqa: F403
