"""What is fetched behind the first page, before it is there."""

import subprocess
import sys

import pytest

from kith.core import later
from kith.core.errors import Refused


def test_what_is_not_there_yet_is_said_in_a_sentence():
    with pytest.raises(Refused, match="still being fetched"):
        later.fetched("kith_is_not_there")
    assert later.fetched("json").dumps({}) == "{}"


def test_no_start_waits_for_the_library_that_speaks_to_directories():
    said = "import django; django.setup(); import kith.config.urls, sys; print('scim2_models' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == "False"
