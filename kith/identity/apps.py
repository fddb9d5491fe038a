from django.apps import AppConfig

from kith.core.sealing import resealing


class IdentityConfig(AppConfig):
    name = "kith.identity"

    def ready(self) -> None:
        """Hear what was recorded, and from the sign-in library, which speaks in signals, who came, went or failed."""
        from kith.identity import reactions, second_steps, sign_ins  # noqa: PLC0415  (models exist only now)

        resealing.register(second_steps.sealed())
        reactions.listen()
        sign_ins.listen()
