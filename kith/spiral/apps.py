from django.apps import AppConfig


class SpiralConfig(AppConfig):
    name = "kith.spiral"

    def ready(self) -> None:
        from kith.spiral import reactions, told  # noqa: PLC0415 - apps are loaded before models

        reactions.listen()
        told.listen()
