"""The only writers of the figures: count one fact, or count everything anew."""

from gongzhi.indicators.rules.counting import KINDS, REACTION
from gongzhi.indicators.services.counting import Rebuilt, count_fact, rebuild

__all__ = ["KINDS", "REACTION", "Rebuilt", "count_fact", "rebuild"]
