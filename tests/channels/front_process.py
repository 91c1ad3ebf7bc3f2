"""`python -m tests.channels.front_process PORT`: the front alone, in a process of its own."""

import sys

import uvicorn

from bot import db
from bot import settings as settings_module
from bot.front.app import create_app
from bot.logs import to_stderr
from bot.serve import Server


def main(port: int) -> None:
    """Serve on the settings of the environment until stopped."""
    to_stderr()
    settings = settings_module.load()
    engine = db.opened(settings)
    db.migrate(engine)
    app = create_app(settings, db.session_factory(engine))
    Server(uvicorn.Config(app, port=port, log_config=None, access_log=False)).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
