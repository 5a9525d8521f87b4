"""The portal as a program uses it: a person lets it act for them, and it calls the API."""

from __future__ import annotations

import base64
import hashlib
import http.client
import http.cookiejar
import json
import re
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any

# A request that its server took along is in work until its time limit, half a minute.
PATIENCE_SECONDS = 120


class _Stay(urllib.request.HTTPRedirectHandler):
    """Does not follow what leads back to a program on this machine: nothing listens there."""

    def redirect_request(self, request, answer, code, message, headers, address):
        if urllib.parse.urlsplit(address).port == 1:
            return None
        return super().redirect_request(request, answer, code, message, headers, address)


def token(server: str, email: str, password: str) -> str:
    """Signs a person in as a browser does, and lets a command line act for them (RFC 8252)."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), _Stay())
    with browser.open(f"{server}/auth/login?return_to=%2F") as form:
        address = form.url
    browser.open(address, urllib.parse.urlencode({"email": email, "password": password}).encode()).read()
    verifier = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {"port": "1", "challenge": challenge, "state": "proof", "name": "proof", "answer": "approve"}
    request = urllib.request.Request(f"{server}/cli/authorize", urllib.parse.urlencode(asked).encode(),
                                     {"origin": server, "sec-fetch-site": "same-origin"})
    try:
        browser.open(request)
        raise RuntimeError("the portal did not lead back to the program")
    except urllib.error.HTTPError as led_back:
        code = re.search(r"[?&]code=([^&]+)", led_back.headers.get("location", ""))
        if not code:
            raise
    fields = {"grant_type": "authorization_code", "code": code[1], "code_verifier": verifier}
    with urllib.request.urlopen(f"{server}/api/v1/tokens", urllib.parse.urlencode(fields).encode()) as answer:
        return json.load(answer)["access_token"]


class Portal:
    """The API of an organization. A call that is not answered is made again, with the same key, until it is."""

    def __init__(self, server: str, organization: str, token: str, seconds_between_looks: float = 0.1) -> None:
        self._root, self._token = f"{server}/api/v1/organizations/{organization}", token
        self._pause = seconds_between_looks

    def call(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        """Calls the API, and answers with what it says. Raises `Refused`."""
        address = f"{self._root}/{path}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
        headers = {"authorization": f"Bearer {self._token}"}
        if method != "GET":
            headers["idempotency-key"] = str(uuid.uuid4())
        if isinstance(body, bytes):
            headers["content-type"] = "application/zip"
        elif body is not None:
            headers["content-type"], body = "application/json", json.dumps(body).encode()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                request = urllib.request.Request(address, body, headers, method=method)
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return json.loads(answer.read() or b"null")
            except urllib.error.HTTPError as refusal:
                said = refusal.read().decode()
                # The killed server may have held the key: "Ask again".
                if refusal.code < 500 and refusal.code != 429 and "idempotency_key_in_work" not in said:
                    raise Refused(refusal.code, said) from None
                time.sleep(float(refusal.headers.get("retry-after", 0)))
            except (OSError, http.client.HTTPException):
                pass
            if time.monotonic() > deadline:
                raise TimeoutError(f"{method} {address} is not answered")
            time.sleep(0.05)

    def ended(self, operation: str) -> dict:
        """Follows an operation to its end."""
        return self.until(operation, lambda seen: seen["ended"])

    def until(self, operation: str, is_so) -> dict:
        """Follows an operation until something is so, or to its end."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            seen = self.call("GET", f"operations/{operation}")
            if seen["ended"] or is_so(seen):
                return seen
            time.sleep(self._pause)
        raise TimeoutError(f"the operation {operation} does not go on: {json.dumps(seen)}")


class Refused(Exception):
    """The API does not want this."""
