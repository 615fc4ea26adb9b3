"""What a page shows, as a test looks at it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def said(app: AppTest) -> str:
    """All HTML of the page."""
    return "\n".join(_bodies(app))


def _bodies(app: AppTest) -> list[str]:
    return [body for element in app.get("html") if not (body := str(element.proto.body)).startswith("<style>")]


def messages(app: AppTest, tone: str) -> list[str]:
    """The one-line messages of a tone."""
    return [body for body in _bodies(app) if f'class="el-message el-{tone}"' in body]


def link(app: AppTest) -> dict[str, list[str]]:
    """What the address holds."""
    return {name: [values] if isinstance(values, str) else list(values) for name, values in app.query_params.items()}


def fine(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].value
    assert not messages(app, "error")
    return app
