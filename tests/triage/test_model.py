"""A trained model sorts, says why in the message's own words, knows when it cannot tell, and is never half-read."""

from __future__ import annotations

import gzip
import io
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.triage.lessons import cut, rows

from gongzhi.triage.rules import packing, training
from gongzhi.triage.rules.keys import Table, keys_of
from gongzhi.triage.rules.model import Model
from gongzhi.triage.rules.packing import Damaged
from gongzhi.triage.rules.reading import Lexicon, Message, Sights


@pytest.fixture(scope="module")
def model() -> Model:
    return training.train(rows(240))


@pytest.fixture(scope="module")
def words_model() -> Model:
    return training.train(cut(240))


def test_it_sorts_what_it_never_saw(model: Model, words_model: Model) -> None:
    fresh = rows(60, seed=9)
    for each in (model, words_model):
        ranked = each.ranked([message for message, _label in fresh])
        assert all(given[0][0] == label for given, (_m, label) in zip(ranked, fresh, strict=True))
        assert all(sum(p for _l, p in given) == pytest.approx(1) for given in ranked)


def test_the_words_that_spoke_stand_in_the_text(model: Model, words_model: Model) -> None:
    message = Message(body="你好，我们小区半夜停水，水压太低，谢谢")
    for each in (model, words_model):
        said = each.explain(message, "水")
        assert said and all(piece in message.body for piece in said)
        assert any("水" in piece for piece in said) and not any("谢" in piece for piece in said)


@pytest.mark.parametrize(
    "text",
    ["", " ", "水", "？", "。。。！！", "😀😀😀", "12345 678", "Please mend the lamp in our street", "Почините фонарь",
     "가로등을 고쳐 주세요", "街灯がつかないのでしらべてください", "鱟鸜龘齉爩麤", "\ud800水", "\x00\x00"],
)  # fmt: skip
def test_it_cannot_tell(model: Model, words_model: Model, text: str) -> None:
    for each in (model, words_model):
        assert each.ranked([Message(body=text)]) == [[]]
        assert each.explain(Message(body=text), "水") == []
        assert each.suggest(Message(body=text)) == []


def test_ten_thousand_characters_are_read(model: Model) -> None:
    long = Message(body="自来水发黄，水压太低。" * 1000)
    assert model.ranked([long])[0][0][0] == "水"
    assert model.ranked([Message(body="水" * 200_000)]) is not None


def test_in_batch_and_alone_are_the_same(words_model: Model) -> None:
    messages = [Message(), *(message for message, _l in rows(300, seed=3)), Message(body="hello")]
    batch = words_model.predict(messages)
    alone = np.vstack([words_model.predict([message]) for message in messages])
    assert np.allclose(batch, alone)
    assert words_model.predict([]).shape == (0, 3)


@given(st.text(max_size=200), st.text(max_size=40))
def test_no_text_breaks_it(words_model: Model, body: str, subject: str) -> None:
    message = Message(subject, body)
    for label, probability in words_model.ranked([message])[0]:
        assert 0 <= probability <= 1
        assert all(piece in f"{subject}\n{body}" for piece in words_model.explain(message, label))


def test_an_unknown_label_cannot_be_explained(model: Model) -> None:
    with pytest.raises(ValueError, match="knows no label"):
        model.explain(Message(body="半夜停水"), "天")


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=60, unique=True), st.text(min_size=1, max_size=6))
def test_the_table_finds_what_is_there_and_nothing_else(words: list[str], other: str) -> None:
    asked = keys_of([*words, other])
    expected = [*range(len(words)), words.index(other) if other in words else -1]
    assert Table(keys_of(words)).find(asked).tolist() == expected


def test_the_longest_word_is_found_first() -> None:
    lexicon = Lexicon(["路灯", "路", "路灯不亮", "亮"])
    sights = Sights([Message(body="路灯不亮，路边亮")], lexicon)
    shown = sights.shown("words")
    assert sights.texts(shown, np.arange(len(shown.who))) == ["路灯不亮", "路", "亮"]


# --- the file


