"""The reference documents say what the code says."""

import pytest

from kith.config import reference


@pytest.mark.parametrize("name", sorted(reference.DOCUMENTS))
def test_the_reference_is_true(name):
    written = (reference.FOLDER / name).read_text()
    assert written == reference.DOCUMENTS[name](), "Renew it: .venv/bin/python -m kith.config.reference"
