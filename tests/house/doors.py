"""The import-linter contract of the doors: another package's tables, pages and demonstration are not to be imported."""

from __future__ import annotations

import grimp
from importlinter import Contract, ContractCheck, fields, output


class Doors(Contract):
    """A package's `closed` rooms, those of them that it has, are imported from inside it or from `masters` only."""

    type_name = "doors"

    packages = fields.ListField(subfield=fields.StringField())
    closed = fields.ListField(subfield=fields.StringField())
    masters = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Every direct import of a closed room from outside."""
        broken = [
            (importer, imported)
            for package in self.packages  # type: ignore[attr-defined]
            for room in self.closed  # type: ignore[attr-defined]
            for imported in _inside(graph, f"{package}.{room}")
            for importer in graph.find_modules_that_directly_import(imported)
            if not _within(importer, [package, *self.masters])  # type: ignore[misc]
        ]
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line an import."""
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"- {importer} imports {imported}: use its package's services, selectors or words")


def _inside(graph: grimp.ImportGraph, room: str) -> list[str]:
    return [room, *graph.find_descendants(room)] if room in graph.modules else []


def _within(module: str, packages: list[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
