"""rasa_sdk's action server over HTTP on loopback, in one process as today's Sanic needs it here."""

from rasa_sdk.endpoint import create_app

if __name__ == "__main__":
    create_app("actions").run("127.0.0.1", 5955, single_process=True, access_log=False)
