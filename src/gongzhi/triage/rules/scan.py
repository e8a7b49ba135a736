"""The nearest of very many texts, exactly: only the pieces that the asked text holds are looked up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gongzhi.triage.rules.features import BUCKETS, Features, damped, idf


class Scan:
    """An index over stored features, kept in memory (about 10 bytes for each piece of each text).

    What it finds is what `features.cosines` over all of them would give; nothing is approximated.
    """

    def __init__(self, every: Sequence[Features]) -> None:
        sizes = [len(item.buckets) for item in every]
        buckets = np.concatenate([item.buckets for item in every]) if every else np.zeros(0, np.uint16)
        counts = np.concatenate([item.counts for item in every]) if every else np.zeros(0, np.uint8)
        rows = np.repeat(np.arange(len(every), dtype=np.int32), sizes)
        texts_with = np.bincount(buckets, minlength=BUCKETS)
        self._rarity = idf(texts_with, len(every))
        weights = damped(counts) * self._rarity.take(buckets)
        norms = np.sqrt(np.bincount(rows, weights * weights, len(every)))
        order = np.argsort(buckets, kind="stable")
        self._rows = rows[order]
        self._weights = (weights / norms.take(rows)).astype(np.float32)[order]
        self._begins = np.concatenate(([0], np.cumsum(texts_with)))
        self.size = len(every)

    def nearest(self, asked: Features, most: int = 10) -> list[tuple[int, float]]:
        """(place in the sequence, likeness 0–1), likest first; texts that share nothing are left out."""
        alike = self._alike(asked)
        few = min(most, self.size)
        best = np.argpartition(-alike, few - 1)[:few] if few else np.zeros(0, np.intp)
        ordered = best[np.lexsort((best, -alike[best]))]
        return [(int(at), float(alike[at])) for at in ordered if alike[at] > 0]

    def _alike(self, asked: Features) -> npt.NDArray[np.float32]:
        weights = damped(asked.counts) * self._rarity[asked.buckets]
        norm = float(np.sqrt(weights @ weights)) or 1.0
        alike = np.zeros(self.size, np.float32)
        for bucket, weight in zip(asked.buckets.tolist(), (weights / norm).tolist(), strict=True):
            begin, end = self._begins[bucket], self._begins[bucket + 1]
            alike[self._rows[begin:end]] += np.float32(weight) * self._weights[begin:end]
        return alike
