"""`kg run`: the app."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from typing import Annotated

import typer

from kg.cli.common import StoreOption, progress, say, store_at
from kg.errors import BadInput
from kg.paths import APP
from kg.store import EmbeddedSnapshot, is_empty
from kg.views.graph import open_graph


def register(app: typer.Typer) -> None:
    app.command()(run)


def run(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port to listen on; the next free one is taken where it is busy.")
    ] = 8501,
    host: Annotated[
        str, typer.Option(help="Address to listen on. Others can reach the app only if you change this.")
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    sample: Annotated[bool, typer.Option("--sample/--no-sample", help="Load the sample data into an empty store.")] = True,
    store: StoreOption = None,
) -> None:
    """Open the app: timelines, comparisons, SPARQL. An empty store gets the sample data first."""
    target = store_at(store)
    if sample and is_empty(target.snapshot()):
        from kg import pipeline  # slow to import, and needed on the first start only

        with progress() as doing:
            outcome = pipeline.ingest(target, pipeline.sample_inputs(), progress=doing)
        typer.echo(f"Sample data: {pipeline.counts_told(outcome.counts())}")
    _work_out(target.snapshot())
    free = _free_port(host, port)
    if free != port:
        typer.echo(f"Port {port} is busy, so the app takes {free}")
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{free}"
    typer.echo(f"Eventline is at {address}   (Ctrl-C ends it; the store is {target.root})")
    sys.stdout.flush()
    if browser:
        threading.Thread(target=_open_when_ready, args=(host, free, address), daemon=True).start()
    raise typer.Exit(_serve(host, free, str(target.root)))


def _work_out(snapshot: EmbeddedSnapshot) -> None:
    """Make what the pages of a large graph read, which takes minutes once, while somebody is told so. The server finds it."""
    if snapshot.traces.kept(snapshot.id).is_dir() or is_empty(snapshot):
        return
    from kg.views.projection import projection  # slow to import, and needed on the first start only
    from kg.views.search.kept import searched

    with progress() as doing:
        doing("reading all events into columns: seconds for thousands, minutes for a million, once")
        graph = open_graph(snapshot)
        events = projection(graph).n
        doing(f"indexing the words of {events:,} events")
        searched(graph)


def _serve(host: str, port: int, store: str) -> int:
    command = [
        sys.executable, "-m", "streamlit", "run", str(APP / "asgi.py"), "--server.headless=true", f"--server.port={port}",
        f"--server.address={host}", "--browser.gatherUsageStats=false", "--server.showEmailPrompt=false",
        "--server.fileWatcherType=none",
        "--runner.magicEnabled=false", "--logger.level=warning",
    ]  # fmt: skip
    path = os.pathsep.join(filter(None, (str(APP.parent), os.environ.get("PYTHONPATH", ""))))
    environment = {**os.environ, "PYTHONPATH": path, "EVENTLINE_STORE": store}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        say("")
        return 0


def _free_port(host: str, wanted: int) -> int:
    for port in range(wanted, min(wanted + 50, 65536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError as error:
                if isinstance(error, socket.gaierror):
                    raise BadInput(f"--host: '{host}' is no address of this machine; use 127.0.0.1") from error
                continue
            return port
    raise BadInput(f"--port: {wanted} and the fifty ports after it are busy; name another")


def _open_when_ready(host: str, port: int, address: str) -> None:
    for _ in range(150):
        with socket.socket() as trial:
            if trial.connect_ex((host, port)) == 0:
                webbrowser.open(address)
                return
        time.sleep(0.2)
