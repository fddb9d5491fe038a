from django.apps import AppConfig

from kith.core.sealing import resealing


class SpeakupConfig(AppConfig):
    name = "kith.speakup"

    def ready(self) -> None:
        from kith.speakup import told  # noqa: PLC0415 - apps are loaded before models
        from kith.speakup.models import Message, Report  # noqa: PLC0415

        told.listen()
        for model, name in ((Report, "title"), (Report, "words"), (Report, "data"), (Message, "words")):
            resealing.register(resealing.field(model, name))
