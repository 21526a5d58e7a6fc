"""All that belongs to a case, found by how the models refer to it: what is added later goes along by itself.

A row belongs to a case when a chain of foreign keys leads from it to the case, whatever happens to it when
what it refers to is deleted; only a key that is set to null is merely loosened. A file of the sealed store is
named by a field `stored`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

from django.db import models
from django.db.models import Count, ManyToOneRel, Q, QuerySet

from dekkend.cases.models import Case

STORED = "stored"


@dataclass(frozen=True)
class Part:
    """A model whose rows belong to cases, and along which fields each row finds its case."""

    model: type[models.Model]
    paths: tuple[str, ...]

    def rows(self, case_ids: Collection[int]) -> QuerySet:
        mine = reduce(or_, (Q(**{f"{path}__in": case_ids}) for path in self.paths))
        return self.model._base_manager.filter(mine)

    def counts(self, case_ids: Collection[int]) -> dict[int, int]:
        """{case: rows}. One query."""
        path = self.paths[0]
        counted = self.rows(case_ids).order_by().values_list(path).annotate(Count("pk", distinct=True))
        return {case: number for case, number in counted if case is not None}

    def files(self, case_ids: Collection[int]) -> list[tuple[int, str]]:
        """(case, name in the sealed store) of every file. At most one query."""
        if not any(field.name == STORED for field in self.model._meta.fields):
            return []
        return list(self.rows(case_ids).exclude(stored="").values_list(self.paths[0], STORED))

    def delete(self, case_ids: Collection[int]) -> None:
        """At once, past what keeps single rows of a record from being deleted. One query."""
        rows = self.rows(case_ids)
        pks = rows.order_by().values("pk")
        self.model._base_manager.filter(pk__in=pks)._raw_delete(rows.db)


@cache
def parts_of_case() -> tuple[Part, ...]:
    """Every part, those that others refer to last; the case itself is none of them."""
    order: list[type[models.Model]] = []
    _visit(Case, order)
    paths: dict[type[models.Model], list[str]] = {Case: ["pk"]}
    for model in reversed(order):  # what is referred to, first
        for field in _keys_to(model):
            into = [f"{field.name}__{path}" for path in paths[model]]
            paths.setdefault(field.model, []).extend(into)
    return tuple(Part(model, tuple(sorted(paths[model], key=len))) for model in order if model is not Case)


@cache
def loosened() -> tuple[tuple[type[models.Model], str, type[models.Model]], ...]:
    """(model, field, what it refers to) of every key that is set to null when a part, or the case, goes."""
    targets: list[type[models.Model]] = [Case, *(part.model for part in parts_of_case())]
    return tuple((field.model, field.name, target) for target in targets for field in _loose_keys_to(target))


def _visit(model: type[models.Model], order: list[type[models.Model]]) -> None:
    """Depth first: whoever refers to a model stands before it."""
    if model in order:
        return
    for field in _keys_to(model):
        _visit(field.model, order)
    order.append(model)


def _keys_to(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    firm = (key for key in _referring(model) if key.remote_field.on_delete is not models.SET_NULL)
    return (key for key in firm if key.model is not model)


def _loose_keys_to(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    return (key for key in _referring(model) if key.remote_field.on_delete is models.SET_NULL)


def _referring(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            yield relation.field  # type: ignore[misc]  # stubs too wide
