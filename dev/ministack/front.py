"""Faults of API calls, in front of MiniStack: throttling, unavailability, slow answers and broken connections."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any

from hypercorn.asyncio import tcp_server

import actions
from control import CONTROL

Application = Callable[[dict, Callable, Callable], Awaitable[None]]

# Code and status as AWS's common errors have them; the JSON protocols add "Exception" to the code.
ERRORS = {
    "throttle": ("Throttling", "Rate exceeded", 400),
    "unavailable": ("ServiceUnavailable", "The request has failed due to a temporary failure of the server.", 503),
}

_connections: dict[Any, asyncio.StreamWriter] = {}


def install() -> None:
    """Notes each connection by its client's address, so that a fault can break exactly that one."""
    run = tcp_server.TCPServer.run

    async def noted_run(server: tcp_server.TCPServer) -> None:
        client = server.writer.get_extra_info("peername")
        if CONTROL.is_down():
            _abort(server.writer)
        _connections[client] = server.writer
        try:
            await run(server)
        finally:
            _connections.pop(client, None)

    tcp_server.TCPServer.run = noted_run


def with_faults(application: Application) -> Application:
    """The ASGI application with the control file's faults in front of it."""

    async def answer(scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_ministack/"):
            await application(scope, receive, send)
            return
        if CONTROL.is_down():
            _abort(_connections[scope["client"]])
            return
        body = await read(receive)
        headers = headers_of(scope)
        fault = CONTROL.take_call_fault(actions.action(scope["method"], scope["path"], headers, body))
        if fault and fault.fault == "reset":
            _abort(_connections[scope["client"]])
        elif fault and fault.fault in ERRORS:
            await _send_error(send, headers, *ERRORS[fault.fault])
        else:
            await asyncio.sleep(fault.seconds if fault else 0)
            await application(scope, _replay(body, receive), send)

    return answer


def headers_of(scope: dict) -> dict[str, str]:
    """The headers of a request, by their names in lower case."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


async def read(receive: Callable) -> bytes:
    """The whole body of a request."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _replay(body: bytes, receive: Callable) -> Callable:
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> dict:
        return messages.pop() if messages else await receive()

    return replayed


async def _send_error(send: Callable, headers: dict[str, str], code: str, message: str, status: int) -> None:
    more = []
    if actions.service(headers) == "lambda":
        if status < 500:
            code, status = "TooManyRequestsException", 429
        content_type, more = b"application/json", [(b"x-amzn-errortype", code.encode())]
        body = json.dumps({"Reason": "CallerRateLimitExceeded", "Type": "User", "message": message})
    elif actions.service(headers) == "s3":
        code, status = "SlowDown" if status < 500 else code, 503
        content_type, body = b"application/xml", f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    elif "x-amz-target" in headers:
        content_type = b"application/x-amz-json-1.1"
        body = json.dumps({"__type": f"{code}Exception", "message": message})
    else:
        content_type = b"text/xml"
        body = (f"<ErrorResponse><Error><Type>{'Sender' if status < 500 else 'Receiver'}</Type><Code>{code}</Code>"
                f"<Message>{message}</Message></Error><RequestId>fault</RequestId></ErrorResponse>")
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", content_type), *more]})
    await send({"type": "http.response.body", "body": body.encode()})


def _abort(writer: asyncio.StreamWriter) -> None:
    # A linger time of zero makes the kernel send a reset in place of an orderly end.
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
