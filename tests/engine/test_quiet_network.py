"""No library calls home: with every way out closed, the service starts, trains nothing, answers."""

import os
import subprocess
import sys

import pytest

from bot.settings import ROOT

# Every connection that is not to this machine is noted, and refused.
_CLOSED = """
import socket, sys
tried = []
real = socket.socket.connect

def connect(self, address):
    host = address[0] if isinstance(address, tuple) else "local"
    if host not in ("127.0.0.1", "::1", "localhost", "local"):
        tried.append(host)
        raise OSError("closed")
    return real(self, address)

def resolve(host, *args, **kwargs):
    if host not in ("127.0.0.1", "::1", "localhost", None):
        tried.append(host)
        raise socket.gaierror("closed")
    return real_resolve(host, *args, **kwargs)

socket.socket.connect = connect
socket.socket.connect_ex = connect
real_resolve, socket.getaddrinfo = socket.getaddrinfo, resolve
"""
_TALK = """
import asyncio, tempfile
from pathlib import Path
from bot import clock, db, settings
from bot.conversations import inbox
from bot.conversations.inbox import Arrived
from bot.engine import loading
from bot.front.app import create_app

with tempfile.TemporaryDirectory() as folder:
    chosen = settings.load(data_dir=Path(folder))
    engine = loading.build(chosen, "quiet")
    create_app(chosen, engine.factory)
    with engine.factory.begin() as session:
        name = inbox.open_web_session(session, at=clock.now())[0].id
        inbox.accept(session, name, Arrived("web", "1", "我要举报有人卖假货"), at=clock.now())
    assert asyncio.run(engine.work(clock.now())) == 1
import rasa.telemetry
assert not rasa.telemetry.is_telemetry_enabled()
print("tried:", tried)
"""


@pytest.mark.model
@pytest.mark.slow
def test_with_the_network_closed_a_turn_is_made_and_nobody_was_called() -> None:
    env = {k: v for k, v in os.environ.items() if k != "RASA_TELEMETRY_ENABLED"}
    done = subprocess.run(
        [sys.executable, "-c", _CLOSED + _TALK], capture_output=True, text=True, env=env, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip().endswith("tried: []")
