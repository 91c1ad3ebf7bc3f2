"""What all pages of the console share: settings, database, units, templates."""

from dataclasses import dataclass, field

from jinja2 import Environment
from sqlalchemy.orm import Session, sessionmaker

from bot.centers.directory import Directory
from bot.console import pages
from bot.console.answers import Answers
from bot.console.clusters import Clusters
from bot.console.watch import Watch
from bot.settings import Settings


@dataclass(frozen=True)
class Shared:
    """Loaded once per process."""

    settings: Settings
    factory: sessionmaker[Session]
    directory: Directory
    templates: Environment = field(repr=False)
    answers: Answers
    watch: Watch
    clusters: Clusters = field(default_factory=Clusters)


def load(settings: Settings, factory: sessionmaker[Session]) -> Shared:
    """What these settings make.

    Raises:
        BadData: a file under `knowledge/` or the labels cannot be used.
    """
    directory = Directory.load(settings.knowledge_dir)
    return Shared(
        settings,
        factory,
        directory,
        pages.environment(directory),
        Answers(settings.knowledge_dir),
        Watch(factory),
    )
