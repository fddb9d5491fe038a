"""What is known: spaces, items in a tree, their versions and attachments."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids
from kith.core.classification import Classification

SEGMENT = 6  # letters of a path for each level: base 36, so 2 billion items
DEEPEST = 40
SEVERAL = 0  # bound to more than one organisation


def segment(item_id: int) -> str:
    """An item's part of the paths below it: fixed width, digits and small letters only, so that every engine and
    collation sorts paths alike and a subtree is one range of the index."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while item_id:
        item_id, rest = divmod(item_id, 36)
        text = digits[rest] + text
    return text.rjust(SEGMENT, "0")


class Space(models.Model):
    """A part of an organisation's knowledge, kept together."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="spaces")
    name = models.CharField(_("Name"), max_length=200)
    about = models.CharField(_("What it is for"), max_length=500, blank=True)
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One thing worth knowing: written down, or tacit and held by people. It always has an owner."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Article")
        HOW_TO = "howto", _("How-to")
        LESSON = "lesson", _("Lesson")
        PRACTICE = "practice", _("Best practice")
        DECISION = "decision", _("Decision")
        INCIDENT = "incident", _("Incident")
        STORY = "story", _("Story")
        QUESTION = "question", _("Question and answer")
        POLICY = "policy", _("Policy")
        TACIT = "tacit", _("Held by people")

    class Criticality(models.IntegerChoices):
        LOW = 1, _("Helpful")
        MIDDLE = 2, _("Important")
        HIGH = 3, _("Critical")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, related_name="items"
    )  # the space's, repeated so that the owner's doors need no join
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=SEGMENT * DEEPEST, default="")  # the segments from the root down to itself
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ARTICLE)
    title = models.CharField(_("Title"), max_length=300)
    classification = models.PositiveSmallIntegerField(
        _("How closely it is held"), choices=Classification.choices, default=Classification.INTERNAL
    )
    owner = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    current = models.ForeignKey("Version", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    created_at = models.DateTimeField()
    binned_at = models.DateTimeField(null=True, blank=True)
    binned_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    final_at = models.DateTimeField(null=True, blank=True)  # since then nothing of it changes: it can be superseded
    final_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    # who vouches for it, and how often; nobody named: anybody of the organisation
    verifier = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    verifier_team = models.ForeignKey("identity.Team", on_delete=models.PROTECT, null=True, related_name="+")
    verifier_firm = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    check_every = models.PositiveSmallIntegerField(null=True)  # days
    # whose confidential knowledge went into it, another organisation's id or `SEVERAL`: `knowledge.inputs` keeps it
    bound_to = models.BigIntegerField(null=True, editable=False)
    contributors = models.ManyToManyField(
        "identity.Organisation", related_name="+"
    )  # whose people wrote, beside its own
    # tacit items
    criticality = models.PositiveSmallIntegerField(
        _("How much depends on it"), choices=Criticality.choices, null=True, blank=True
    )
    practised_at = models.CharField(_("Where it is practised"), max_length=300, blank=True)
    # imports
    source_key = models.CharField(max_length=500, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="an_item_is_not_its_own_parent"),
            models.UniqueConstraint(
                fields=["space", "source_key"],
                condition=~Q(source_key=""),
                name="a_source_is_imported_once_per_space",
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-changed_at"], name="item_by_space_newest"),
            models.Index(fields=["organisation", "-changed_at"], name="item_by_organisation"),
            models.Index(fields=["-changed_at"], name="item_newest"),
            models.Index(fields=["path"], name="item_by_path"),
            models.Index(fields=["space", "path"], name="item_by_space_path"),
            models.Index(fields=["owner", "-changed_at"], name="item_by_owner_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def depth(self) -> int:
        """How far below its space's root it stands; 0 at the root."""
        return len(self.path) // SEGMENT - 1

    @property
    def ancestor_ids(self) -> list[int]:
        """The ids from the root down to itself."""
        return [int(self.path[at : at + SEGMENT], 36) for at in range(0, len(self.path), SEGMENT)]


