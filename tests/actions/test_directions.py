"""What is not the hotline's goes where it belongs; a wish for the center to act gets the forms."""

import pytest
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.directions import refer


def said(text: str) -> tuple[str, list[str]]:
    dispatcher = CollectingDispatcher()
    refer(dispatcher, text)
    (message,) = dispatcher.messages
    return message["response"], [button["title"] for button in message["buttons"]]


@pytest.mark.parametrize("text", ["能帮我查他吗", "你们帮忙查下这家行不行", "可以给我治一下他不"])
def test_a_wish_in_the_form_of_a_question_gets_the_forms(text: str) -> None:
    assert said(text)[1] == ["举报/投诉", "申请维权援助"]


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("老板不发工资", "utter_refer_labour"),
        ("今天长沙天气怎么样", "utter_out_of_scope"),
        ("给我讲个笑话吧", "utter_out_of_scope"),
        ("帮我订张票", "utter_out_of_scope"),
    ],
)
def test_anything_else_is_sent_where_it_belongs(text: str, response: str) -> None:
    assert said(text) == (response, [])
