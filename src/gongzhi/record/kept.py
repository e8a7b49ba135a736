"""Keep the statement of a query that every page asks: building it anew took four times as long as its answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models
from django.db.models.query import FlatValuesListIterable, ModelIterable, QuerySet, get_related_populators

Slot = tuple[str, int] | None
_BIG = 9_000_000_000_000_000  # no id is ever so large: where it comes out of the compiler, the given value goes in
_MOST = 2**63 - 1
_AFTER = 3  # times that a connection sees a statement before it keeps the plan


class Kept:
    """A query of one shape, made once with signs in the place of what is given, and asked with the values.

    `build` takes named values and makes the query; numbers, texts, instants, days and tuples of numbers or texts are
    given anew each time, anything else (None, True, an empty text) is part of the shape. What it answers is what the
    query itself would: rows of its model with what was selected along, or tuples, or single values. Raises LookupError
    where a given value does not reach the statement.

    PostgreSQL too plans it once (`planned`): most of its work, where a few rows are found by their ids. Where the best
    way depends on the values (few open cases among many closed ones, a limit), it must plan anew: `planned=False`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *, planned: bool = True) -> None:
        self._build = build
        self._planned = planned
        self._plans: dict[Any, _Plan] = {}

    def __call__(self, **given: Any) -> list[Any]:
        """The rows for these values; an empty tuple has none, nor has a number that no column can hold."""
        given = {name: _held(value) for name, value in given.items()}
        if any(value == () or _too_large(value) for value in given.values()):
            return []
        shape = (connection.vendor, *(_shape(value) for value in given.values()), *given)
        plan = self._plans.get(shape)
        if plan is None:
            plan = self._plans[shape] = _Plan(self._build, given, self._planned)
        return plan.rows(given)


def _too_large(value: Any) -> bool:
    return isinstance(value, int) and abs(value) > _MOST


def _held(value: Any) -> Any:
    """The value; of several, those that a column can hold."""
    if isinstance(value, tuple) and any(_too_large(one) for one in value):
        return tuple(one for one in value if not _too_large(one))
    return value


def _shape(value: Any) -> Any:
    """What of a value decides the statement: its kind, its length, or itself."""
    if isinstance(value, tuple):
        return ("many", _room(value))
    return value if _fixed(value) else type(value)


def _fixed(value: Any) -> bool:
    return value is None or isinstance(value, bool) or value == ""


def _room(values: tuple[Any, ...]) -> int:
    """Lists fill up to the next power of two, so that few lengths make few statements."""
    return 1 << (len(values) - 1).bit_length()


def _sign(value: Any, number: int) -> Any:
    if isinstance(value, tuple):
        return tuple(_sign(value[0], number * 4096 + place) for place in range(_room(value)))
    if isinstance(value, datetime):
        return datetime(5000 + number, 1, 1, tzinfo=UTC)
    if isinstance(value, date):
        return date(5000 + number, 1, 1)
    return _BIG + number if isinstance(value, int) else f"\x01kept {number}"


def _adapted(value: Any) -> Any:
    """A value as the compiler hands it to this database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


class _Plan:
    """One statement, where its values go, and how its rows are read."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], given: dict[str, Any], planned: bool) -> None:
        self._after = _AFTER if planned and connection.vendor == "postgresql" else None
        signs = {name: v if _fixed(v) else _sign(v, n) for n, (name, v) in enumerate(given.items(), start=1)}
        found = build(**signs)
        self._compiler = found.query.get_compiler(connection=connection)
        self._sql, params = self._compiler.as_sql()
        self._slots = _slots(signs, params)
        self._converters = self._compiler.get_converters([part[0] for part in self._compiler.select])
        readers: dict[Any, Any] = {ModelIterable: self._instances, FlatValuesListIterable: _singles}
        self._read = readers.get(found._iterable_class, self._tuples)  # type: ignore[attr-defined]

    def rows(self, given: dict[str, Any]) -> list[Any]:
        """What the database answers to these values."""
        asked = [value if slot is None else _value(given[slot[0]], slot[1]) for value, slot in self._slots]
        with connection.cursor() as cursor:
            self._ask(cursor, asked)
            rows = cursor.fetchall()
        if self._converters:
            rows = [self._converted(row) for row in rows]
        return self._read(rows)

    def _ask(self, cursor: Any, asked: list[Any]) -> None:
        """Run it; PostgreSQL keeps the plan of this statement alone, for all others are planned by their values."""
        if self._after is None:
            cursor.execute(self._sql, asked)
            return
        at: Any = connection.connection
        at.prepare_threshold = self._after
        try:
            cursor.execute(self._sql, asked)
        finally:
            at.prepare_threshold = None

    def _converted(self, row: Any) -> list[Any]:
        changed = list(row)
        for place, (converters, expression) in self._converters.items():
            for converter in converters:
                changed[place] = converter(changed[place], expression, connection)
        return changed

    def _tuples(self, rows: list[Any]) -> list[Any]:
        return [tuple(row) for row in rows]

    def _instances(self, rows: list[Any]) -> list[models.Model]:
        """Rows of the model, each with the rows that were selected along with it."""
        info, select = self._compiler.klass_info, self._compiler.select
        fields = info["select_fields"]
        names = [column[0].target.attname for column in select[fields[0] : fields[-1] + 1]]
        along = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]
        found = []
        for row in rows:
            one = info["model"].from_db(connection.alias, names, row[fields[0] : fields[-1] + 1])
            for populator in along:
                populator.populate(row, one)
            found.append(one)
        return found


def _singles(rows: list[Any]) -> list[Any]:
    return [row[0] for row in rows]


def _value(value: Any, place: int) -> Any:
    """What goes into one slot; a list that is shorter than its room says its last member again."""
    return _adapted(value[min(place, len(value) - 1)] if isinstance(value, tuple) else value)


def _slots(signs: dict[str, Any], params: tuple[Any, ...]) -> list[tuple[Any, Slot]]:
    """Each parameter of the statement with the given value that it stands for."""
    known: dict[Any, Slot] = {}
    for name, sign in signs.items():
        members = sign if isinstance(sign, tuple) else () if _fixed(sign) else (sign,)
        known.update({_adapted(member): (name, place) for place, member in enumerate(members)})
    slots = [(value, known.get(value) if isinstance(value, Hashable) else None) for value in params]
    missed = set(filter(None, known.values())) - {slot for _, slot in slots}
    if missed:
        raise LookupError(f"these values do not reach the statement: {sorted(missed)}")
    return slots
