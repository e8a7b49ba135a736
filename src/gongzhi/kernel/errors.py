"""Errors that a person can act on."""

from __future__ import annotations


class Refused(Exception):
    """The act is understood and not allowed; `message` says why and what to do, in words for a person.

    `code` is a closed word for tests and pages (for example "stale", "clause_needed"); `field` names the input that is
    at fault, when one is.
    """

    def __init__(self, message: object, code: str = "refused", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
