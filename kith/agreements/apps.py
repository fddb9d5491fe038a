from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "kith.agreements"

    def ready(self) -> None:
        """Hear what others record."""
        from kith.agreements import named, reactions, told  # noqa: PLC0415  (models exist only now)

        named.listen()
        reactions.listen()
        told.listen()
