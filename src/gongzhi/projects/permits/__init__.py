"""Named powers over needs, resources and projects, split by subject; each answers with the seat or the reason."""

from gongzhi.projects.permits import needs as needs
from gongzhi.projects.permits import partners as partners
from gongzhi.projects.permits import projects as projects
from gongzhi.projects.permits import rounds as rounds
