from django.apps import AppConfig

from kith.core import later


class ScimConfig(AppConfig):
    name = "kith.scim"

    def ready(self) -> None:
        """Say what a directory keeps, follow who joins, and let notices be told."""
        from kith.identity import kept  # noqa: PLC0415  (models exist only now)
        from kith.scim import standing, told  # noqa: PLC0415

        told.listen()
        joined = later.function("kith.scim.actions.belonging", "joined")
        kept.register(kept.Kept(standing.members, standing.teams, joined))
