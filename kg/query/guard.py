"""What a person's query must be before it runs: legal SPARQL that only reads, with the project's prefixes at hand."""

from __future__ import annotations

from kg.errors import BadQuery
from kg.query.syntax import find_problem
from kg.terms import prefixes, sparql_prologue


def with_prologue(text: str) -> str:
    """A query with the project's prefixes declared. Its own declarations come later and win; twice is once."""
    return sparql_prologue() + without_prologue(text)


def without_prologue(text: str) -> str:
    """A query as a person reads it: the project's prefixes are understood."""
    return text.removeprefix(sparql_prologue())


def check_readonly(text: str) -> None:
    """Raise BadQuery, with line and column, unless the text is a SPARQL query that reads and asks no other server.

    Nothing is evaluated. `kg.query.runner` makes the same check in the process that it kills at the time limit; call
    this one for text whose author may hang his own process.

    >>> check_readonly("SELECT ?event { ?event a el:Hire }")
    """
    if problem := find_problem(without_prologue(text), prefixes()):
        raise BadQuery(f"query, {problem}", line=problem.line, column=problem.column, reason=problem.reason)
