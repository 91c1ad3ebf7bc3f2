"""The one room where Rasa is made light: stand-ins for what it imports and this project never runs.

TensorFlow and the foreign chat channels are most of Rasa's start-up time, memory and disk.
`prepare()` puts empty modules of the same names into `sys.modules` before Rasa is imported.
The model that comes out is an ordinary Rasa model: tests/engine/test_slim_rasa.py checks that.
See docs/decisions/0001-slim-rasa.md.
"""

import os
import sys
import warnings
from types import ModuleType
from typing import Any

# Module -> names that Rasa imports from it. All of them are empty classes here.
_STAND_INS: dict[str, tuple[str, ...]] = {
    "rasa.utils.tensorflow.callback": ("RasaModelCheckpoint", "RasaTrainingLogger"),
    "rasa.utils.tensorflow.data_generator": (
        "RasaBatchDataGenerator",
        "RasaDataGenerator",
    ),
    "rasa.utils.tensorflow.model_data": (
        "Data",
        "FeatureArray",
        "FeatureSignature",
        "RasaModelData",
        "ragged_array_to_ndarray",
    ),
    "rasa.utils.plotting": (),
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
    "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy",),
    "aiormq": (),
    "boto3": (),
    "boto3.dynamodb": (),
    "boto3.dynamodb.conditions": ("Key",),
    "pymongo": (),
    "pymongo.collection": ("Collection",),
    # Asks questions on a terminal; brings half of prompt_toolkit along.
    "questionary": ("Question",),
    # spaCy's command line: a project tool, a web client, a terminal painter.
    "spacy.cli": (),
    "spacy.cli.info": ("info",),
}
# Who finds these missing goes without: portalocker looks for redis.
_MISSING = ("redis",)

# Chat channels that Rasa's package imports all at once; ours live in `channels/`.
_CHANNELS: dict[str, str] = {
    "botframework": "BotFrameworkInput",
    "callback": "CallbackInput",
    "facebook": "FacebookInput",
    "hangouts": "HangoutsInput",
    "mattermost": "MattermostInput",
    "rasa_chat": "RasaChatInput",
    "rocketchat": "RocketChatInput",
    "slack": "SlackInput",
    "socketio": "SocketIOInput",
    "telegram": "TelegramInput",
    "twilio": "TwilioInput",
    "twilio_voice": "TwilioVoiceInput",
    "webexteams": "WebexTeamsInput",
}


def quiet() -> None:
    """No telemetry, and no bar for every step; must run before the first `import rasa`."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TQDM_DISABLE", "1")


def prepare() -> None:
    """Make the stand-ins; must run before the first `import rasa`. A second call does nothing."""
    quiet()
    warnings.filterwarnings("ignore", module=r"rasa|sanic|sklearn|pkg_resources|sqlalchemy")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    if "rasa.core.agent" in sys.modules or "rasa.utils.tensorflow.callback" in sys.modules:
        return
    for name, classes in _STAND_INS.items():
        _put(name, {cls: _empty_class(name, cls) for cls in classes})
    for name in _MISSING:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    for channel, cls in _CHANNELS.items():
        name = f"rasa.core.channels.{channel}"
        _put(name, {cls: _empty_class(name, cls, channel=channel)})
    _put("rasa.engine.recipes.default_components", {"DEFAULT_COMPONENTS": []})
    sys.modules["rasa.engine.recipes.default_components"].__dict__.update(_lazy_components())


def _put(name: str, members: dict[str, Any]) -> None:
    module = ModuleType(name)
    module.__path__ = []
    module.__dict__.update(members)
    sys.modules[name] = module


def _empty_class(module: str, name: str, channel: str | None = None) -> type:
    members: dict[str, Any] = {"__module__": module}
    if channel is not None:
        members["name"] = classmethod(lambda cls: channel)
    return type(name, (), members)


def _lazy_components() -> dict[str, Any]:
    """`DEFAULT_COMPONENTS` is read when a recipe is built: list the components in use only then."""

    def __getattr__(name: str) -> Any:  # noqa: N807
        if name != "DEFAULT_COMPONENTS":
            raise AttributeError(name)
        from rasa.core.policies.rule_policy import RulePolicy

        return [RulePolicy]

    sys.modules["rasa.engine.recipes.default_components"].__dict__.pop("DEFAULT_COMPONENTS")
    return {"__getattr__": __getattr__}
