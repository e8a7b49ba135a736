"""The closed words of conversations, for templates."""

from __future__ import annotations

from typing import Any

from django import template

from gongzhi.opinions import words
from gongzhi.opinions.services import speaker_label

register = template.Library()


@register.filter
def reason_words(reason: str) -> Any:
    """Why something was taken down."""
    return words.REASONS.get(reason, "")


@register.filter
def act_words(act: str) -> Any:
    """What was done to a statement or a post."""
    return words.ACTS[act]


@register.filter
def speaker_words(number: int) -> str:
    """Whoever wrote in the group."""
    return speaker_label(number)
