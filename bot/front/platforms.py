"""Which platforms are switched on, by their settings."""

from sqlalchemy.orm import Session, sessionmaker

from bot.settings import Settings
from channels.base import Channel, Post


def switched_on(settings: Settings, factory: sessionmaker[Session], post: Post) -> list[Channel]:
    """The channels of the settings, ready to be run."""
    channels: list[Channel] = []
    if settings.wechat is not None:
        from channels.wechat.channel import WeChatChannel
        from channels.wechat.menu import load_menu

        menu = load_menu(settings.knowledge_dir / "wechat_menu.yml")
        channels.append(WeChatChannel(settings.wechat, factory, post, menu))
    return channels
