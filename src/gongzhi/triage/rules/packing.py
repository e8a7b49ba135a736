"""A model as one file of plain arrays, and back: everything is checked first, and nothing is ever executed."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongzhi.triage.rules.model import Block, Model
from gongzhi.triage.rules.reading import VIEWS, Lexicon

FORMAT = 1
MOST_BYTES = 512 * 1024 * 1024
# Between pieces in one long text; letters and digits never contain it.
_SEPARATOR = "\n"


class Damaged(Exception):
    """The file is no model that can be used; the sentence says what is wrong with it."""


def save(model: Model, path: Path) -> None:
    """Write the model as a compressed file of arrays without a single Python object in it."""
    arrays: dict[str, Any] = {
        "format": np.array(FORMAT),
        "labels": _packed(model.labels),
        "alphabets": _packed(model.alphabets),
        "bias": model.bias,
        "temperature": np.array(model.temperature),
        "floor": np.array(model.floor),
        "lexicon": _packed(model.lexicon.words),
        "views": _packed(tuple(block.view for block in model.blocks)),
    }
    for at, block in enumerate(model.blocks):
        arrays |= {f"grams{at}": _packed(block.grams), f"idf{at}": block.idf, f"weights{at}": block.weights}
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load(path: Path) -> Model:
    """The model in the file. Damaged when absent, cut off, too large, of another format or contradicting itself."""
    try:
        _not_too_large(path)
        with np.load(path, allow_pickle=False) as arrays:
            return _model(arrays)
    except Damaged:
        raise
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        raise Damaged(f"the model file cannot be read: {type(error).__name__}") from error


def _not_too_large(path: Path) -> None:
    """Look at what the file says it unpacks to, before anything is unpacked."""
    with zipfile.ZipFile(path) as packed:
        whole = sum(entry.file_size for entry in packed.infolist())
    if whole > MOST_BYTES:
        raise Damaged(f"the model file would unpack to {whole} bytes, more than {MOST_BYTES}")


def _model(arrays: Mapping[str, NDArray[Any]]) -> Model:
    if arrays["format"].shape != () or int(arrays["format"]) != FORMAT:
        raise Damaged(f"the model file is not of format {FORMAT}")
    labels = _unpacked(arrays["labels"])
    views = _unpacked(arrays["views"])
    if not 1 < len(set(labels)) == len(labels):
        raise Damaged("the model file has no labels to choose from")
    if views[:1] != VIEWS[:1] or set(views) - set(VIEWS) or len(set(views)) != len(views):
        raise Damaged("the model file has no view of a whole message, or one that nobody knows")
    temperature, floor = (float(_numbers(arrays[name], (), name)) for name in ("temperature", "floor"))
    if temperature <= 0 or not 0 <= floor <= 1:
        raise Damaged("the model file has an impossible temperature or floor")
    return Model(
        labels=labels,
        blocks=tuple(_block(arrays, at, view, len(labels)) for at, view in enumerate(views)),
        bias=_numbers(arrays["bias"], (len(labels),), "bias").astype(np.float64),
        temperature=temperature,
        alphabets=_unpacked(arrays["alphabets"]),
        floor=floor,
        lexicon=Lexicon(_unpacked(arrays["lexicon"])),
    )


def _block(arrays: Mapping[str, NDArray[Any]], at: int, view: str, labels: int) -> Block:
    grams = _unpacked(arrays[f"grams{at}"])
    if not grams or len(set(grams)) != len(grams):
        raise Damaged("the model file knows no pieces, or one of them twice")
    return Block(
        view=view,
        grams=grams,
        idf=_numbers(arrays[f"idf{at}"], (len(grams),), "idf").astype(np.float32),
        weights=_numbers(arrays[f"weights{at}"], (len(grams), labels), "weights").astype(np.float32),
    )


def _numbers(array: NDArray[Any], shape: tuple[int, ...], name: str) -> NDArray[Any]:
    if array.shape != shape or array.dtype.kind not in "fiu" or not np.isfinite(array).all():
        raise Damaged(f"the model file's {name} are not {shape} finite numbers")
    return array


def _packed(words: tuple[str, ...]) -> NDArray[np.uint8]:
    return np.frombuffer(_SEPARATOR.join(words).encode(), dtype=np.uint8)


def _unpacked(array: NDArray[Any]) -> tuple[str, ...]:
    if array.dtype != np.uint8 or array.ndim != 1:
        raise Damaged("the model file's words are not text")
    text = array.tobytes().decode()
    return tuple(text.split(_SEPARATOR)) if text else ()
