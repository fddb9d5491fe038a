from django.apps import AppConfig

from kith.core.sealing import resealing


class WebhooksConfig(AppConfig):
    name = "kith.webhooks"

    def ready(self) -> None:
        """Let notices about webhooks be told."""
        from kith.webhooks import told  # noqa: PLC0415  (models exist only now)
        from kith.webhooks.models import Secret  # noqa: PLC0415

        told.listen()
        resealing.register(resealing.field(Secret, "secret"))
