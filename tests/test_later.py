"""What is fetched behind the first page, before it is there."""

import pytest

from kith.core import later
from kith.core.errors import Refused


def test_what_is_not_there_yet_is_said_in_a_sentence():
    with pytest.raises(Refused, match="still being fetched"):
        later.fetched("kith_is_not_there")
    assert later.fetched("json").dumps({}) == "{}"
