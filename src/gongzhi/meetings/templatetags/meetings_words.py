"""Closed words of meetings as filters, so that a template can say a row's state in the reader's language."""

from __future__ import annotations

from django import template

from gongzhi.meetings import words

register = template.Library()


@register.filter
def item_kind(value: str) -> str:
    """What kind of point of the agenda."""
    return str(words.ITEM_KINDS[value])


@register.filter
def item_state(value: str) -> str:
    """What became of a point."""
    return str(words.ITEM_STATES[value])


@register.filter
def resolution_kind(value: str) -> str:
    """Decision or opinion."""
    return str(words.RESOLUTION_KINDS[value])


@register.filter
def resolution_state(value: str) -> str:
    """How far a resolution is carried out."""
    return str(words.RESOLUTION_STATES[value])


@register.filter
def seat_kind(value: str) -> str:
    """A seat type."""
    return str(words.SEAT_KINDS[value])


@register.filter
def seat_reply(value: str) -> str:
    """What an invited seat answered."""
    return str(words.REPLIES[value])
