"""A browser's own field for a day reads one form only, in every language: in Chinese too that one is written first."""

from __future__ import annotations

from django.conf.locale.zh_Hans import formats  # type: ignore[import-untyped]  # the stubs leave it out

ISO = "%Y-%m-%d"
DATE_INPUT_FORMATS = [ISO, *(other for other in formats.DATE_INPUT_FORMATS if other != ISO)]
