from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "kith.exchange"

    def ready(self) -> None:
        from kith.exchange import reactions, told  # noqa: PLC0415 - apps are loaded before models

        reactions.listen()
        told.listen()
