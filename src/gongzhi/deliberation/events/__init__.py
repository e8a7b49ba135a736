"""What happened in deliberation, in the past tense; ids and closed words only."""

from gongzhi.deliberation.events.candidates import *  # noqa: F403
from gongzhi.deliberation.events.covenants import *  # noqa: F403
from gongzhi.deliberation.events.topics import *  # noqa: F403
