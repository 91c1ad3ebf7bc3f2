"""One message at a time weighs what scikit-learn's vectorizers weigh for many."""

import numpy as np

from bot.nlu import features, weighing

SAID = [
    "有人仿我的专利怎么办",
    "我要举报一家店卖假货",
    "专利专利专利 123",
    "怎么联系你们",
    "我要举报假货",
]


def test_our_weights_are_those_of_scikit_learn() -> None:
    union = features.union()
    expected = union.fit_transform(features.prepared(SAID * 2)).toarray()
    parts = weighing.parts(union)
    for text, row in zip(features.prepared(SAID), expected, strict=False):
        columns, weights = weighing.weigh(parts, text)
        dense = np.zeros(len(row))
        dense[columns] = weights
        assert np.allclose(dense, row, atol=1e-5)


def test_a_message_of_things_never_seen_weighs_nothing() -> None:
    union = features.union()
    union.fit(features.prepared(SAID * 2))
    columns, weights = weighing.weigh(weighing.parts(union), "ǂǂ")
    assert len(columns) == len(weights) == 0
