"""Values put into a query: the one place where something from outside enters SPARQL text, as serialised, typed terms.

A query declares a parameter as `VALUES ?_name { UNDEF }`, which is legal SPARQL and constrains nothing, as often as it
needs it: a variable is not seen inside a sub-select that does not declare it. Binding replaces what stands in the braces.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import BadQuery
from kg.query.catalogue import Query
from kg.query.guard import with_prologue
from kg.query.parameters import Given, Term


def bind(query: Query, values: Mapping[str, Given]) -> str:
    """The query as text that runs as it stands, with these values in place of its parameters.

    `None` and an empty list leave a parameter unbound, which lets everything through; so does leaving it out, unless
    it has a default. Raises BadQuery for an unknown or missing parameter and for a value of the wrong type.
    """
    if unknown := sorted(values.keys() - query.parameters.keys()):
        known = ", ".join(query.parameters) or "none"
        raise BadQuery(f"query {query.name} has no parameter '{unknown[0]}'; it has: {known}")
    bound: dict[str, list[Term]] = {}
    for name, parameter in query.parameters.items():
        try:
            bound[name] = parameter.terms(values.get(name, parameter.default))
        except BadQuery as error:
            raise BadQuery(f"query {query.name}, {error}") from error
        if parameter.required and not bound[name]:
            raise BadQuery(f"query {query.name} needs parameter '{name}': {parameter.description}")
    return with_prologue(_filled(query, bound))


def _filled(query: Query, bound: Mapping[str, list[Term]]) -> str:
    pieces: list[str] = []
    done = 0
    for slot in query.slots:
        if terms := bound[slot.name]:
            pieces += [query.text[done : slot.start], " ".join(map(str, terms))]
            done = slot.end
    return "".join([*pieces, query.text[done:]])
