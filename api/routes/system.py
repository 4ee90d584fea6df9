"""About the service itself."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.deps import endpoint_of
from api.metrics import Metrics
from gzkg import __version__

router = APIRouter(tags=["System"])


@router.get("/healthz")
async def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok", "version": __version__}


@router.get("/readyz")
async def ready(request: Request, response: Response) -> dict[str, Any]:
    """Say whether queries can be answered (200) or not yet, or no more (503)."""
    endpoint = endpoint_of(request)
    is_ready = endpoint.workers.ready
    response.status_code = 200 if is_ready else 503
    return {"ready": is_ready, "dataset": endpoint.version, "workers": endpoint.workers.state}


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Give counters and latencies as Prometheus reads them."""
    counters: Metrics = request.app.state.metrics
    return Response(counters.text(), media_type="text/plain; version=0.0.4")
