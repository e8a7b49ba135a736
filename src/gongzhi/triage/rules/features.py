"""A text as a few hundred bytes that can stand in a row, and how alike two such texts are: no text is read again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gongzhi.triage.rules.text import fold, fold_digits
from gongzhi.triage.rules.things import is_wide, meant, numbers, plain

VERSION, UNKNOWN = 1, 2
BUCKETS, THINGS = 1 << 16, 256
READ = 1500  # characters of a text that count; what a long letter is about stands at its beginning
IDF_GROUND = 20  # as if so many unlike texts were always there: few candidates must not make a common word rare

_U16 = npt.NDArray[np.uint16]
_Ids = npt.NDArray[Any]
_F32 = npt.NDArray[np.float32]
_SIGN = re.compile(r"(?<![0-9a-z])([0-9]{1,3}|[a-z][0-9]{0,2})\s*(?:栋|幢|号楼|座|#楼|号栋|#)")
_TENS = re.compile(r"([二三四五六七八九]?)十([一二三四五六七八九]?)(?=栋|幢|号楼|座|号栋)")
_AFTER = re.compile(r"\s*(?:栋|幢|号楼|座|#楼|号栋|#)$")
_NO_SIGNS: frozenset[int] = frozenset()
_NOISE = re.compile(r"[\W_]+")
_DAMPED = (1.0 + np.log(np.maximum(np.arange(256), 1))).astype(np.float32)
_MIX = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D], dtype=np.uint32)


@dataclass(frozen=True)
class Features:
    """What is kept of a text: its pieces (bucket, how often), the building numbers, the known things
    it speaks of, and whether it tells of something wide."""

    buckets: _U16
    counts: npt.NDArray[np.uint8]
    things: npt.NDArray[np.uint8]
    signs: frozenset[int]
    wide: bool | None  # None: it speaks of nothing known


def features_of(text: str) -> bytes:
    """The text's features as bytes for a row; an empty text gives a header only. See `read`."""
    folded = fold(text[:READ])
    signs = sorted({sign_of(sign) for sign in _SIGN.findall(fold_digits(_tens(folded)))})[:255]
    buckets, counts = _pieces(folded)
    names = meant(folded)
    wide = int(is_wide(folded, names)) if names else UNKNOWN
    head = bytes((VERSION, wide, len(signs), len(names))) + numbers(names)
    return head + np.array(signs, "<u2").tobytes() + buckets.astype("<u2").tobytes() + counts.tobytes()


def read(data: bytes) -> Features:
    """The features that `features_of` wrote. ValueError for bytes of another version or a cut-off row."""
    if len(data) < 4 or data[0] != VERSION:
        raise ValueError("these features were written by another version: make them again from the text")
    after = 4 + data[3]
    begin = after + 2 * data[2]
    size, rest = divmod(len(data) - begin, 3)
    if size < 0 or rest:
        raise ValueError("these features are cut off: make them again from the text")
    things = np.frombuffer(data, np.uint8, data[3], 4)
    signs = frozenset(np.frombuffer(data, "<u2", data[2], after).tolist())
    buckets = np.frombuffer(data, "<u2", size, begin)
    return Features(buckets, np.frombuffer(data, np.uint8, size, begin + 2 * size), things, signs, _wide(data))


def peek(data: bytes) -> tuple[frozenset[int], bool | None]:
    """Only the building numbers and whether the thing is wide: enough to see whether two places are out of question."""
    if len(data) < 4 or data[0] != VERSION:
        raise ValueError("these features were written by another version: make them again from the text")
    begin = 4 + data[3]
    signs = frozenset(np.frombuffer(data, "<u2", data[2], begin).tolist()) if data[2] else _NO_SIGNS
    return signs, _wide(data)


def _wide(data: bytes) -> bool | None:
    return None if data[1] == UNKNOWN else bool(data[1])


