"""Start the house: load every declaration (facts, permits, reactions, flows) once."""

from __future__ import annotations

import importlib
import pkgutil

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
        for module in pkgutil.iter_modules(flows.__path__):
            importlib.import_module(f"gongzhi.flows.{module.name}")
