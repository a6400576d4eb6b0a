"""One line of JSON for each request, and for what happened in it."""

import json
import logging
import sys
import time

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
logger = logging.getLogger("shed")


class Journal:
    """A layer around the application that writes down how each request ended."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == "/health":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                took = round(1000 * (time.monotonic() - started), 1)
                log(Request(scope), logging.INFO, "answered", status=message["status"], took_ms=took)
            await send(message)

        await self._app(scope, receive, noted)


def log(request: Request, level: int, message: str, **more: object) -> None:
    line = {
        "level": logging.getLevelName(level).lower(),
        "msg": message,
        "method": request.method,
        "path": request.url.path,
        "request_id": request.headers.get("x-request-id"),
        "traceparent": request.headers.get("traceparent"),
        **more,
    }
    logger.log(level, json.dumps(line))
