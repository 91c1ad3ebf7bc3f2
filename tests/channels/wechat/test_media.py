"""Pictures, voices, places: what is no text is sensible all the same (cases 37, 62, 63)."""

import json

import pytest
from sqlalchemy import select

from bot import db
from bot.conversations import files
from bot.conversations.records import Message, StoredFile
from channels.wechat.api import Api
from tests.channels.loopback import until
from tests.channels.wechat.conftest import World

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 4000
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"0" * 4000


def kept(world: World) -> list[StoredFile]:
    with db.reading(world.factory) as session:
        return list(session.scalars(select(StoredFile).order_by(StoredFile.uploaded_at)))


async def test_a_picture_is_kept_as_evidence_before_its_turn(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    world.api.media["M1"] = PNG
    phone = world.phone()
    await phone.post(phone.message("image", MediaId="M1", PicUrl="http://127.0.0.1:9/x.png"))
    await until(lambda: engine.heard)
    assert engine.heard == [("[图片]", '/inform{"choice":"files:1"}')]
    file = kept(world)[0]
    assert (file.media_type, file.size) == ("image/png", len(PNG))
    assert files.path_of(world.data_dir / "files", file.sha256).read_bytes() == PNG
    with db.reading(world.factory) as session:
        said = session.scalars(select(Message).where(Message.sender == "user")).one()
        assert said.attachments[0]["file_id"] == file.id
    assert not list((world.data_dir / "fetching").iterdir())


async def test_a_video_is_fetched_from_the_platforms_own_place_only(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    base = world.env["HOTLINE_WECHAT_API_BASE"]
    world.api.media["M1"] = MP4
    place = f"{base}/cgi-bin/media/get?media_id=M1"
    world.api.media["V2"] = json.dumps({"video_url": "http://127.0.0.1:1/secret"}).encode()
    world.api.media["V1"] = json.dumps({"video_url": place}).encode()
    phone = world.phone()
    await phone.post(phone.message("video", MediaId="M1", ThumbMediaId="T"))
    await until(lambda: len(engine.heard) == 1)
    assert kept(world)[0].media_type == "video/mp4"
    await phone.post(phone.message("shortvideo", MediaId="V2", ThumbMediaId="T"))
    await until(lambda: len(engine.heard) == 2, 20)
    assert engine.heard[1][1] == '/inform{"choice":"nofile:unreachable"}'
    assert len(kept(world)) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "gone"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * (50 * 1024 * 1024), "too_large"),
        (b"<html>not a picture</html>", "kind"),
        (b"MZ a program", "kind"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_explained(
    world: World, content: bytes | None, why: str
) -> None:
    engine = world.engine()
    await world.start(engine)
    if content is not None:
        world.api.media["M1"] = content
    phone = world.phone()
    await phone.post(phone.message("image", MediaId="M1"))
    await until(lambda: engine.heard)
    assert engine.heard[0][1] == '/inform{"choice":"nofile:' + why + '"}'
    assert kept(world) == []
    assert not list((world.data_dir / "fetching").iterdir())


async def test_what_is_no_text_has_a_turn_of_its_own(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    phone = world.phone()
    place = {"Location_X": "28.70", "Location_Y": "113.58", "Scale": 16, "Label": ""}
    far = {**place, "Location_X": "48.85", "Location_Y": "2.35"}
    link = {"Title": "假货链接", "Description": "某店", "Url": "https://example.com/1"}
    for message in (
        phone.message("voice", MediaId="M", Format="amr", Recognition="我要举报"),
        phone.message("voice", MediaId="M", Format="amr"),
        phone.message("location", **place),
        phone.message("location", **far),
        phone.message("link", **link),
        phone.message("miniprogrampage", Title="x", AppId="wx1", PagePath="a"),
        phone.message("foo"),
        phone.message("text"),
    ):
        assert await phone.post(message)
    assert engine.heard == [
        ("我要举报", None),
        ("[语音]", '/inform{"choice":"heard:voice"}'),
        ("岳阳市平江县", None),
        ("[位置]", '/inform{"choice":"heard:place"}'),
        ("假货链接\n某店\nhttps://example.com/1", None),
        ("[不支持的消息]", '/inform{"choice":"heard:unknown"}'),
        ("[不支持的消息]", '/inform{"choice":"heard:unknown"}'),
        ("（空消息）", '/inform{"choice":"heard:empty"}'),
    ]


async def test_an_upload_with_a_stale_token_sends_the_whole_file_again(world: World) -> None:
    await world.start()
    from bot import settings as settings_module

    settings = settings_module.load(world.env, data_dir=world.data_dir)
    assert settings.wechat is not None
    api = Api(settings.wechat, world.factory)
    world.api.faults = [40001]
    answer = await api.upload("media/upload", "x.png", PNG, "image")
    await api.close()
    assert answer["size"] == len(PNG)
    assert [body for kind, body in world.api.calls if kind == "upload"] == [len(PNG), len(PNG)]
