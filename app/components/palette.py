"""Colours by theme; kinds bring their own from the ontology."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from kg.ontology import EventKind


@dataclass(frozen=True)
class Palette:
    """Ink on paper, for one theme."""

    dark: bool
    paper: str
    ink: str
    soft: str
    """For what accompanies: counts, axis labels."""
    line: str
    """For grid lines and separators."""
    alarm: str
    """For disputes."""
    accent: str

    def kind(self, kind: EventKind) -> str:
        return kind.colour_dark if self.dark else kind.colour_light


LIGHT = Palette(False, "#fdfcfa", "#1d2126", "#5d646d", "#dedbd4", "#b3261e", "#0a5c8f")
DARK = Palette(True, "#14171b", "#e9ebee", "#a2aab4", "#31373f", "#ff8a80", "#6cb8ee")


def palette() -> Palette:
    """The palette of the theme that the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def text_glyph(glyph: str) -> str:
    """The glyph as text: without the selector, some systems draw ▶ as a coloured picture."""
    return f"{glyph}\ufe0e"
