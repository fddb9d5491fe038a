from django.apps import AppConfig


class SpeakupConfig(AppConfig):
    name = "kith.speakup"

    def ready(self) -> None:
        from kith.speakup import told  # noqa: PLC0415 - apps are loaded before models

        told.listen()
