"""What a person is told: that something happened which is meant for her."""

from django.db import models
from django.db.models import Q

from kith.core import ids


class Notice(models.Model):
    """Something of one kind happened to one thing, once or several times since she looked."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    about_id = models.BigIntegerField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")  # the last one
    times = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "kind", "about_id"],
                condition=Q(read_at=None),
                name="one_unread_notice_of_a_kind_about_a_thing",
            )
        ]
        indexes = [
            models.Index(fields=["person", "organisation", "-at"], name="notice_newest"),
            models.Index(fields=["at"], condition=Q(read_at=None, mailed_at=None), name="notice_to_mail"),
        ]


class Quiet(models.Model):
    """She wants no mails about notices."""

    person = models.OneToOneField("identity.Person", on_delete=models.PROTECT, related_name="+")
