"""Templates: with what people begin, who writes it, and what it never touches."""

import pytest

from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge.actions import templating
from kith.knowledge.models import Draft, TemplateVersion
from kith.knowledge.queries import templates
from tests import walk


def begin(world, name, **given):
    """Somebody begins to write in the browser; the draft that she finds."""
    space = world.space("Castings", by=name)
    sent = {"title": "Vent the core", "kind": "lesson", "classification": 2, "space": space.uid, **given}
    assert walk.browser(world, name).post("/items/new", sent).status_code == 302
    return Draft.objects.latest("pk") if "publish" not in given else None


def test_a_lesson_begins_with_the_questions_that_kith_brings_along(world):
    assert "## What we expected" in begin(world, "ben").markdown


def test_what_a_steward_writes_begins_all_later_lessons_of_her_firm_and_of_no_other(world):
    before = begin(world, "ben")
    templating.write("lesson", "## Our own question", by=world.actor("ada"), shown=0)
    assert begin(world, "ben").markdown == "## Our own question\n"
    before.refresh_from_db()
    assert "What we expected" in before.markdown
    assert "What we expected" in begin(world, "cleo").markdown


def test_who_wrote_something_herself_or_publishes_at_once_gets_no_template(world):
    assert begin(world, "ben", markdown="My own words.").markdown == "My own words."
    assert begin(world, "ben", publish="1") is None
    assert not Draft.objects.filter(markdown__contains="What we expected").exists()


def test_members_read_templates_and_only_keepers_write_them(world):
    world.colleague("sue", "ada", role=Role.STEWARD)
    with pytest.raises(Denied):
        templating.write("lesson", "Mine", by=world.actor("ben"), shown=0)
    assert not TemplateVersion.objects.exists()
    assert walk.browser(world, "ben").get("/templates/lesson").status_code == 200
    assert walk.browser(world, "ben").post("/templates/lesson", {"markdown": "x", "shown": 0}).status_code == 403
    templating.write("lesson", "Ours", by=world.actor("sue"), shown=0)
    assert templates.page("lesson", world.actor("ben")).markdown == "Ours\n"


def test_two_stewards_do_not_overwrite_each_other(world):
    templating.write("lesson", "First", by=world.actor("ada"), shown=0)
    with pytest.raises(Refused, match="Somebody changed"):
        templating.write("lesson", "Second", by=world.actor("ada"), shown=0)
    client = walk.browser(world, "ada")
    late = client.post("/templates/lesson", {"markdown": "Second", "shown": 0})
    assert late.status_code == 422 and "Second" in late.content.decode()
    assert 'name="shown" value="1"' in late.content.decode(), "the next save goes on top of what is there"


def test_an_earlier_text_is_restored_as_a_new_version(world):
    ada = world.actor("ada")
    templating.write("howto", "One", by=ada, shown=0)
    templating.write("howto", "Two", by=ada, shown=1)
    templating.write("howto", templates.page("howto", ada).versions[1].markdown, by=ada, shown=2)
    assert [row.markdown for row in templates.page("howto", ada).versions] == ["One\n", "Two\n", "One\n"]
    with pytest.raises(Refused, match="already"):
        templating.write("howto", "One", by=ada, shown=3)


@pytest.mark.parametrize("kind", ["tacit", "novel", "0"])
def test_a_kind_without_a_template_has_no_page(world, kind):
    with pytest.raises(Unseen):
        templating.write(kind, "x", by=world.actor("ada"), shown=0)
    assert walk.browser(world, "ada").get(f"/templates/{kind}").status_code == 404
