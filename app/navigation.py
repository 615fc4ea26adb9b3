"""The pages: their names in the address, their titles, and their files beside main.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One page. `sparql` is titled SPARQL; it stands in the bar unless one comes to it by links alone."""

    name: str
    title: str
    in_bar: bool = True

    @property
    def file(self) -> str:
        return f"screens/{self.name}.py"


PAGES = (
    Entry("home", "Home"),
    Entry("timeline", "Timeline"),
    Entry("compare", "Compare"),
    Entry("profile", "Profiles"),
    Entry("disputes", "Disputes"),
    Entry("predictions", "Predictions"),
    Entry("recap", "Recap"),
    Entry("card", "Cards"),
    Entry("sources", "Sources"),
    Entry("review", "Review"),
    Entry("add", "Add"),
    Entry("sparql", "SPARQL"),
    Entry("event", "Event", in_bar=False),
)
"""In the order of the bar. The first is the one that the bare address opens."""

HOME = PAGES[0]


def page(name: str) -> Entry:
    """The page of that name. Raises KeyError for an unknown one."""
    return {entry.name: entry for entry in PAGES}[name]


TIMELINE = page("timeline").file
ADD = page("add").file
WORKBENCH = page("sparql").file
