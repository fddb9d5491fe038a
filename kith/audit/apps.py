from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kith.audit"
