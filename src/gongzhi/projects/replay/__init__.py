"""How the three lists, projects, rounds and what is done with partners are rebuilt from their facts."""

from gongzhi.projects.replay import lists as lists
from gongzhi.projects.replay import partners as partners
from gongzhi.projects.replay import projects as projects
from gongzhi.projects.replay import rounds as rounds
