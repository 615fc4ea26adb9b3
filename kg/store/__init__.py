"""Where the graph is kept: a protocol, and the store on disk that implements it. Knows no query."""

from kg.store.base import Reader, Snapshot, Store, Transaction, is_empty
from kg.store.embedded import EmbeddedSnapshot, EmbeddedStore

__all__ = ["EmbeddedSnapshot", "EmbeddedStore", "Reader", "Snapshot", "Store", "Transaction", "is_empty"]
