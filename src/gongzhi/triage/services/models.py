"""Models on disk: train one, take it if it is no worse than the one in use, and suggest with the one in use.

Each version is a folder with the model, a twin for fair comparison and its training facts. The file `current` names the
version trained last, `desk` the one that suggests at sorting desks (its labels are codes of matter types); both are
replaced last, so that whatever stops half-way leaves the old one.
"""

from __future__ import annotations

import fcntl
import importlib
import json
import logging
import os
import platform
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version as library
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.record.services import append
from gongzhi.triage.events import ModelTaken
from gongzhi.triage.rules.measuring import Measures, measure
from gongzhi.triage.rules.model import Model
from gongzhi.triage.rules.packing import Damaged, load, save
from gongzhi.triage.rules.reading import Message
from gongzhi.triage.services.suggesting import Option

Row = tuple[Message, str]
Progress = Callable[[str, float], None]

# With 500 labelled messages a macro-F1 of .835 was measured, with 2,000 .891: below, a person looks at every one.
ENOUGH_ROWS = 500
HELD_OUT = 10  # one part in so many is never learnt from before the comparison
LIBRARIES = ("numpy", "scipy", "scikit-learn")
_VERSION = re.compile(r"[0-9]{8}T[0-9]{6}(-[0-9]+)?")
_PART = ".part-"
log = logging.getLogger(__name__)


CURRENT, DESK = "current", "desk"


@dataclass(frozen=True)
class Desk:
    """What a model for sorting desks must know and beat: the list's codes, and what its words alone say."""

    codes: frozenset[str]
    unaided: Callable[[Message], Sequence[tuple[str, float]]]


@dataclass(frozen=True)
class InUse:
    """The version that suggests now; `show_only`: it was trained on too few rows to route anything by itself."""

    version: str
    model: Model
    facts: dict[str, Any]

    @property
    def show_only(self) -> bool:
        """Whether its suggestions may only be shown."""
        return bool(self.facts["show_only"])


@dataclass(frozen=True)
class Trained:
    """What training came to: the new version, whether it is now in use, why (a closed word), and the measures."""

    version: str
    taken: bool
    reason: str
    measures: Measures
    before: Measures | None
    facts: dict[str, Any]


def folder() -> Path:
    """Where the versions live."""
    return Path(settings.VAR) / "models"


def train(
    rows: Sequence[Row], *, actor: Actor, source: str, progress: Progress = lambda step, share: None,
    desk: Desk | None = None,
) -> Trained:  # fmt: skip
    """Train on labelled rows and take the model unless it does worse than the one in use on the same held-out rows.

    One row in ten, drawn by a hash of its text, is held out: a first model (the twin) learns without them, and it and
    the twin of the version in use are scored on them. A model that is taken is then trained again on all rows. A
    version with other labels cannot be compared and is replaced. Where all labels are codes of the desk's list, the
    model is one for the desks: it is compared with theirs, or with the list's own words where they have none, and the
    record says whether it was taken. Refused: "one_label", "too_few_rows", "training".
    """
    labels = _labels(rows)
    # Loaded here and not above: the web server imports this module, and must not carry the training library.
    training: Any = importlib.import_module("gongzhi.triage.rules.training")
    learnt, held = _parts(rows, len(labels), training)
    pointer = DESK if desk is not None and set(labels) <= desk.codes else CURRENT
    with _alone():
        began = clock.now()
        twin: Model = training.train(learnt, lambda step, share: progress(step, 0.8 * share))
        measures, before = score(twin, held), _before(twin, held, pointer)
        unaided = before is None and pointer == DESK
        if desk is not None and unaided:
            before = measure([label for _m, label in held], [desk.unaided(message) for message, _label in held])
        taken = before is None or measures.macro_f1 >= before.macro_f1
        reason = ("list" if unaided else "worse") if not taken else "better" if before else "first"
        progress("again", 0.8)
        model = training.train(rows, temperature=twin.temperature) if taken else twin
        seconds = round((clock.now() - began).total_seconds(), 1)
        facts = _facts(labels, len(held), actor, source) | _scored(twin, measures, before)
        facts |= {"taken": taken, "reason": reason, "desk": pointer == DESK, "seed": training.SEED, "seconds": seconds}
        version = _write(model, twin, facts)
        _use(version, pointer, taken, labels.total(), actor)
        progress("done", 1.0)
    return Trained(version, taken, reason, measures, before, facts)


def _labels(rows: Sequence[Row]) -> Counter[str]:
    """How many rows each label has. Refused("one_label"): a choice needs two."""
    labels = Counter(label for _message, label in rows)
    if len(labels) < 2:
        raise Refused(_("所有行的标签都一样，学不出区别。至少要有两种标签。"), code="one_label")
    return labels


def _scored(twin: Model, measures: Measures, before: Measures | None) -> dict[str, Any]:
    return {
        "temperature": twin.temperature,
        "measures": measures.as_data(),
        "before": before and {"macro_f1": before.macro_f1, "accuracy": before.accuracy},
    }


def _parts(rows: Sequence[Row], labels: int, training: Any) -> tuple[list[Row], list[Row]]:
    """What is learnt from and what is held out. Refused("too_few_rows")."""
    learnt = [row for row in rows if training.part_of(row[0], HELD_OUT)]
    held = [row for row in rows if not training.part_of(row[0], HELD_OUT)]
    if not held or len({label for _m, label in learnt}) < labels:
        raise Refused(_("标注的内容太少，留出一部分来检验以后，学的内容就不够了。请再加一些。"), code="too_few_rows")
    return learnt, held