class Version(models.Model):
    """One text of an item. Published versions are never changed; a draft is its writer's workshop."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    body = models.JSONField()  # ProseMirror JSON: the canonical form
    html = models.TextField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")  # who published it
    writers = models.ManyToManyField("identity.Person", related_name="+")  # who wrote in it with her, or for her
    others = models.PositiveSmallIntegerField(default=0)  # how many of the writers are not the author
    note = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    restores = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_version_per_number")]

    def was_current_since(self, moment: datetime) -> bool:
        """Whether it was still the text of the item at or after `moment`."""
        return self.replaced_at is None or self.replaced_at > moment


class Draft(models.Model):
    """A text in the making: of a new item, or on top of the version it began from. Seen by writers only."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="draft")
    title = models.CharField(max_length=300)
    markdown = models.TextField()
    based_on = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    saves = models.PositiveIntegerField(default=0)  # counts up at each save: what was shown is named by it
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")


class Holder(models.Model):
    """A person who can do what a tacit item names."""

    class Level(models.IntegerChoices):
        WITH_HELP = 2, _("with help")
        ALONE = 3, _("alone")
        CAN_TEACH = 4, _("can teach it")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="holders")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.ALONE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="a_holder_is_named_once")]


class Attachment(models.Model):
    """A file that belongs to an item. Its bytes lie outside the web root, named by their hash."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    text = models.TextField(blank=True)  # what search reads in it
    text_note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    source_key = models.CharField(max_length=500, blank=True)  # of an import
    source_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="attachment_by_hash")]


class Verification(models.Model):
    """Somebody vouches for one version until a day."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="verifications")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="verifications")
    verifier = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField()
    until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # why it was withdrawn, where somebody did
    told_at = models.DateTimeField(null=True)  # that its day has passed, to who vouches for it
    escalated_at = models.DateTimeField(null=True)  # the same, to the keepers

    class Meta:
        indexes = [
            models.Index(
                fields=["until"], condition=Q(withdrawn_at=None, escalated_at=None), name="verification_lapsing"
            )
        ]


class AccessRequest(models.Model):
    """Somebody asked to be let in to an item or a space she cannot see. Only those who may let her in learn of it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="access_requests")
    space = models.ForeignKey("Space", on_delete=models.PROTECT, null=True, related_name="access_requests")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    grant = models.ForeignKey("access.Grant", on_delete=models.PROTECT, null=True, related_name="+")  # None: put aside

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, space=None) | Q(item=None, space__isnull=False),
                name="a_request_is_for_one_thing",
            ),
            models.UniqueConstraint(
                fields=["item", "person", "organisation"],
                condition=Q(answered_at=None),
                name="one_open_request_per_person_and_item",
            ),
            models.UniqueConstraint(
                fields=["space", "person", "organisation"],
                condition=Q(answered_at=None),
                name="one_open_request_per_person_and_space",
            ),
        ]

    @property
    def thing(self) -> "Item | Space":
        """What she asks for."""
        found = self.item or self.space
        assert found is not None  # the database sees to it
        return found


class Use(models.Model):
    """Somebody says that she put an item to use, and what it did for her. Opening a page is never a use."""

    class Outcome(models.TextChoices):
        HOURS = "hours", _("It saved time")
        PROBLEM = "problem", _("It avoided a problem")
        QUALITY = "quality", _("It made the result better")
        NOTHING_YET = "nothing", _("Nothing yet")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="uses")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="uses")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("What it did"), max_length=8, choices=Outcome.choices)
    hours = models.DecimalField(_("Hours saved"), max_digits=7, decimal_places=2, null=True, blank=True)
    words = models.CharField(_("In your words"), max_length=1000, blank=True)
    used_at = models.DateTimeField()
    accuracy = models.PositiveSmallIntegerField(null=True)  # 1 to 5, all three or none
    relevance = models.PositiveSmallIntegerField(null=True)
    timeliness = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accuracy=None, relevance=None, timeliness=None)
                | Q(accuracy__range=(1, 5), relevance__range=(1, 5), timeliness__range=(1, 5)),
                name="a_rating_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(outcome="hours", hours__gt=0),
                name="hours_belong_to_saved_time",
                violation_error_message=_("Hours are given when time was saved, and are more than none."),
            ),
        ]
        indexes = [models.Index(fields=["item", "used_at"], name="use_by_item")]


class Acceptance(models.Model):
    """Somebody took an item on, to put it to use by a day."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="acceptances")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    use_by = models.DateField(_("By when you will use it"))
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "person", "organisation"], name="an_item_is_accepted_once_by_each")
        ]
