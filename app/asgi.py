"""The app as a server: the pages, and beside them what their scripts ask for. `streamlit run app/asgi.py` starts it."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.routing import Mount

from app import state
from app.routes import assets, feeds, search, sparql, terms, timeline
from app.sockets import send_at_once

ROUTES = [*assets.ROUTES, *feeds.ROUTES, *search.ROUTES, *sparql.ROUTES, *terms.ROUTES, *timeline.ROUTES]


@asynccontextmanager
async def ready(_app: Any) -> AsyncIterator[None]:
    """Open the newest state before the first person comes.

    What lives as long as the process is then put out of the garbage collector's sight: Streamlit collects after every
    run of a page and holds the interpreter for it, which made each click 80 ms slower.
    """
    send_at_once()
    state.warm_up()
    gc.collect()
    gc.freeze()
    yield


app = st.App(Path(__file__).with_name("main.py"), lifespan=ready, routes=[Mount("/eventline", routes=ROUTES)])
