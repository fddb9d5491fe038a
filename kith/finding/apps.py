from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "kith.finding"

    def ready(self) -> None:
        from kith.finding import gaps, reactions, told  # noqa: PLC0415 - apps are loaded before models

        gaps.listen()
        reactions.listen()
        told.listen()
