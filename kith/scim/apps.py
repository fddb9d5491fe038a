from django.apps import AppConfig


class ScimConfig(AppConfig):
    name = "kith.scim"

    def ready(self) -> None:
        """Say what a directory keeps, follow who joins, and let notices be told."""
        from kith.identity import kept  # noqa: PLC0415  (models exist only now)
        from kith.scim import queries, told  # noqa: PLC0415
        from kith.scim.actions import belonging  # noqa: PLC0415

        told.listen()
        kept.register(kept.Kept(queries.members, queries.teams, belonging.joined))
