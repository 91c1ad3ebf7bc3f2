"""What the intent model looks at: words, characters and sounds of a normalised message.

Pinyin n-grams read through input-method homophones (侵全 sounds like 侵权); character n-grams read
through dialect and missing words; words carry the domain's lexicon.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.classes import ClassNgrams
from bot.homophones import repaired
from bot.sounds import sound
from bot.text import normalize
from bot.words import tokenizer

if TYPE_CHECKING:
    from sklearn.pipeline import FeatureUnion

MAX_CHARS = 400
# Twice as much weight on how a message sounds halves what homophones cost and breaks nothing
# (docs/nlu.md, practice batches).
WEIGHTS = {"sounds": 2.0}


def prepare(text: str) -> str:
    """Normalised, homophones repaired, digits folded; a long story keeps beginning and end.

    The wish stands at either end of a story, hardly ever in the middle.
    """
    text = repaired(normalize(text)).lower()
    text = "".join("0" if char.isdigit() else char for char in text)
    if len(text) > MAX_CHARS:
        text = text[: MAX_CHARS // 2] + " " + text[-MAX_CHARS // 2 :]
    return f"^{text}$"


def sounds(text: str) -> list[str]:
    """Pinyin of each Chinese character; anything else stands for itself."""
    # 湖南 speech does not tell these apart, and neither do many typists.
    return [_fold(sound(char)) for char in text]


def _fold(syllable: str) -> str:
    for spoken, folded in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(spoken):
            syllable = folded + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


def sound_ngrams(text: str) -> list[str]:
    """Runs of one to three syllables."""
    syllables = sounds(text)
    runs: list[str] = []
    for size in (1, 2, 3):
        runs += ["_".join(syllables[i : i + size]) for i in range(len(syllables) - size + 1)]
    return runs


def char_ngrams(text: str) -> list[str]:
    """Runs of one to four characters."""
    return [text[i : i + size] for size in (1, 2, 3, 4) for i in range(len(text) - size + 1)]


class WordNgrams:
    """Runs of one and two words. Holds no tokenizer: it is stored with the model."""

    def __call__(self, text: str) -> list[str]:
        cut = tokenizer().cut(text.strip("^$"))
        words = [word for word in cut if word.strip()]
        return words + [f"{a}|{b}" for a, b in pairwise(words)]


def union() -> "FeatureUnion":
    """The untrained vectorizers, to be fitted on prepared texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    common = {"sublinear_tf": True, "lowercase": False, "dtype": "float32"}
    return FeatureUnion(
        [
            ("chars", TfidfVectorizer(analyzer=char_ngrams, min_df=2, **common)),
            ("words", TfidfVectorizer(analyzer=WordNgrams(), min_df=2, **common)),
            ("classes", TfidfVectorizer(analyzer=ClassNgrams(), min_df=2, **common)),
            ("sounds", TfidfVectorizer(analyzer=sound_ngrams, min_df=2, **common)),
        ],
        transformer_weights=WEIGHTS,
    )


def prepared(texts: Iterable[str]) -> list[str]:
    """`prepare` for many."""
    return [prepare(text) for text in texts]
