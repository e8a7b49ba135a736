"""Serve the few files of npm packages that pages name, and nothing else of node_modules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_BLIND = ("blindrsa.js", "blindrsa.js.map", "util.js", "util.js.map", "sjcl/index.js")
_LEAFLET_IMAGES = ("layers.png", "layers-2x.png", "marker-icon.png", "marker-icon-2x.png", "marker-shadow.png")
# Address under /static/ → file under node_modules/. The maps are named inside the files, so hashing needs them too.
WANTED = {
    "vendor/bootstrap/css/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/bootstrap/css/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "vendor/bootstrap/js/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "vendor/bootstrap/js/bootstrap.bundle.min.js.map": "bootstrap/dist/js/bootstrap.bundle.min.js.map",
    "vendor/echarts/echarts.min.js": "echarts/dist/echarts.min.js",
    "vendor/echarts/echarts.simple.min.js": "echarts/dist/echarts.simple.min.js",
    "vendor/leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "vendor/leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "vendor/leaflet/leaflet.js.map": "leaflet/dist/leaflet.js.map",
    **{f"vendor/blindrsa/{name}": f"@cloudflare/blindrsa-ts/lib/src/{name}" for name in _BLIND},
    **{f"vendor/leaflet/images/{name}": f"leaflet/dist/images/{name}" for name in _LEAFLET_IMAGES},
}


class NpmFinder(BaseFinder):
    """Finds the files of WANTED that `npm ci` brought."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(settings.ROOT) / "node_modules"

    def check(self, **kwargs: Any) -> list[Any]:
        """No settings of its own, so nothing to find fault with."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind an address, or nothing."""
        name = WANTED.get(path)
        found = str(self.folder / name) if name and (self.folder / name).is_file() else None
        if find_all:
            return [found] if found else []
        return found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every wanted file that is there, under the address that pages use."""
        storage = _Renamed(location=self.folder)
        return ((path, storage) for path, name in WANTED.items() if (self.folder / name).is_file())


class _Renamed(FileSystemStorage):
    """A storage that knows files by their address."""

    def path(self, name: str) -> str:
        return super().path(WANTED[name])


class Collected(CompressedManifestStaticFilesStorage):
    """The collected files; the address of each is worked out once a process, for every page names a dozen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """The address with the file's fingerprint in it."""
        key = name or ""
        if force or key not in self._addresses:
            self._addresses[key] = str(super().url(name, force))
        return self._addresses[key]
