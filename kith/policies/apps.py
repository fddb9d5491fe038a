from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "kith.policies"

    def ready(self) -> None:
        """Hear of new versions, and let notices be told."""
        from kith.policies import reactions, told  # noqa: PLC0415  (models exist only now)

        reactions.listen()
        told.listen()
