"""The bundles: each under an address that names its content, so that a browser never asks twice."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from app.components.bundle import BUNDLES, bundle_name

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def bundle(request: Request) -> Response:
    """A bundle by name and digest. An address of an older one is gone, which a reload of the page mends."""
    name = request.path_params["name"]
    part = name.partition(".")[0]
    if not (BUNDLES / f"{part}.js").is_file() or bundle_name(part) != name:
        raise HTTPException(404, f"there is no bundle {name}; load the page again")
    return FileResponse(BUNDLES / f"{part}.js", media_type="text/javascript", headers=FOREVER)


ROUTES = [Route("/assets/{name}", bundle)]
