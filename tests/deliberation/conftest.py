"""Deliberation's tests with a database live in the small street of the cases' tests."""

from tests.cases.conftest import street as street
