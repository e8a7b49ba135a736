"""The architecture that import-linter cannot see: relations, writers, permits, complete contracts."""

from __future__ import annotations

import ast
import importlib

import pytest
from django.apps import apps

from gongzhi.kernel.lifecycle import Lifecycle
from gongzhi.kernel.permit import declared
from house import source

ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create", "asave", "adelete"}
ON_TABLES = {"create", "update", "delete"}
TABLE_WORDS = (".objects", ".filter(", ".all()", ".exclude(", "_set.", "select_for_update")


def test_relations_point_downward():
    """String foreign keys are invisible to import tools."""
    upward = []
    for model in apps.get_models():
        if not model.__module__.startswith("gongzhi."):
            continue
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model):
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            inside = field.related_model.__module__.startswith("gongzhi.")
            if inside and here != there and source.storey(there) >= source.storey(here):
                upward.append(f"{model.__name__}.{field.name} → {there}")
    assert not upward


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    verb, receiver = call.func.attr, ast.unparse(call.func.value)
    if verb in ALWAYS:
        return True
    if verb in ON_TABLES:
        return any(word in f"{receiver}." for word in TABLE_WORDS) or (verb == "delete" and not call.args)
    if receiver == "super()":  # a form that goes on to the framework's own
        return False
    # A picture or a QR code is saved to somewhere; a row is saved as it stands.
    return verb == "save" and not call.args and not {k.arg for k in call.keywords} - {"update_fields", "force_insert"}


def _is_writer(path) -> bool:
    rooms = path.relative_to(source.SOURCE).with_suffix("").parts[1:]
    return bool({"services", "demo", "replay"} & set(rooms))


@pytest.mark.parametrize(
    ("code", "writes"),
    [
        ("Case.objects.create(a=1)", True),
        ("Case.objects.filter(pk=1).update(a=1)", True),
        ("case.save()", True),
        ("case.save(update_fields=['a'])", True),
        ("case.delete()", True),
        ("person.terms_set.all().delete()", True),
        ("Case.objects.get_or_create(a=1)", True),
        ("seen.update(other)", False),
        ("image.save(buffer, format='JPEG')", False),
        ("services.create(a=1)", False),
        ("super().save()", False),
        ("Case.objects.filter(pk=1)", False),
    ],
)
def test_the_scan_for_writes_knows_a_write(code, writes):
    assert _writes(ast.parse(code).body[0].value) is writes


def test_only_services_write():
    found = [
        f"{source.where(path, node.lineno)} {ast.unparse(node.func)}"
        for path in source.modules()
        if not _is_writer(path)
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Call) and _writes(node)
    ]
    assert not found


def test_no_receiver_listens_to_saves_and_no_model_writes_in_save():
    found = []
    for path in source.modules():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Name | ast.Attribute):
                name = node.id if isinstance(node, ast.Name) else node.attr
                if name in {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed"}:
                    found.append(f"{source.where(path, node.lineno)} {name}")
        if path.parts[-1] == "models.py" or "models" in path.parts:
            found += [source.where(path, f.lineno) for f in source.functions(path) if f.name in {"save", "delete"}]
    assert not found


def test_every_move_names_a_declared_permit():
    unknown = []
    for path in sorted(source.SOURCE.glob("*/lifecycle.py")):
        module = importlib.import_module(f"gongzhi.{path.parent.name}.lifecycle")
        for table in vars(module).values():
            if isinstance(table, Lifecycle):
                unknown += [f"{table.name}.{m.name}: {m.permit}" for m in table.moves if m.permit not in declared()]
    assert not unknown


def test_every_package_stands_in_every_contract():
    everybody = set(source.packages())
    with_tables = {p for p in everybody if (source.SOURCE / p / "models.py").exists()}
    with_tables |= {p for p in everybody if (source.SOURCE / p / "models").is_dir()}
    assert {name for names in source.storeys() for name in names} == everybody
    for contract, option in (("rooms", "containers"), ("doors", "packages")):
        named = {line.removeprefix("gongzhi.") for line in source.listed(contract, option)}
        assert with_tables <= named, contract
        assert named <= everybody, contract


def test_packages_have_rooms_with_known_names():
    """A thing that two packages need has a name of its own, not a drawer for everything."""
    drawers = {"utils", "common", "helpers", "core", "misc", "shared", "lib"}
    assert not [source.where(p) for p in source.modules() if drawers & set(p.with_suffix("").parts)]


def test_migrations_have_names():
    unnamed = [p.name for p in source.SOURCE.glob("*/migrations/0*.py") if "_auto_" in p.name]
    assert not unnamed


def test_every_package_with_pages_hangs_in_the_house():
    """Addresses that nobody includes are pages that nobody finds."""
    named = (source.SOURCE / "config/urls.py").read_text(encoding="utf-8")
    with_pages = [p.parts[-3] for p in source.SOURCE.glob("*/pages/urls.py")]
    assert not [package for package in with_pages if f"gongzhi.{package}.pages.urls" not in named]
