"""Queries of the busiest pages, which the ORM builds once and the database runs many times.

Building and compiling a queryset with joins takes 1 to 2 milliseconds, running it 0.2. The
querysets stay the only place that knows who may see what: a plan is compiled from one with
stand-ins for the viewer's id and the page's numbers, and each run puts the true ones in.

PostgreSQL plans a query each time it is asked, which takes longer than running it, but keeps the
plans of these. A plan that serves every number knows none: where only one index is right for all of
them, write the query so that no other is (``ThreadQuerySet.in_topic``), and look at ``EXPLAIN EXECUTE``.
"""

import copy
import threading
from collections.abc import Callable
from functools import wraps
from itertools import count
from typing import Any
from uuid import UUID
from weakref import WeakSet

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models import QuerySet
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators

FIRST_STAND_IN = 1_900_000_001  # fits an integer column, and no page asks for it
VIEWER = "viewer"
_serial = count(1)


def prepared(build: Callable[..., QuerySet]) -> Callable[..., list[Any]]:
    """Turn ``build(viewer, **facts)``, which returns a queryset, into a function that fetches it.

    What ``build`` returns may depend on the viewer's role and use their id, nothing else of them;
    the facts, numbers, texts and UUIDs, must be used as they are. ``viewer`` is None for what concerns no
    reader. Rows are model instances as the queryset would give.
    """
    plans = threading.local()

    @wraps(build)
    def fetch(viewer, **facts: Any) -> list[Any]:
        role = getattr(viewer, "role", "")
        kept = plans.__dict__
        if role not in kept:
            kept[role] = _Plan(build, viewer, tuple(facts))
        return kept[role].run(facts | {VIEWER: getattr(viewer, "pk", None)})

    return fetch


class _Plan:
    """The SQL of one queryset, where each fact goes in it, and how rows become instances."""

    def __init__(self, build: Callable[..., QuerySet], viewer, names: tuple[str, ...]):
        stand_ins = {name: FIRST_STAND_IN + place for place, name in enumerate((VIEWER, *names))}
        someone = copy.copy(viewer)
        if getattr(viewer, "pk", None) is not None:
            someone.pk = stand_ins[VIEWER]
        rows = build(someone, **{name: stand_ins[name] for name in names})
        compiler = rows.query.get_compiler(using=rows.db)
        self.sql, params = compiler.as_sql()
        by_value = {made: name for name, value in stand_ins.items() for made in _as_params(value)}
        self.params = list(params)
        self.places = [(at, by_value[value]) for at, value in enumerate(params) if value in by_value]
        missing = set(names) - {name for _at, name in self.places}
        if missing:
            raise ImproperlyConfigured(f"{build.__name__} does not use {missing} as it is.")
        self.preparation = ""
        self.has_uuids = connections[rows.db].features.has_native_uuid_field
        if connections[rows.db].vendor == "postgresql":
            self._let_server_keep(f"{build.__name__}_{next(_serial)}", connections[rows.db])
        self._learn_rows(compiler, rows.db)

    def run(self, facts: dict[str, Any]) -> list[Any]:
        params = self.params.copy()
        for at, name in self.places:
            params[at] = self._as_param(facts[name])
        connection = connections[self.database]
        with connection.cursor() as cursor:
            if self.preparation:
                self._prepare(connection)
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        if self.converters:
            rows = [self._converted(row, connection) for row in rows]
        return [self._instance(row) for row in rows]

    def _as_param(self, fact: Any) -> Any:
        return fact if self.has_uuids or not isinstance(fact, UUID) else fact.hex

    def _let_server_keep(self, label: str, connection) -> None:
        """Turn the query into one that PostgreSQL keeps by name, with a parameter for each fact.

        What is the same each time is written into it: PostgreSQL takes an index of some rows only
        where the plan cannot meet others, so it has to read ``audience = 'everyone'``.
        """
        compose = connection.ops.compose_sql
        names = sorted({name for _at, name in self.places})
        written = [compose("%s", [value]) for value in self.params]
        for at, name in self.places:
            written[at] = f"${names.index(name) + 1}"
        self.preparation = f'PREPARE "{label}" AS {self.sql % tuple(written)}'
        self.prepared_on: WeakSet[Any] = WeakSet()
        self.sql = f'EXECUTE "{label}"' + (f" ({', '.join(['%s'] * len(names))})" if names else "")
        self.places, self.params = list(enumerate(names)), [None] * len(names)

    def _prepare(self, connection) -> None:
        """Name the query to the server, once for each connection: it forgets it with that."""
        session = connection.connection
        if session not in self.prepared_on:
            with connection.wrap_database_errors:
                session.execute(self.preparation)
            self.prepared_on.add(session)

    def _learn_rows(self, compiler, database: str) -> None:
        """What Django's own ModelIterable works out before its first row.

        The compiler is let go: with its query it is large, and each thread has plans of its own.
        """
        self.database = database
        converters = compiler.get_converters([column[0] for column in compiler.select])
        self.converters = list(converters.items())
        info = compiler.klass_info
        fields = info["select_fields"]
        self.start, self.end = fields[0], fields[-1] + 1
        self.model = info["model"]
        self.names = [column[0].target.attname for column in compiler.select[self.start : self.end]]
        self.related = get_related_populators(  # type: ignore[call-arg]  # the stubs are of a later Django
            info, compiler.select, database
        )
        self.annotations = list((compiler.annotation_col_map or {}).items())

    def _converted(self, row, connection) -> list[Any]:
        """The values as Python has them; nothing is made of NULL, which most moments are."""
        values = list(row)
        for at, (converters, expression) in self.converters:
            if values[at] is not None:
                for convert in converters:
                    values[at] = convert(values[at], expression, connection)
        return values

    def _instance(self, row) -> Any:
        instance = _loaded(self.model, self.database, self.names, row[self.start : self.end])
        for populator in self.related:
            _populate(populator, row, instance)
        facts = instance.__dict__
        for name, at in self.annotations:
            facts[name] = row[at]
        return instance


def _as_params(stand_in: int) -> tuple[int | str | UUID, ...]:
    """What may stand for it among the parameters: a number, a text, or a key of a form."""
    key = UUID(int=stand_in)
    return (stand_in, str(stand_in), key, key.hex)


def _loaded(model, database: str, names: list[str], values) -> Any:
    """An instance as ``model.from_db`` makes it, in a third of the time.

    ``Model.__init__`` asks for each field of the table whether it was loaded; what is not in the
    instance's dictionary is a deferred field anyway. No model here hears of being made.
    """
    instance = model.__new__(model)
    state = instance._state = ModelState()
    state.adding, state.db = False, database
    instance.__dict__.update(zip(names, values, strict=True))
    return instance


def _populate(populator, row, owner) -> None:
    """``RelatedPopulator.populate``, with instances as ``_loaded`` makes them."""
    values = row[populator.cols_start : populator.cols_end]
    if values[populator.pk_idx] is None:
        populator.local_setter(owner, None)
        return
    related = _loaded(populator.model_cls, populator.db, populator.init_list, values)
    for inner in populator.related_populators:
        _populate(inner, row, related)
    populator.local_setter(owner, related)
