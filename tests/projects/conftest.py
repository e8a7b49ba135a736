"""Tests of the three lists and of projects live in the small street of the cases' tests."""

from tests.cases.conftest import street as street
