"""A window of themes in a file: compact, without pickle, refused as a whole when it is damaged."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from gongzhi.triage.rules.theme_features import unpack
from gongzhi.triage.rules.themes import Row, Themes

FORMAT = 1


def save(themes: Themes, path: Path) -> None:
    """Write beside and put in place at the end, so that a stop half-way leaves the old file."""
    rows = themes.rows
    words = {
        "format": FORMAT,
        "last": themes.last,
        "titles": {str(number): title for number, title in themes.titles.items()},
        "rows": [(row.ref, row.person, row.place) for row in rows],
    }
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            np.savez_compressed(
                file,
                words=np.frombuffer(json.dumps(words, ensure_ascii=True).encode(), np.uint8),
                numbers=np.array([(row.day, row.weight) for row in rows], np.float64).reshape(-1, 2),
                places=np.array([(row.theme, row.pin, len(row.features)) for row in rows], np.int64).reshape(-1, 3),
                features=np.frombuffer(b"".join(row.features for row in rows), np.uint8),
            )
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def load(path: Path) -> Themes:
    """What `save` wrote. ValueError for a file that is damaged, cut off or of another kind."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            words = json.loads(file["words"].tobytes())
            if words["format"] != FORMAT:
                raise ValueError(f"format {words['format']}, not {FORMAT}")
            titles = {int(number): str(title) for number, title in words["titles"].items()}
            return Themes(
                _rows(words, file["numbers"], file["places"], file["features"].tobytes()), titles, words["last"]
            )
    except (KeyError, TypeError, AttributeError, IndexError, EOFError, zipfile.BadZipFile, ValueError) as fault:
        raise ValueError(f"{path.name} holds no themes: {fault}") from fault


def _rows(words: dict[str, Any], numbers: Any, places: Any, features: bytes) -> list[Row]:
    rows, end = [], 0
    for said, (day, weight), (theme, pin, size) in zip(words["rows"], numbers.tolist(), places.tolist(), strict=True):
        ref, person, place = said
        packed = features[end : end + size]
        unpack(packed)
        end += size
        rows.append(Row(ref, person, day, weight, place, packed, theme, pin))
    if end != len(features):
        raise ValueError("its parts do not fit each other")
    return rows
