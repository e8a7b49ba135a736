"""Tables of projects, split by subject; no verbs."""

from gongzhi.projects.models.needs import Asking, Merging, Need, NeedWord, Support

__all__ = ["Asking", "Merging", "Need", "NeedWord", "Support"]
