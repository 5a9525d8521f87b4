"""Starts MiniStack, the local stand-in for AWS, with what Provisioner needs beyond it.

Usage: `python plugin.py`, with GATEWAY_PORT, and as wanted MINISTACK_CONTROL (see `control.py`), PERSIST_STATE=1 and
STATE_DIR. It listens on 127.0.0.1 only, and stops on SIGTERM, on SIGINT, and when its standard input ends, so that it
never outlives the process that started it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading

os.environ.setdefault("AUTH", "true")
# Listeners on fixed ports, for services that nothing here uses.
os.environ.update(SFTP_ENABLED="0", IOT_MTLS_ENABLED="0")

from hypercorn.asyncio import serve  # noqa: E402
from hypercorn.config import Config  # noqa: E402
from ministack import app as ministack  # noqa: E402
from ministack.core import persistence  # noqa: E402

import accounts  # noqa: E402
import balancer  # noqa: E402
import balancer_stacks  # noqa: E402
import databases  # noqa: E402
import front  # noqa: E402
import function_stacks  # noqa: E402
import functions  # noqa: E402
import invocations  # noqa: E402
import lifecycle  # noqa: E402
import logs  # noqa: E402
import network  # noqa: E402
import reports  # noqa: E402
import tokens  # noqa: E402
import transport  # noqa: E402
import upkeep  # noqa: E402
from control import CONTROL  # noqa: E402

SECONDS_TO_FINISH = 20
SECONDS_BETWEEN_SAVES = 5


async def run() -> None:
    """Serves until asked to stop."""
    for part in (network, databases, upkeep, lifecycle, tokens, functions, function_stacks, reports, logs, invocations,
                 balancer, balancer_stacks, transport, front):
        part.install()
    config = Config()
    config.bind = [f"127.0.0.1:{os.environ['GATEWAY_PORT']}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.loglevel = "WARNING"
    stop = _stop_event()
    save = asyncio.create_task(_save_now_and_then())
    application = balancer.in_front_of(front.with_faults(_seeding(ministack.app)))
    await serve(application, config, shutdown_trigger=lambda: _finished(stop))
    save.cancel()


def _seeding(application: front.Application) -> front.Application:
    """Seeds the accounts once the persisted state is loaded, which MiniStack does as its lifespan starts."""

    async def answer(scope: dict, receive, send) -> None:
        async def seed_then_send(message: dict) -> None:
            if message["type"] == "lifespan.startup.complete":
                accounts.seed()
            await send(message)

        await application(scope, receive, seed_then_send if scope["type"] == "lifespan" else send)

    return answer


async def _finished(stop: asyncio.Event) -> None:
    """Waits for the stop, then lets work in progress end at once: a stack half-made would be stuck at the next start."""
    await stop.wait()
    CONTROL.hurry.set()
    deadline = asyncio.get_running_loop().time() + SECONDS_TO_FINISH
    while _in_progress() and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.05)


def _in_progress() -> bool:
    return lifecycle.in_progress() or functions.in_progress()


async def _save_now_and_then() -> None:
    """Saves between operations, so that a killed process loses seconds and never leaves a stack half-made."""
    while persistence.PERSIST_STATE:
        await asyncio.sleep(SECONDS_BETWEEN_SAVES)
        if not _in_progress():
            persistence.save_all(ministack._build_persistence_save_dict())


def _stop_event() -> asyncio.Event:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def wait_for_end_of_input() -> None:
        while sys.stdin.buffer.read(1024):
            pass
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait_for_end_of_input, daemon=True).start()
    return stop


if __name__ == "__main__":
    asyncio.run(run())
