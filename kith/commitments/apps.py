from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "kith.commitments"

    def ready(self) -> None:
        from kith.commitments import told  # noqa: PLC0415 - apps are loaded before models

        told.listen()
