"""`hotline serve | front | engine`: everything at once, or the two halves as units of their own."""

import logging
import socket
from pathlib import Path
from typing import Annotated

import typer

from bot import settings as settings_module
from bot.logs import to_stderr

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]
Host = Annotated[str, typer.Option("--host", help="Address to listen on.")]
Port = Annotated[int, typer.Option("--port", help="Port to listen on.")]
Engines = Annotated[
    int, typer.Option("--engines", min=1, max=64, help="How many: one for each core, not more.")
]
Name = Annotated[
    str | None, typer.Option("--name", help="Of this crew; by default the machine's name.")
]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    engines: Engines = 1,
    name: Name = None,
    data_dir: DataDir = None,
) -> None:
    """Serve everything: the pages, the channels, the console, and the engines."""
    from bot.serve import serve as run

    _log()
    run(settings_module.load(data_dir=data_dir), host, port, engines, _name(name))


def front(host: Host = "127.0.0.1", port: Port = 8000, data_dir: DataDir = None) -> None:
    """Serve the pages, the channels and the console; engines run elsewhere."""
    from bot.serve import front_of

    _log()
    front_of(settings_module.load(data_dir=data_dir), host, port).run()


def engine(engines: Engines = 1, name: Name = None, data_dir: DataDir = None) -> None:
    """Run engines only; fronts run elsewhere, on the same database."""
    from bot.serve import run_engines

    _log()
    run_engines(settings_module.load(data_dir=data_dir), engines, _name(name))


def _name(name: str | None) -> str:
    return (name or socket.gethostname())[:40]


def _log() -> None:
    to_stderr(logging.INFO)
    logging.getLogger().setLevel(logging.INFO)
