"""A matter's two places, looked up once: which one decides, and whom else it touches."""

import re

from bot.centers.center import Center
from bot.centers.directory import Directory
from bot.centers.matter import COMPLAINT, Matter, UnitRef, unit_ref
from bot.centers.place import Region

_ONLINE = re.compile(
    r"网上|网店|线上|电商|直播|互联网|网络|平台|淘宝|天猫|拼多多|抖音|快手|京东|小红书|微信|闲鱼"
)
_UNKNOWN = Region()


class Places:
    """A matter with its two places looked up in the directory, once."""

    def __init__(self, matter: Matter, directory: Directory) -> None:
        self.matter, self.directory = matter, directory
        self.applicant = matter.applicant or _UNKNOWN
        self.infringement = matter.infringement or _UNKNOWN
        self.assistance = matter.category != COMPLAINT
        self.deciding, self.other = (
            (self.applicant, self.infringement)
            if self.assistance
            else (self.infringement, self.applicant)
        )
        self.province = directory.provincial()
        self.online = bool(matter.platform or _ONLINE.search(self.infringement.raw))

    def unit(self, region: Region) -> Center | None:
        return self.directory.for_prefecture(region.prefecture) if region.prefecture else None

    def helpers(self, chosen: Center) -> tuple[UnitRef, ...]:
        """The other units of Hunan that the matter touches, each once."""
        regions = (self.deciding, *self.deciding.also, self.other, *self.other.also)
        units = {unit.id: unit for unit in map(self.unit, regions) if unit}
        others = (unit for unit in units.values() if unit.prefecture != chosen.prefecture)
        return tuple(unit_ref(unit) for unit in others)
