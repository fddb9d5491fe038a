"""Which language a question is in, as far as it matters: English, which has a model of its own, or another one."""

import re
from collections.abc import Callable
from enum import Enum

_SURE, _UNSURE = 0.99, 0.34  # of a question's words that an English model holds in one piece
# Words that join and ask in English, and such of other languages in Latin letters; those of both tell nothing.
_EITHER_WORDS = "a am an as at do in no of on or so to was me"
_ENGLISH_WORDS = """
about and are be by can does for from has have how i if into is it my not our should that the their this we what when
where which who why will with you your
"""
_OTHER_WORDS = """
aan aber al alle als ao as att au auf aus aux av avec bei ce ces che chi com come comment como con cosa czy da dan
dans das dat de dei del della delle dem den der des det deze di die dla do donde dos du een ein eine einem einen einer
el ella elle eller em en er es est esta este et ett fran fur gli har het hoe hur i ich ik il im inte ist jak je jest
kan la las le les leur lo los maar mais man mas med met mit na nach nas nel nicht nie niet nog non nos nous o och od
oder of om op os ou pa par para pas pelo per perche pero piu po por porque pour przez quale quando que qui sa se sem
ses sich sie sin sind sobre som son sono sont su sur sus te till to uber uit uma un una und une uno vad van var vom
von voor vous w waar wat wenn werden wie wir wird y z ze zijn zu zum zur
"""
_EITHER = frozenset(_EITHER_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_OTHER = frozenset(_OTHER_WORDS.split()) - _ENGLISH - _EITHER


class Language(Enum):
    """What a question is written in."""

    ENGLISH = "english"
    UNSURE = "unsure"
    OTHER = "other"


def language(query: str, reads: Callable[[list[str]], float]) -> Language:
    """What a question is written in: by its small words, or else by how many of its words a model of English holds.

    Args:
        reads: the share of words that are whole ones to the model.
    """
    words = re.findall(r"[^\W\d_]+", query.lower())
    if not words:
        return Language.UNSURE
    if not all(word.isascii() for word in words):
        return Language.OTHER
    ours, theirs = (sum(word in small for word in words) for small in (_ENGLISH, _OTHER))
    if ours != theirs:
        return Language.ENGLISH if ours > theirs else Language.OTHER
    whole = reads([word for word in words if word not in _EITHER] or words)
    return Language.ENGLISH if whole >= _SURE else Language.UNSURE if whole >= _UNSURE else Language.OTHER
