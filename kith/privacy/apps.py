from django.apps import AppConfig

from kith.core.sealing import resealing


class PrivacyConfig(AppConfig):
    name = "kith.privacy"

    def ready(self) -> None:
        """Let erasures be told and have their days, and their words be sealed anew."""
        from kith.privacy import days, told  # noqa: PLC0415  (models exist only now)
        from kith.privacy.models import Erasure, Farewell, Hold  # noqa: PLC0415

        told.listen()
        days.listen()
        for model, field in ((Erasure, "why"), (Farewell, "address"), (Hold, "why")):
            resealing.register(resealing.field(model, field))
