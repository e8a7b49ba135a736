"""A choice among hundreds without a template for each: the list of matter types was half the time of its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString


class QuickSelect(forms.Select):
    """What forms.Select draws, with groups, in one go."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select and its options."""
        kept = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        chosen = {str(v) for v in self.format_value(value)}
        return SafeString(f"<select{kept}>{_options(self.choices, chosen)}</select>")


def _options(choices: Iterable[Any], chosen: set[str]) -> str:
    return "".join([_option(value, label, chosen) for value, label in choices])


def _option(value: Any, label: Any, chosen: set[str]) -> str:
    if isinstance(label, list | tuple):
        return f'<optgroup label="{escape(value)}">{_options(label, chosen)}</optgroup>'
    picked = " selected" if str(value) in chosen else ""
    return f'<option value="{escape(value)}"{picked}>{escape(label)}</option>'
