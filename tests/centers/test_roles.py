"""Of two places in one story, one is the speaker's and one is where the wrong is done."""

import pytest

from bot.centers.place import Region
from bot.centers.regions import Gazetteer, places_with_roles

STORIES = {
    "我在长沙,他在义乌": ("长沙市", "浙江省/义乌市"),
    "我在长沙他在义乌": ("长沙市", "浙江省/义乌市"),
    "我是株洲的,发现岳阳有人卖假货": ("株洲市", "岳阳市"),
    "邵东一家厂仿我(宁乡)的": ("宁乡市", "邵东市"),
    "我的专利被岳阳一家厂仿冒了": (None, "岳阳市"),
    "我们岳阳一家公司的专利被侵权": ("岳阳市", None),
    "我在长沙高桥大市场看到有人卖假货": (None, "雨花区"),
    "长沙一家企业,想申请维权援助": ("长沙市", None),
    "我是怀化的果农,有人在长沙冒用我们的地理标志": ("怀化市", "长沙市"),
    "我公司注册在湘潭,侵权厂家在衡阳": ("湘潭市", "衡阳市"),
    "本人住娄底,举报涟源一家超市卖假酒": ("娄底市", "涟源市"),
    "我人在深圳,专利被湘潭的厂侵权": ("广东省/深圳市", "湘潭市"),
    "我要举报吉首有人卖盗版书": (None, "吉首市"),
    "对方公司在株洲": (None, "株洲市"),
    "郴州的,想咨询": ("郴州市", None),
    "在常德买的假种子": (None, None),
    "张家界": (None, None),
    "我在安化做茶的益阳那边有人学我的包装": ("安化县", "益阳市"),
    "汝城画手,广州一个厂把我的画印在杯子上": ("汝城县", "广东省/广州市"),
    "仿我的人在佛山开厂,我在凤凰": ("凤凰县", "广东省/佛山市"),
    "我们在法国参展,样品被当地收走,公司在浏阳": ("浏阳市", "法国"),
    "我在涟源打铁,让河南洛阳一个厂子照样子做了去": ("涟源市", "河南省/洛阳市"),
    "我在吉首开店,花垣那边有人挂我的牌子": ("吉首市", "花垣县"),
    "我在湘阴,想问岳阳的中心怎么联系": ("湘阴县", None),
}


def short(region: Region | None) -> str | None:
    return (region.county or region.prefecture or region.outside) if region else None


@pytest.mark.parametrize(("said", "meant"), STORIES.items())
def test_whose_place_it_is(
    said: str, meant: tuple[str | None, str | None], gazetteer: Gazetteer
) -> None:
    applicant, infringement = places_with_roles(said, gazetteer)
    assert (short(applicant), short(infringement)) == meant
