"""`kg` itself: its commands, and what becomes of errors."""

from __future__ import annotations

import os
import sys

import typer

from kg import __version__
from kg.cli import ingest, keep, predictions, query, recap, review, run, show
from kg.cli import map as mapping
from kg.errors import EventlineError

app = typer.Typer(
    name="kg",
    help="A knowledge graph of company events that remembers who said what.\n\n"
    "Take something in with 'kg ingest card.txt', look at it with 'kg events' and 'kg event ID', "
    "ask anything with 'kg query', open the app with 'kg run'.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
for part in (ingest, show, recap, predictions, review, query, keep, mapping, run):
    part.register(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"eventline {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print the version."),
) -> None:
    del version


def main() -> None:
    """Run `kg`: status 0 for success, 2 for bad input, 1 for failure, with one line on standard error."""
    try:
        status = app(standalone_mode=False)
    except EventlineError as error:
        _fail(str(error), error.exit_code)
    except typer.TyperException as error:
        context: typer.Context | None = getattr(error, "ctx", None)
        command = context.command_path if context else "kg"
        _fail(
            f"{command}: {error.format_message().replace('Value error, ', '').rstrip('.')}; see {command} --help",
            error.exit_code,
            prefix="",
        )
    except (typer.Abort, KeyboardInterrupt):
        _fail("stopped; nothing more was written", 130)
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'the system'}: {error.strerror or error}", 1)
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str, status: int, prefix: str = "kg: ") -> None:
    line = " ".join(message.split())
    print(f"{prefix}{line}", file=sys.stderr)
    sys.exit(status)
