"""`python -m bot.engine`: one engine process, started and restarted by `hotline serve`."""

import asyncio
import logging
import os
import sys

from bot import settings as settings_module
from bot.engine import worker
from bot.errors import HotlineError
from bot.logs import to_stderr


def main() -> int:
    """Run one engine; exit status 2 when it cannot start for a reason that stays."""
    to_stderr()
    try:
        settings = settings_module.load()
        engine = worker.build(settings, os.environ.get("HOTLINE_ENGINE", "engine-1"))
    except HotlineError as error:
        logging.getLogger("hotline.engine").error("%s", error)
        return 2
    asyncio.run(worker.run(engine, settings.knowledge_dir))
    return 0


if __name__ == "__main__":
    sys.exit(main())
