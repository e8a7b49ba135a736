"""Start the house: load every declaration (facts, permits, reactions, flows, replays) once."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext

from gongzhi import flows
from gongzhi.kernel import said


class HouseConfig(AppConfig):
    """The whole house as one application."""

    name = "gongzhi.config"

    def ready(self) -> None:
        """Import what declares itself by being imported; give the kernel's sentences their catalogue."""
        said.translate_with(gettext)
        autodiscover_modules("events", "permits", "reactions", "replay")
        for flow in iter_modules(flows.__path__):
            import_module(f"gongzhi.flows.{flow.name}")
