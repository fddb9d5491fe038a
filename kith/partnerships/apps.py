from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "kith.partnerships"

    def ready(self) -> None:
        """Let programs be told of partnerships."""
        from kith.partnerships import named  # noqa: PLC0415  (models exist only now)

        named.listen()
