"""What happened in deliberation, in the past tense; ids and closed words only."""

from gongzhi.deliberation.events.topics import *  # noqa: F403
