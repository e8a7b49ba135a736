"""Closed lists of deliberation and what people read for them, split by subject."""

from gongzhi.deliberation.words.candidates import *  # noqa: F403
from gongzhi.deliberation.words.covenants import *  # noqa: F403
from gongzhi.deliberation.words.topics import *  # noqa: F403
