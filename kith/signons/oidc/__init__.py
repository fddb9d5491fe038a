"""OpenID Connect: how a provider is asked who somebody is, and how its answer is checked."""


class Failed(Exception):
    """What came back is not to be believed, or nothing came. Why is for the log only."""
