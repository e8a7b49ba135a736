"""Facts in the past tense. A kind, once used, is never reused for another meaning."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, ClassVar


class Sight(StrEnum):
    """Who may see a fact of a kind."""

    PUBLIC = "public"
    PARTIES = "parties"
    STAFF = "staff"
    AUDIT = "audit"


_kinds: dict[str, type[Event]] = {}


@dataclass(frozen=True)
class Event:
    """One kind of fact. Subclasses are frozen dataclasses that hold ids and closed words, never names or free text."""

    kind: ClassVar[str] = ""
    sight: ClassVar[Sight] = Sight.STAFF

    def __init_subclass__(cls) -> None:
        if not cls.kind or cls.kind in _kinds:
            raise ValueError(f"event kind {cls.kind!r} is empty or already taken")
        _kinds[cls.kind] = cls

    def data(self) -> dict[str, Any]:
        """The fact's fields as JSON-ready values."""
        return asdict(self)


def kinds() -> dict[str, type[Event]]:
    """Every declared kind."""
    return dict(_kinds)


def revive(kind: str, data: dict[str, Any]) -> Event:
    """Rebuild the fact that `data()` wrote. Lists become tuples again, as the dataclass declares them."""
    return _kinds[kind](**{k: tuple(v) if isinstance(v, list) else v for k, v in data.items()})
