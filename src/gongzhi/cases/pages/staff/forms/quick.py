"""A choice among hundreds without a template for each: the list of matter types was half the time of its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class QuickSelect(forms.Select):
    """What forms.Select draws, with groups, in one go."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select and its options."""
        kept = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        chosen = {str(v) for v in self.format_value(value)}
        return format_html("<select{}>{}</select>", kept, _options(self.choices, chosen))


def _options(choices: Iterable[Any], chosen: set[str]) -> SafeString:
    return format_html_join("", "{}", ((_option(value, label, chosen),) for value, label in choices))


def _option(value: Any, label: Any, chosen: set[str]) -> SafeString:
    if isinstance(label, list | tuple):
        return format_html('<optgroup label="{}">{}</optgroup>', value, _options(label, chosen))
    picked = SafeString(" selected" if str(value) in chosen else "")
    return format_html('<option value="{}"{}>{}</option>', value, picked, label)
