"""Our engine: time of a turn on SQLite with its commit, start, memory, flatness."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

import psutil

from benchmarks.script import COMPLAINT, EARLY, LATE, SMALL_TALK
from bot import clock
from bot import settings as settings_module
from bot.conversations import inbox
from bot.conversations.inbox import Arrived
from bot.engine import loading
from bot.engine.turn import Engine

CONVERSATIONS = 30
NEIGHBOURS = 10


def turns() -> dict[str, list[float]]:
    """Seconds of each turn of whole complaints, and of a long conversation's turns."""
    with tempfile.TemporaryDirectory() as folder:
        engine = loading.build(settings_module.load(data_dir=Path(folder)), "bench")
        took = complaints(engine, CONVERSATIONS)
        small = _conversation(engine, [SMALL_TALK] * (LATE + NEIGHBOURS))
    return {
        "turns": took,
        "early": small[EARLY : EARLY + NEIGHBOURS],
        "late": small[LATE : LATE + NEIGHBOURS],
    }


def complaints(engine: Engine, number: int) -> list[float]:
    """Seconds of each turn of so many whole complaints, after two to get warm."""
    for _ in range(2):
        _complaint(engine)
    return [seconds for _ in range(number) for seconds in _complaint(engine)]


def _complaint(engine: Engine) -> list[float]:
    return _conversation(engine, list(COMPLAINT))


def _conversation(engine: Engine, said: list[str]) -> list[float]:
    with engine.factory.begin() as session:
        conversation, _ = inbox.open_web_session(session, at=clock.now())
    took = []
    for text in said:
        with engine.factory.begin() as session:
            arrived = Arrived("web", uuid.uuid4().hex, text)
            inbox.accept(session, conversation.id, arrived, at=clock.now())
        started = time.perf_counter()
        assert asyncio.run(engine.work(clock.now()))
        took.append(time.perf_counter() - started)
    return took


def server() -> dict[str, float]:
    """Seconds until messages are accepted and answered, and memory of both processes in MB."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {**os.environ, "HOTLINE_DATA_DIR": folder}
        command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)]
        started = time.perf_counter()
        process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
        try:
            accepts = _until(f"http://127.0.0.1:{port}/healthz", started)
            answers = _until(f"http://127.0.0.1:{port}/readyz", started)
            _talk(port)
            front = psutil.Process(process.pid)
            keeper = front.children()[0]
            crew = [keeper, *keeper.children()]
            return {
                "accepts": accepts,
                "answers": answers,
                "front_mb": front.memory_info().rss / 2**20,
                # Shared pages are counted once: a fork has most of them in common.
                "engine_mb": sum(one.memory_full_info().pss for one in crew) / 2**20,
            }
        finally:
            process.terminate()
            process.wait(30)


def _until(url: str, started: float) -> float:
    while time.perf_counter() - started < 60:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return time.perf_counter() - started
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(url)


def _talk(port: int) -> None:
    import httpx

    with httpx.Client(base_url=f"http://127.0.0.1:{port}/chat", timeout=40) as client:
        token = client.post("/sessions", json={}).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        for number, text in enumerate(COMPLAINT):
            body = {"client_msg_id": str(number), "text": text}
            seq = client.post("/messages", json=body).json()["seq"]
            client.get("/messages", params={"after": seq, "wait": 30})


def loading_model() -> dict[str, float]:
    """Seconds to import what an engine needs, and to load the model then."""
    code = (
        "import time; a = time.perf_counter(); from bot.engine import agent; "
        "b = time.perf_counter(); from bot import settings; "
        "agent.load(agent.newest_model(settings.load().model_dir)); "
        "print(b - a, time.perf_counter() - b)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    imports, loads = map(float, done.stdout.split()[-2:])
    return {"imports": imports, "loads": loads}


def training() -> float:
    """Seconds to train the model from nothing, into a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        # Rasa keeps results of earlier trainings: here it finds none.
        env = {
            **os.environ,
            "HOTLINE_MODEL_DIR": folder,
            "RASA_CACHE_DIRECTORY": f"{folder}/cache",
        }
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "bot.cli", "train"],
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return time.perf_counter() - started
