"""What happened to needs, resources and projects, in the past tense; ids and closed words only."""

from gongzhi.projects.events.needs import *  # noqa: F403
