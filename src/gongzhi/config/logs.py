"""Keep people out of the log: a route and an exception's kind are enough to find a fault."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class RouteOnly(logging.Filter):
    """Replace a request's address by its route, because an address may carry a receipt code or a search for a name."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; every record stays."""
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "(no such page)"
            record.msg = f"{getattr(record, 'status_code', '')} {request.method} /{route}".strip()
            record.args = ()
        return True


class WithoutValues(logging.Formatter):
    """Print an exception's kind and its places in the code, not its message: a database quotes the row in it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The frames, then the kind, then the kinds that caused it."""
        kind, error, trace = ei
        if kind is None or error is None:
            return ""
        frames = traceback.extract_tb(trace)
        lines = [f'  File "{f.filename}", line {f.lineno}, in {f.name}' for f in frames]
        cause = error.__cause__ or error.__context__
        return "\n".join([*lines, f"{kind.__module__}.{kind.__qualname__}"]) + (
            f"\ncaused by {type(cause).__module__}.{type(cause).__qualname__}" if cause else ""
        )