def cosines(one: Features, many: Sequence[Features]) -> _F32:
    """How alike the wording is to each of the others, 0–1; pieces that few of them have weigh more."""
    counts = [damped(item.counts) for item in (one, *many)]
    return _cosines(one.buckets, [item.buckets for item in many], counts, BUCKETS)


def things_shared(one: Features, many: Sequence[Features]) -> _F32:
    """How far each speaks of the same known things, 0–1; things that few of them speak of weigh more."""
    counts = [np.ones(len(item.things), np.float32) for item in (one, *many)]
    return _cosines(one.things, [item.things for item in many], counts, THINGS)


def _cosines(one: _Ids, many: Sequence[_Ids], counts: Sequence[_F32], width: int) -> _F32:
    if not many:
        return np.zeros(0, np.float32)
    sizes = np.array([len(ids) for ids in many])
    ids: _Ids = np.concatenate(many)
    rarity = idf(np.bincount(ids, minlength=width), len(many))
    weight: _F32 = np.concatenate(counts[1:]) * rarity.take(ids)
    asked = np.zeros(width, np.float32)
    asked[one] = counts[0] * rarity[one]
    norm = np.sqrt(_row_sums(weight * weight, sizes) * float(asked @ asked))
    dot = _row_sums(weight * asked.take(ids), sizes)
    alike: _F32 = np.divide(dot, norm, out=np.zeros_like(dot), where=norm > 0)
    return alike


def _row_sums(values: _F32, sizes: npt.NDArray[np.intp]) -> _F32:
    """The sum of each row's run of values; rows without values give 0."""
    sums = np.zeros(len(sizes), np.float32)
    filled = sizes > 0
    if filled.any():
        begins = np.cumsum(sizes) - sizes
        sums[filled] = np.add.reduceat(values, begins[filled])
    return sums


def idf(texts_with: npt.NDArray[np.intp], texts: int) -> _F32:
    """The weight of a piece that so many of the texts hold."""
    weights: _F32 = np.log((texts + IDF_GROUND + 1.0) / (texts_with + 1.0)).astype(np.float32)
    return weights


def damped(counts: npt.NDArray[np.uint8]) -> _F32:
    """Said twice is a little more than said once."""
    weights: _F32 = _DAMPED.take(counts)
    return weights


def _pieces(folded: str) -> tuple[_U16, npt.NDArray[np.uint8]]:
    text = _NOISE.sub(" ", plain(folded))
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint32)
    found = [_hashed(signs, size) for size in (2, 3) if len(signs) >= size]
    if not found:
        return np.zeros(0, np.uint16), np.zeros(0, np.uint8)
    buckets, counts = np.unique(np.concatenate(found), return_counts=True)
    return buckets, np.minimum(counts, 255).astype(np.uint8)


def _hashed(signs: npt.NDArray[np.uint32], size: int) -> _U16:
    """The bucket of every run of so many characters that no space cuts; the same in every process."""
    length = len(signs) - size + 1
    mixed = np.zeros(length, np.uint32)
    whole = np.ones(length, bool)
    for at in range(size):
        part = signs[at : at + length]
        whole &= part != 32
        mixed = (mixed ^ part * _MIX[at]) * _MIX[2 - at] + np.uint32(size)
    return (mixed[whole] >> np.uint32(16)).astype(np.uint16)


def sign_of(sign: str) -> int:
    """A building's number or letter as it is compared: "3", "03栋" and "3号楼" are one."""
    bare = _AFTER.sub("", fold_digits(_tens(sign))).lstrip("0")
    if bare.isdecimal() and len(bare) < 4:
        return int(bare)
    total: int = sum(ord(sign) * 31**at for at, sign in enumerate(bare))
    return 1000 + total % 60000


def _tens(folded: str) -> str:
    """十二栋 as 12栋; fold_digits reads the other digits."""
    return _TENS.sub(lambda found: f"{found.group(1) or '一'}{found.group(2) or '零'}", folded)
