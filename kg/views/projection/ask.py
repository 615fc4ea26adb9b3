"""Answers of catalogue queries as Arrow tables: the engine writes CSV and Arrow reads it, so that no row is a Python object."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv
from pyoxigraph import QueryResultsFormat, QuerySolutions

from kg.query.parameters import Given
from kg.views.graph import Graph

TEXT = pa.string()
CODE = pa.dictionary(pa.int32(), pa.string())
"""For columns that say the same again and again: each text is kept once."""
DAY = pa.date32()
NUMBER = pa.float64()


def ask(graph: Graph, name: str, columns: Mapping[str, pa.DataType], /, **values: Given) -> pa.Table:
    """These columns of a catalogue query's answer. Unbound is null, and so is the empty text."""
    answer = graph.reader.query(graph.sparql(name, **values))
    assert isinstance(answer, QuerySolutions)
    convert = csv.ConvertOptions(
        column_types=dict(columns), include_columns=list(columns), null_values=[""], strings_can_be_null=True
    )
    parse = csv.ParseOptions(newlines_in_values=True)
    with TemporaryDirectory() as folder:  # a file costs no more time than bytes, and no memory
        path = f"{folder}/answer.csv"
        answer.serialize(path, QueryResultsFormat.CSV)
        return csv.read_csv(path, convert_options=convert, parse_options=parse).combine_chunks()


class Question(NamedTuple):
    """A catalogue query, the columns wanted of its answer, and its parameters."""

    name: str
    columns: Mapping[str, pa.DataType]
    values: Mapping[str, Given]


def ask_together(graph: Graph, questions: Iterable[Question]) -> list[pa.Table]:
    """The answers in the order of the questions, each as `ask` gives it. The engine works on several at the same time."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [pool.submit(ask, graph, one.name, one.columns, **one.values) for one in questions]
        return [answer.result() for answer in running]


def codes(column: pa.ChunkedArray, known: pa.Array) -> npt.NDArray[np.int32]:
    """The place of each value within `known` as int32, -1 where it is not there. Dictionaries are looked up once a text."""
    if not pa.types.is_dictionary(column.type):
        return np.asarray(pc.fill_null(pc.index_in(column, value_set=known), -1).to_numpy(), np.int32)
    whole = dictionary(column)
    places = np.append(codes(whole.dictionary, known), np.int32(-1))
    return np.asarray(places[pc.fill_null(whole.indices, -1).to_numpy(zero_copy_only=False)])


def dictionary(column: pa.ChunkedArray | pa.DictionaryArray) -> pa.DictionaryArray:
    """A column of dictionaries as one."""
    if isinstance(column, pa.ChunkedArray):
        return column.unify_dictionaries().combine_chunks() if column.num_chunks else pa.array([], CODE)
    return column


def folded(texts: pa.Array) -> pa.Array:
    """Texts in lower case, as SPARQL's LCASE gives them: `İ` takes two letters, which Arrow's own function does not know."""
    plain = pc.string_is_ascii(texts)
    lowered = pc.ascii_lower(texts)
    others = pc.filter(texts, pc.invert(plain)).to_pylist()
    return pc.replace_with_mask(lowered, pc.invert(plain), pa.array([text.lower() for text in others], pa.string()))
