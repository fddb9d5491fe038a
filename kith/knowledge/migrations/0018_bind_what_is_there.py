from collections import defaultdict

from django.db import migrations

from kith.search import engines

HEREDITARY = ("derived_from", "combines", "supersedes", "applies")
SOME = 500


def _contributors(apps):
    """Whose people wrote in items of spaces in which partners write or wrote."""
    Item, Version = apps.get_model("knowledge", "Item"), apps.get_model("knowledge", "Version")
    guests = defaultdict(set)
    joint = apps.get_model("access", "Grant").objects.filter(joint=True, container_kind="space")
    for space, firm in joint.values_list("container_id", "organisation_id"):
        guests[space].add(firm)
    if not guests:
        return
    firms = defaultdict(set)
    members = apps.get_model("identity", "Membership").objects
    for person, firm in members.filter(organisation__in=set().union(*guests.values())).values_list(
        "person_id", "organisation_id"
    ):
        firms[person].add(firm)
    written = Version.objects.filter(item__space__in=guests)
    pairs = set(written.values_list("item_id", "item__space_id", "author_id"))
    pairs |= set(written.filter(others__gt=0).values_list("item_id", "item__space_id", "writers"))
    rows = {(item, firm) for item, space, person in pairs for firm in firms[person] & guests[space]}
    through = Item.contributors.through
    through.objects.bulk_create([through(item_id=item, organisation_id=firm) for item, firm in sorted(rows)])


def _held(apps):
    """For each item the organisations whose confidential knowledge stands in it, its own among them."""
    Item, Relation = apps.get_model("knowledge", "Item"), apps.get_model("knowledge", "Relation")
    held, heirs = defaultdict(set), defaultdict(set)
    for item, other in Relation.objects.filter(kind__in=HEREDITARY).values_list("item_id", "other_id"):
        heirs[other].add(item)
    begun = Item.objects.filter(pk__in=list(heirs), classification__gt=0)
    for item, firm in [
        *begun.values_list("pk", "organisation_id"),
        *apps.get_model("knowledge", "Source").objects.values_list("item_id", "organisation_id"),
        *Item.contributors.through.objects.values_list("item_id", "organisation_id"),
    ]:
        held[item].add(firm)
    queue = list(held)
    while queue:
        here = queue.pop()
        for heir in heirs.get(here, ()):
            if held[here] - held[heir]:
                held[heir] |= held[here]
                queue.append(heir)
    return held


def bind(apps, schema_editor):
    """Bind what is there already to the partners whose confidential knowledge it holds."""
    Item = apps.get_model("knowledge", "Item")
    _contributors(apps)
    held = _held(apps)
    changed = []
    for item in Item.objects.filter(pk__in=list(held)).only("pk", "organisation_id").iterator():
        firms = held[item.pk] - {item.organisation_id}
        if firms:
            item.bound_to = firms.pop() if len(firms) == 1 else 0
            changed.append(item)
    Item.objects.bulk_update(changed, ["bound_to"], batch_size=SOME)
    _name_guests(apps, {item.pk: item.bound_to for item in changed}, schema_editor)


def _name_guests(apps, bound, schema_editor):
    """Give the rows of the search index the words by which people of partners find them from now on."""
    Row = apps.get_model("search", "Row")
    rows = []
    for row in Row.objects.exclude(acl="").only("item_id", "acl").iterator(chunk_size=SOME):
        firm = bound.get(row.item_id)
        end = "g" if firm is None else f"g{firm}"
        if firm != 0:
            row.acl = " ".join([row.acl, *(word + end for word in row.acl.split() if word[0] in "sti")])
            rows.append(row)
        if len(rows) >= SOME:
            Row.objects.bulk_update(rows, ["acl"])
            rows = []
    Row.objects.bulk_update(rows, ["acl"])
    for statement in engines.of(schema_editor.connection.vendor).DERIVED:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0017_releases"),
        ("access", "0006_duties_first"),
        ("search", "0005_vectors"),
    ]

    operations = [migrations.RunPython(bind, migrations.RunPython.noop)]
