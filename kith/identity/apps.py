from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "kith.identity"

    def ready(self) -> None:
        """Hear what was recorded, and from the sign-in library, which speaks in signals, who came, went or failed."""
        from kith.identity import reactions, sign_ins  # noqa: PLC0415  (models exist only now)

        reactions.listen()
        sign_ins.listen()
