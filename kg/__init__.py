"""Eventline: a knowledge graph of company events that remembers who said what."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> str:
        """`kg.__version__`, found when asked for: the look-up takes longer than all else a query's process imports."""
        if name != "__version__":
            raise AttributeError(f"module 'kg' has no attribute '{name}'")
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("eventline")
        except PackageNotFoundError:  # a source tree on the path, not installed
            return "0+unknown"
