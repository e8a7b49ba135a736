"""Sentences about a case that need a time already put into words by the page."""

from __future__ import annotations

from typing import Any

from django import template

from gongzhi.cases.pages.resident import said
from gongzhi.cases.rules import grouped

register = template.Library()


@register.simple_tag
def promise_of(case: Any, by: str, own: bool = False) -> dict[str, Any]:
    """Who has the case, until when, what then: sentence, due and tone for web/parts/promise.html."""
    return said.promise(case, by, own=own)


@register.filter
def in_fours(code: str) -> str:
    """A receipt code as it is read out: "1234 5678 9012 3456"."""
    return grouped(code)


@register.simple_tag
def url_of(door: Any, act: str) -> str:
    """The address of an act upon a matter, through the door by which it was opened."""
    return str(door.url(act))
