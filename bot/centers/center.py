"""One unit that serves the public."""

from dataclasses import dataclass

TIERS = {
    "provincial": "省中心",
    "branch": "分中心",
    "municipal": "市州中心",
    "patent_office": "管理专利工作的部门",
    "outside": "省外转介",
}
PROVINCIAL = "provincial"
_SHORT = {
    "provincial": "省中心",
    "branch": "分中心",
    "municipal": "中心",
    "patent_office": "专利管理部门",
}
PREFECTURES = (
    "长沙市",
    "株洲市",
    "湘潭市",
    "衡阳市",
    "邵阳市",
    "岳阳市",
    "常德市",
    "张家界市",
    "益阳市",
    "郴州市",
    "永州市",
    "怀化市",
    "娄底市",
    "湘西土家族苗族自治州",
)


@dataclass(frozen=True)
class Hours:
    """When a unit can be reached, in words; `status` is verified or unverified."""

    text: str
    status: str
    source: str


@dataclass(frozen=True)
class Center:
    """One unit. Empty phones or address mean: not known, and never to be guessed."""

    id: str
    name: str
    tier: str
    prefecture: str | None
    phones: tuple[str, ...]
    address: str | None
    hours: Hours
    status: str
    source: str
    note: str = ""
    only_for: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The name that colleagues use: 省中心, 岳阳分中心, 长沙中心, 常德专利管理部门."""
        place = (self.prefecture or "").removesuffix("市").removesuffix("土家族苗族自治州")
        return place + _SHORT.get(self.tier, self.name)

    @property
    def named_in_plan(self) -> bool:
        """Whether the plan of 2015 names a center here; if not, say 方案未点名."""
        return self.tier in {"provincial", "branch", "municipal"}
