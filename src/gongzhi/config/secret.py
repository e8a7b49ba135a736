"""Keep the signing key of an embedded installation in one private file, made on the first start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read_or_make_key(path: Path) -> str:
    """The key in `path`; when there is none, a new random one, readable by the owner only.

    Two processes that start together agree: the file is made under another name and linked into place once.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        mine = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text().strip()
