"""Where a command puts the rows that it refused, so that they are never lost to a folder that takes no file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings

from gongzhi.kernel.sheets import beside


def target_for(file: Path) -> Path:
    """The sheet for the refused rows of `file`: beside it, or in the data folder where that one cannot be written to.

    What an earlier run left there is gone. Where the data folder takes no file either, it is the folder one stands in.
    """
    target = beside(file, "csv")
    folders = (target.parent, Path(settings.VAR), Path.cwd())
    folder = next((folder for folder in folders if _takes_files(folder)), folders[-1])
    target = folder / target.name
    target.unlink(missing_ok=True)
    return target


def where(target: Path, file: Path) -> str:
    """Where the refused rows stand, and why not beside the file if they do not."""
    told = f"the refused rows and why: {target}"
    if target.parent == file.parent:
        return told
    return f"{told} (nothing can be written to the file's own folder, {file.parent})"


def _takes_files(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
