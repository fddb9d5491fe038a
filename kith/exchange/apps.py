from django.apps import AppConfig

from kith.core.sealing import resealing


class ExchangeConfig(AppConfig):
    name = "kith.exchange"

    def ready(self) -> None:
        from kith.exchange import actions, reactions, told  # noqa: PLC0415 - apps are loaded before models

        resealing.register(resealing.Part("exports", actions.sealed_with))
        reactions.listen()
        told.listen()