def _use(version: str, pointer: str, taken: bool, rows: int, actor: Actor) -> None:
    """Point at a version that was taken; the record says of one for the desks whether it was."""
    if taken:
        for name in dict.fromkeys((pointer, CURRENT)):
            _point_at(version, name)
    if pointer == DESK:
        _record(version, taken, rows, actor)


def score(model: Model, rows: Sequence[Row]) -> Measures:
    """Measure a model on labelled rows. ValueError when there are none."""
    return measure([label for _message, label in rows], model.ranked([message for message, _label in rows]))


def opened(version: str) -> InUse:
    """One version with its facts. Damaged when it is absent, incomplete or broken."""
    if not _VERSION.fullmatch(version):
        raise Damaged(f"{version!r} is no version of a model")
    place = folder() / version
    try:
        facts = json.loads((place / "facts.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Damaged(f"model {version} has no readable facts") from error
    if not isinstance(facts, dict) or not isinstance(facts.get("show_only"), bool):
        raise Damaged(f"model {version} has facts that say too little")
    model = load(place / "model.npz")
    model.predict([Message(body="-")])  # its look-up tables are made now, not while somebody waits
    return InUse(version, model, facts)


_kept: dict[str, tuple[object, InUse | Damaged]] = {}  # for each pointer, in each process


def in_use(pointer: str = CURRENT) -> InUse | None:
    """The version in use, read again when the pointer or the model file changes; None before the first training.

    Damaged when there is one that cannot be used.
    """
    try:
        version = (folder() / pointer).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Damaged("the file that names the model in use cannot be read") from error
    if not _VERSION.fullmatch(version):
        raise Damaged("the file that names the model in use names none")
    stamp = (folder(), version, _stamp(folder() / pointer), _stamp(folder() / version / "model.npz"))
    if pointer not in _kept or _kept[pointer][0] != stamp:
        _kept[pointer] = stamp, _opened_or_why(version)
    kept = _kept[pointer][1]
    if isinstance(kept, Damaged):
        raise Damaged(str(kept))
    return kept


def usable(pointer: str = CURRENT) -> InUse | None:
    """The version in use, or None where there is none or it is broken (which is logged)."""
    try:
        return in_use(pointer)
    except Damaged as why:
        log.error("the model in use cannot be used: %s", why)
        return None


def suggest(text: str, n: int = 3) -> list[Option] | None:
    """The `n` likeliest labels of a text with the words that spoke; empty: cannot tell; None: no usable model."""
    using = usable()
    return None if using is None else options(using.model, Message(body=text), n)


def options(model: Model, message: Message, n: int = 3) -> list[Option]:
    """One model's likeliest labels of one message, best first; empty when it cannot tell."""
    return [Option(label, probability, tuple(words)) for label, probability, words in model.suggest(message, n)]


def _before(twin: Model, held: Sequence[Row], pointer: str) -> Measures | None:
    """How the version in use does on the rows that neither twin saw; None when there is nothing to compare with."""
    try:
        using = in_use(pointer)
        other = load(folder() / using.version / "twin.npz") if using else None
    except Damaged as why:
        log.warning("the model in use is replaced without comparison: %s", why)
        return None
    return score(other, held) if other and other.labels == twin.labels else None


def _facts(labels: Counter[str], held: int, actor: Actor, source: str) -> dict[str, Any]:
    return {
        "rows": labels.total(),
        "held_out": held,
        "labels": dict(sorted(labels.items())),
        "show_only": labels.total() < ENOUGH_ROWS,
        "when": clock.now().isoformat(timespec="seconds"),
        "who": actor.ref,
        "source": source,
        "libraries": {name: library(name) for name in LIBRARIES} | {"python": platform.python_version()},
    }


def _write(model: Model, twin: Model, facts: dict[str, Any]) -> str:
    """Write a version beside the others, whole or not at all, and give its name."""
    stamp = f"{clock.now():%Y%m%dT%H%M%S}"
    taken = {path.name for path in folder().iterdir()}
    version = next(name for name in _names(stamp) if name not in taken)
    part = folder() / f"{_PART}{version}"
    part.mkdir()
    save(model, part / "model.npz")
    save(twin, part / "twin.npz")
    text = json.dumps({"version": version} | facts, ensure_ascii=False, indent=2)
    (part / "facts.json").write_text(text, encoding="utf-8")
    part.rename(folder() / version)
    return version


def _names(stamp: str) -> Iterator[str]:
    yield stamp
    number = 2
    while True:
        yield f"{stamp}-{number}"
        number += 1


def _record(version: str, taken: bool, rows: int, actor: Actor) -> None:
    """Say on the record that a model for the desks was trained; it is named by the digits of its version."""
    with transaction.atomic():
        about = Ref("triage.model", int("".join(sign for sign in version if sign.isdigit())))
        append(ModelTaken(version, taken, rows), actor=actor, about=about)


def _point_at(version: str, pointer: str) -> None:
    part = folder() / f"{_PART}{pointer}"
    with part.open("w", encoding="utf-8") as file:
        file.write(version)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder() / pointer)


@contextmanager
def _alone() -> Iterator[None]:
    """One training at a time; what an earlier one left half-written is swept away."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(_("另一次训练还没有结束，请等它结束再来。"), code="training") from error
        for left in folder().glob(f"{_PART}*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _opened_or_why(version: str) -> InUse | Damaged:
    try:
        return opened(version)
    except Damaged as why:
        return why
