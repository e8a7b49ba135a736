"""What the web server calls; the last net under a page whose error page breaks too."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings")
_pages = get_wsgi_application()
_log = logging.getLogger("gongzhi.wsgi")
_SORRY = "这页现在打不开，送出的都在。\nThis page cannot be shown now; what you sent is kept.\n".encode()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's answer. When even its error page fails, a plain sentence; the log says where, without any value."""
    try:
        return _pages(environ, start_response)
    except Exception:
        _log.exception("a page and its error page both broke")
        start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
        return [_SORRY]