def test_saved_and_loaded_it_is_the_same(words_model: Model, tmp_path: Path) -> None:
    packing.save(words_model, tmp_path / "model.npz")
    again = packing.load(tmp_path / "model.npz")
    messages = [message for message, _l in rows(30, seed=5)]
    assert np.array_equal(again.predict(messages), words_model.predict(messages))
    assert (again.labels, again.alphabets, again.lexicon.words) == (
        words_model.labels, words_model.alphabets, words_model.lexicon.words,
    )  # fmt: skip


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_damaged(model: Model, tmp_path: Path, share: float) -> None:
    file = tmp_path / "model.npz"
    packing.save(model, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Damaged):
        packing.load(file)


def test_one_changed_byte_is_found_or_harmless(model: Model, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    packing.save(model, file)
    whole = bytearray(file.read_bytes())
    for at in range(100, len(whole), max(len(whole) // 40, 1)):
        broken = whole.copy()
        broken[at] ^= 0xFF
        file.write_bytes(broken)
        try:
            packing.load(file).predict([Message(body="半夜停水")])
        except Damaged:
            continue


@pytest.mark.parametrize("content", [b"", b"nonsense", gzip.compress(b"x"), pickle.dumps({"labels": ["a"]})])
def test_other_files_are_no_models(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.npz").write_bytes(content)
    with pytest.raises(Damaged):
        packing.load(tmp_path / "model.npz")
    with pytest.raises(Damaged):
        packing.load(tmp_path / "absent.npz")


class Mischief:
    """Unpickling this would write a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, ...]:
        return Path.write_text, (self.target, "executed")


def test_a_pickle_inside_is_never_executed(model: Model, tmp_path: Path) -> None:
    file, target = tmp_path / "model.npz", tmp_path / "executed"
    with _changed(model, file) as arrays:
        arrays["labels"] = np.array([Mischief(target)], dtype=object)
    with pytest.raises(Damaged):
        packing.load(file)
    assert not target.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("format", np.array(99)), ("temperature", np.array(0.0)), ("temperature", np.array(np.nan)),
     ("floor", np.array(2)), ("bias", np.zeros(9)), ("idf0", np.zeros(1)), ("weights0", np.full((1, 1), np.inf)),
     ("labels", np.zeros(0, np.uint8)), ("labels", np.frombuffer(b"a\na\nb", np.uint8)),
     ("labels", np.array([0xFF, 0xFE], np.uint8)), ("views", np.frombuffer(b"words", np.uint8)),
     ("grams0", np.array("text"))],
)  # fmt: skip
def test_a_file_that_contradicts_itself_is_damaged(model: Model, tmp_path: Path, name: str, value: object) -> None:
    with _changed(model, tmp_path / "model.npz") as arrays:
        arrays[name] = value
    with pytest.raises(Damaged):
        packing.load(tmp_path / "model.npz")


def test_a_file_without_a_part_is_damaged(model: Model, tmp_path: Path) -> None:
    with _changed(model, tmp_path / "model.npz") as arrays:
        del arrays["weights0"]
    with pytest.raises(Damaged):
        packing.load(tmp_path / "model.npz")


def test_a_file_that_would_fill_the_memory_is_not_unpacked(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "model.npz"
    packing.save(model, file)
    monkeypatch.setattr(packing, "MOST_BYTES", 1000)
    with pytest.raises(Damaged, match="more than 1000"):
        packing.load(file)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("labels.npy", b"\0" * 5_000_000)
    file.write_bytes(bomb.getvalue())
    with pytest.raises(Damaged, match="more than 1000"):
        packing.load(file)


def test_scoring_never_loads_the_training_library() -> None:
    code = (
        "import sys, gongzhi.triage.rules.model, gongzhi.triage.rules.packing, gongzhi.triage.rules.listwords;"
        "sys.exit(any(name.split('.')[0] in ('sklearn', 'scipy') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "src"}, check=False).returncode == 0


class _changed:
    """The arrays of a saved model, to be changed before they are saved again."""

    def __init__(self, model: Model, file: Path) -> None:
        self.file = file
        packing.save(model, file)

    def __enter__(self) -> dict[str, object]:
        with np.load(self.file) as arrays:
            self.arrays: dict[str, object] = dict(arrays)
        return self.arrays

    def __exit__(self, *_how: object) -> None:
        np.savez(self.file, **self.arrays)  # type: ignore[arg-type]
