"""Stock Rasa's DIET with jieba: trained on the messages of stdin, asked its texts.

Runs in an environment with the dependency group `stock`; prints a JSON line with the seconds of
training, the seconds a message, and the intent and confidence of each text.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TQDM_DISABLE"] = "1"


def main() -> None:
    """Train on {"training": [[text, intent], …]}, read every one of {"texts"}, print."""
    import rasa.model_training
    from rasa.core.agent import load_agent

    asked = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "messages.yml"
        data.write_text(_as_yaml(asked["training"]), encoding="utf-8")
        config = Path(folder) / "config.yml"
        text = (HERE / "stock.yml").read_text(encoding="utf-8")
        config.write_text(text.replace("epochs: 100", f"epochs: {asked['epochs']}"))
        started = time.perf_counter()
        model: Any = rasa.model_training.train_nlu(
            config=str(config), nlu_data=str(data), output=folder
        )
        trained = time.perf_counter() - started
        agent = asyncio.run(load_agent(model_path=model))
        started = time.perf_counter()
        read = [asyncio.run(agent.parse_message(text)) for text in asked["texts"]]
        each = (time.perf_counter() - started) / len(read)
    readings = [[r["intent"]["name"], r["intent"]["confidence"]] for r in read]
    print(json.dumps({"trained": trained, "per_message": each, "readings": readings}))


def _as_yaml(messages: list[list[str]]) -> str:
    by_intent: dict[str, list[str]] = {}
    for text, intent in messages:
        by_intent.setdefault(intent, []).append(text)
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in by_intent.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
