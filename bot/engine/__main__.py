"""`python -m bot.engine`: one crew of engines, started by `hotline engine` or `hotline serve`."""

import logging
import os
import socket
import sys

from bot import settings as settings_module
from bot.engine.keeper import Keeper
from bot.errors import HotlineError, Unreachable
from bot.logs import to_stderr

# What the one who starts us reads from the exit status.
TRY_SOON, TRY_LATER = 3, 2


def tell_systemd(word: str) -> None:
    """Tell systemd how we stand, when it started us (Type=notify)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.sendto(word.encode(), address.replace("@", "\0", 1))


def main() -> int:
    """Keep a crew of HOTLINE_ENGINES engines; 2 when it cannot start for a reason that stays."""
    to_stderr()
    name = os.environ.get("HOTLINE_ENGINE") or socket.gethostname()[:40]
    size = int(os.environ.get("HOTLINE_ENGINES") or 1)
    try:
        Keeper(settings_module.load(), name, size, tell_systemd).run()
    except HotlineError as error:
        logging.getLogger("hotline.engine").error("%s", error)
        return TRY_SOON if isinstance(error, Unreachable) else TRY_LATER
    return 0


if __name__ == "__main__":
    sys.exit(main())
