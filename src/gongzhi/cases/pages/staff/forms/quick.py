"""A choice among hundreds without a template for each: the list of matter types was half the time of its page."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class QuickChoice(forms.ChoiceField):
    """A choice whose list is ready as it is given (pairs, and groups of pairs): nothing is made of it anew."""

    def _set(self, value: Any) -> None:
        self._choices = self.widget.choices = value

    choices = property(lambda self: self._choices, _set)  # type: ignore[assignment]


class QuickSelect(forms.Select):
    """What forms.Select draws, with groups, in one go; a list that does not change is drawn once."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select and its options."""
        kept = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        chosen = frozenset(str(v) for v in self.format_value(value))
        listed: Any = self.choices
        ready = isinstance(listed, tuple)
        drawn = _drawn(get_language(), listed, chosen) if ready else _options(listed, chosen)
        return SafeString(f"<select{kept}>{drawn}</select>")


@lru_cache(maxsize=256)
def _drawn(language: str | None, choices: tuple[Any, ...], chosen: frozenset[str]) -> str:
    return _options(choices, chosen)


def _options(choices: Iterable[Any], chosen: Set[str]) -> str:
    return "".join([_option(value, label, chosen) for value, label in choices])


def _option(value: Any, label: Any, chosen: Set[str]) -> str:
    if isinstance(label, list | tuple):
        return f'<optgroup label="{escape(value)}">{_options(label, chosen)}</optgroup>'
    picked = " selected" if str(value) in chosen else ""
    return f'<option value="{escape(value)}"{picked}>{escape(label)}</option>'
