"""Near-duplicates are found whatever punctuation, case or width they hide behind."""

from bot.engine.exam.leaks import near_duplicates


def pairs(texts: list[str], groups: list[str]) -> list[tuple[int, int]]:
    return list(near_duplicates(texts, groups))


def test_a_message_that_differs_by_punctuation_is_found() -> None:
    texts = ["我的商标被人冒用了怎么办", "我的商标，被人冒用了！怎么办？"]
    assert pairs(texts, ["training", "held-out"]) == [(0, 1)]


def test_a_message_that_differs_by_one_character_of_many_is_found() -> None:
    texts = ["隔壁那家店在卖假冒的名牌皮鞋你们管不管", "隔壁那家店在卖假冒的名牌皮包你们管不管"]
    assert pairs(texts, ["a", "b"]) == [(0, 1)]


def test_two_messages_of_one_group_may_be_alike() -> None:
    assert pairs(["我的商标被人冒用了怎么办"] * 2, ["a", "a"]) == []


def test_different_messages_and_short_ones_are_no_duplicates() -> None:
    texts = ["我要举报假专利", "假专利怎么举报", "你好", "你好"]
    assert pairs(texts, ["a", "b", "a", "b"]) == []
