"""Kith's own settings with one address more: a signed-in view that does nothing, the other side of `bench pages`."""

from kith.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.bare_urls"
