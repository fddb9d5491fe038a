from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "kith.webhooks"

    def ready(self) -> None:
        """Let notices about webhooks be told."""
        from kith.webhooks import told  # noqa: PLC0415  (models exist only now)

        told.listen()
