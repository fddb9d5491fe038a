"""OpenID Connect: how a provider is asked who somebody is, and how its answer is checked."""

from django.utils.functional import Promise


class Failed(Exception):
    """What came back is not to be believed, or nothing came. Why is for the log only; `said` is for her, where it helps
    and tells nothing of others."""

    status = 422

    def __init__(self, why: str, said: "str | Promise" = "") -> None:
        super().__init__(why)
        self.said = said
