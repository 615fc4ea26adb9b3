"""Components whose script is one of our bundles, which the browser loads once and keeps.

A script given inline is sent with every change of data, so what is given inline only imports the bundle by an address
that names its content.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from app.links import base

BUNDLES = Path(__file__).parents[1] / "frontend" / "dist"
DIGITS = 12
"""Hex digits of the digest in a bundle's address."""

_LOADER = """
const loaded = import(new URL({address}, document.baseURI).href);
export default (component) => {{
  let ended = false, end;
  loaded.then((bundle) => {{ if (!ended) end = bundle.default(component); }});
  return () => {{ ended = true; end?.(); }};
}};
"""


def component(name: str, *, waiting: str = "", isolate_styles: bool = True) -> Any:
    """The component of `src/<name>/main.ts`; call it as Streamlit's version 2 components are called.

    `waiting` is the HTML that keeps its place until the bundle is there.
    """
    script = _LOADER.format(address=json.dumps(f"{base()}eventline/assets/{bundle_name(name)}"))
    return st.components.v2.component(f"eventline_{name}", html=waiting or None, js=script, isolate_styles=isolate_styles)


def bundle_name(name: str) -> str:
    """`timeline.0123456789ab.js`."""
    path = BUNDLES / f"{name}.js"
    return f"{name}.{_digest(path, path.stat().st_mtime_ns)}.js"


@lru_cache(maxsize=16)
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:DIGITS]
