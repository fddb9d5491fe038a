from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "kith.knowledge"

    def ready(self) -> None:
        from kith.collab import doors  # noqa: PLC0415 - apps are loaded before models
        from kith.knowledge import named, promises, reactions, together, told  # noqa: PLC0415

        doors.register(together.KIND, together.DOOR)
        told.listen()
        named.listen()
        promises.listen()
        reactions.listen()
