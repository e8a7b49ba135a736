"""The public log of blind-signed ballots: RFC 6962's own roots and paths, and proofs that hold for good."""

from __future__ import annotations

import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.voting.rules import merkle
from gongzhi.voting.rules.ballot_log import Proof, fault_of, file_of, leaf_of, leaves_of, mask_of, proof_of
from gongzhi.voting.rules.blind_ballots import Record, packed

# The entries, roots and paths of the reference implementation's tests of RFC 6962 (certificate-transparency).
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (3, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}


def leaves(count: int = len(ENTRIES)) -> list[bytes]:
    return [merkle.leaf_hash(bytes.fromhex(one)) for one in ENTRIES[:count]]


def test_the_roots_and_paths_are_those_of_the_rfc():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root([]).hex() == merkle.Peaks().root.hex() == sha256().hexdigest() == empty
    assert [merkle.root(leaves(count)).hex() for count in range(1, 9)] == ROOTS
    for (leaf, size), path in PATHS.items():
        assert [one.hex() for one in merkle.proof(leaves(size), leaf - 1)] == path
        assert merkle.holds(leaves()[leaf - 1], leaf - 1, size, [bytes.fromhex(o) for o in path], root_of(size))


def root_of(size: int) -> bytes:
    return bytes.fromhex(ROOTS[size - 1])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 1), (8, 8), (0, 2)])
def test_an_empty_path_proves_the_only_leaf_and_nothing_else(index: int, size: int):
    one = leaves(1)[0]
    assert merkle.holds(one, 0, 1, [], one), "of one leaf the root is the leaf"
    assert not merkle.holds(one, index, size, [], one) and not merkle.holds(one, 0, 1, [one], one)
    with pytest.raises(IndexError):
        merkle.proof([], 0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_a_proof_of_the_moment_holds_for_ever_and_for_no_other_leaf(entries: list[bytes], data: st.DataObject):
    log, grown = [merkle.leaf_hash(one) for one in entries], merkle.Peaks()
    index = data.draw(st.integers(0, len(log) - 1))
    for at, leaf in enumerate(log):
        path, grown = grown.path, grown.add(leaf)
        assert path == merkle.proof(log[: at + 1], at) and grown.root == merkle.root(log[: at + 1])
        if at == index:
            kept = Proof("7", at, at + 1, leaf, grown.root, path)
    assert fault_of(kept, "7", log) == "" and proof_of(kept.line) == kept
    later = merkle.proof(log, index)
    assert merkle.holds(log[index], index, len(log), later, grown.root)
    assert not merkle.holds(merkle.leaf_hash(b"other"), index, len(log), later, grown.root)
    assert not merkle.holds(log[index], index, len(log), (*later, grown.root), grown.root)
    assert fault_of(kept, "8", log) == "vote" and fault_of(kept, "7", log[: kept.size - 1]) == "shorter"
    other = [merkle.leaf_hash(b"forged"), *log[1:]]
    assert fault_of(kept, "7", other) == ("leaf" if index == 0 else "root")
    assert fault_of(Proof("7", index, kept.size, b"\0" * 32, kept.root, kept.path), "7", log) == "path"


def proof(log: list[bytes], index: int) -> Proof:
    here = log[: index + 1]
    return Proof("7", index, index + 1, log[index], merkle.root(here), merkle.proof(here, index))


def test_what_is_no_proof_and_no_log_is_told_from_what_is():
    log = leaves()
    line = proof(log, 4).line
    assert "." in line and len(line) < 600 and line == proof_of(f" {line}\n").line  # type: ignore[union-attr]
    for bad in ("", "x", line + "=", line.replace("-1", "-2", 1), line[:-1], line + ".", "a" * 30_000, "§" + line):
        assert proof_of(bad) is None
    good = json.loads(json.dumps(file_of("7", log)))
    assert leaves_of(good) == log and leaves_of(file_of("7", [])) == []
    for broken in (None, {}, good | {"size": 7}, good | {"root": good["leaves"][0]}, good | {"leaves": ["x"]},
                   good | {"leaves": [1]}, good | {"leaves": good["leaves"][::-1]}):  # fmt: skip
        with pytest.raises(ValueError, match="log"):
            leaves_of(broken)
    record = Record("k", "p", ("a", "b"), "{}", "s")
    assert leaf_of(b"m" * 32, record) != leaf_of(b"n" * 32, record)
    assert mask_of({"mask": packed(b"m" * 32)}) == b"m" * 32
    for odd in (None, {}, {"mask": 3}, {"mask": packed(bytes(32))}, {"mask": packed(b"m" * 31)}, {"mask": "§"}):
        assert mask_of(odd) is None


def test_the_command_holds_a_proof_against_a_log(tmp_path: Path):
    log = leaves()
    file, kept = tmp_path / "log.json", tmp_path / "proof.txt"
    file.write_text(json.dumps(file_of("7", log)), "utf-8")
    kept.write_text(proof(log, 4).line + "\n", "utf-8")

    def check(given: str) -> tuple[int, str]:
        out = io.StringIO()
        try:
            call_command("votes_proof", given, str(file), stdout=out, stderr=out)
        except SystemExit as end:
            return int(str(end.code)), out.getvalue()
        return 0, out.getvalue()

    code, told = check(str(kept))
    assert code == 0 and "ballot 5 of 8" in told and check(proof(log, 0).line)[0] == 0
    assert check(proof([b"x" * 32, *log[1:]], 4).line) == (1, "root: the leaves before it have been changed\n")
    assert check("nonsense")[0] == 2
    file.write_text("{}", "utf-8")
    assert check(str(kept))[0] == 2


def shape(given: Any) -> Any:
    return {key: type(value).__name__ for key, value in given.items()}


def test_the_page_is_told_every_part_of_a_proof():
    told = proof(leaves(), 6).as_dict()
    assert shape(told) == {"index": "int", "size": "int", "leaf": "str", "root": "str", "path": "list", "line": "str"}
    assert (told["index"], told["size"], len(told["path"])) == (6, 7, 2)
