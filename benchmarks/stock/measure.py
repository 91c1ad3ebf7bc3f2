"""Stock Rasa 3.6 with DIET, TED, an HTTP action server and its SQL tracker store.

Runs in an environment with the dependency group `stock`; prints its figures as JSON.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TQDM_DISABLE"] = "1"

from benchmarks.script import COMPLAINT, EARLY, LATE, SMALL_TALK  # noqa: E402

INTENTS = ("report_complaint", "thank", "affirm", "deny", "inform")
NEIGHBOURS, CONVERSATIONS = 10, 10


def main() -> None:
    """Train, start the action server, talk, print."""
    started = time.perf_counter()
    import rasa.model_training
    from rasa.core.agent import load_agent
    from rasa.core.utils import AvailableEndpoints

    imported = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STOCK_DB"] = f"{folder}/tracker.db"
        os.environ["STOCK_TICKETS"] = f"{folder}/tickets.db"
        began = time.perf_counter()
        data = [str(HERE.parent.parent / "nlu_data" / name) for name in INTENTS]
        result: Any = rasa.model_training.train(
            domain=str(HERE / "domain.yml"),
            config=str(HERE / "config.yml"),
            training_files=[*data, str(HERE / "rules.yml")],
            output=folder,
        )
        trained = time.perf_counter() - began
        actions = subprocess.Popen(
            [sys.executable, "action_server.py"],
            cwd=HERE,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            began = time.perf_counter()
            endpoints = AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml"))
            agent = asyncio.run(load_agent(model_path=result.model, endpoints=endpoints))
            loaded = time.perf_counter() - began
            time.sleep(8)
            figures = asyncio.run(_talk(agent))
        finally:
            actions.terminate()
    memory = int(Path("/proc/self/statm").read_text().split()[1]) * 4 / 1024
    figures.update(imported=imported, trained=trained, loaded=loaded, engine_mb=memory)
    print(json.dumps(figures))


async def _talk(agent: Any) -> dict[str, Any]:
    for number in range(2):
        await _conversation(agent, f"warm{number}", COMPLAINT)
    turns: list[float] = []
    for number in range(CONVERSATIONS):
        turns += await _conversation(agent, f"c{number}", COMPLAINT)
    small = await _conversation(agent, "long", [SMALL_TALK] * (LATE + NEIGHBOURS))
    return {
        "turns": turns,
        "early": small[EARLY : EARLY + NEIGHBOURS],
        "late": small[LATE : LATE + NEIGHBOURS],
    }


async def _conversation(agent: Any, sender: str, said: Any) -> list[float]:
    took = []
    for text in said:
        began = time.perf_counter()
        await agent.handle_text(text, sender_id=sender)
        took.append(time.perf_counter() - began)
    return took


if __name__ == "__main__":
    main()
