"""Named powers over needs, resources and projects, split by subject; each answers with the seat or the reason."""

from gongzhi.projects.permits import needs as needs
