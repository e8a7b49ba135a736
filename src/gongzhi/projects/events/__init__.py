"""What happened to needs, resources and projects, in the past tense; ids and closed words only."""

from gongzhi.projects.events.needs import *  # noqa: F403
from gongzhi.projects.events.partners import *  # noqa: F403
from gongzhi.projects.events.projects import *  # noqa: F403
from gongzhi.projects.events.resources import *  # noqa: F403
from gongzhi.projects.events.rounds import *  # noqa: F403
