"""Pages of other tools: tags, front matter and links are read by a profile, and nothing hidden comes out."""

from pathlib import PurePosixPath

import pytest

from kith.prose import canonical, pages, profile, text
from kith.prose.catalogue import Catalogue
from kith.prose.pages import read_page
from tests import pace

HANDBOOK = profile.shipped("18f")
FILES = ["pages/a/one.md", "pages/a/two.md", "pages/old name.md", "_img/x.png", "downloads/f.pdf"]
CATALOGUE = Catalogue(
    FILES,
    [
        (PurePosixPath("pages/a/one.md"), {}),
        (PurePosixPath("pages/a/two.md"), {"redirect_from": ["/second/"]}),
        (PurePosixPath("pages/old name.md"), {"permalink": "/old/"}),
    ],
    HANDBOOK,
)


def read(source: str, path: str = "pages/a/one.md") -> pages.Page:
    return read_page(PurePosixPath(path), source.encode(), HANDBOOK, CATALOGUE.lookup)


def test_title_comes_from_front_matter_then_heading_then_file_name() -> None:
    assert read("---\ntitle: Said\n---\n# Head\n\nx").title == "Said"
    page = read("# Head\n\nx")
    assert (page.title, text.plain(page.doc)) == ("Head", "x")
    assert read("x", "pages/some_long-name.md").title == "Some long name"
    assert text.plain(read("---\ntitle: Same\n---\n# Same\n\nx").doc) == "x"


def test_broken_front_matter_is_noted_and_the_text_kept() -> None:
    for front in (
        "title: Kept\nx: [",
        "- a",
        "a: &x [1]\nb: *y",
        "{" * 500,
        "x: !!python/object:os.system a",
    ):
        page = read(f"---\n{front}\n---\nwords")
        assert text.plain(page.doc) == "words"
        assert [note.kind for note in page.notes] == ["front matter"]
    assert read("---\ntitle: Kept\nx: [\n---\nwords").title == "Kept"
    assert "no end" in read("---\ntitle: a\nwords").notes[0].text


def test_aliases_in_front_matter_cannot_grow_without_bound() -> None:
    rows = ["a: &a [x,x,x,x,x,x,x,x,x,x]"] + [
        f"{new}: &{new} [{','.join(['*' + old] * 10)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert read("---\n" + "\n".join(rows) + "\n---\nwords").notes[0].kind == "front matter"


def test_tags_become_links_images_words_and_callouts() -> None:
    page = read(
        'See [two]({% page "a/two#part" %}) or {% page "/second/" %}, {% slack_channel "#help_me" %},\n'
        '{% slack_channel "x" "the *room*" %} and [form]({% download "downloads/f.pdf" %}).\n\n'
        '{% image "_img/x.png" "an *x*" %}\n\n- item\n\n'
        '  {% alert "Mind!", "warning" %}\n  Body [o]({% link "https://x.org" %})\n  {% endalert %}\n\nend'
    )
    assert canonical.links(page.doc) == [
        "kith-import:pages/a/two.md#part",
        "kith-import:pages/a/two.md",
        "kith-import:downloads/f.pdf",
        "kith-import:_img/x.png",
        "https://x.org",
    ]
    assert text.plain(page.doc) == (
        "See two or /second/, #help_me, the *room* and form.\nan *x*\nitem\nMind!\nBody o\nend"
    )
    item = page.doc["content"][2]["content"][0]
    assert item["content"][1]["attrs"] == {"tone": "warning"}
    assert page.notes == []


@pytest.mark.parametrize(
    "source",
    [
        "a {% comment %}canary{% endcomment %} b",
        "a\n\n{% comment %}\n- canary\n\n```\ncanary\n```\n{% endcomment %}\nb",
        "a {# canary #} b",
        "a {#canary#} b",
        "a <!-- canary --> b",
        "a <!-- x\n\ncanary --> b",
        "a {%- comment -%} canary {%- endcomment -%} b",
        "a {% comment %} canary, never closed",
        "a {:target='canary'}",
    ],
)
def test_commented_text_is_never_published(source: str) -> None:
    page = read(source)
    assert "canary" not in canonical.dumps(page.doc)
    assert text.plain(page.doc).startswith("a")


def test_raw_stays_as_it_is_and_only_in_code() -> None:
    page = read('`{% raw %}{% image "a" %}{% endraw %}` and {% raw %}{{ b }}{% endraw %} `{{ "{%x%}" }}`')
    assert text.plain(page.doc) == '{% image "a" %} and {{ b }} {%x%}'
    runs = page.doc["content"][0]["content"]
    assert all(run.get("marks") for run in runs if "{" in run["text"])


def test_unknown_tags_are_reported_with_their_line() -> None:
    page = read("---\ntitle: T\n---\none\n\ntwo {% widget 'x' %} {{ user.name }} {% if\n\nwords{% endwidget %}")
    assert [(note.kind, note.line) for note in page.notes] == [
        ("unknown tag", 6),
        ("unknown value", 6),
        ("broken tag", 6),
        ("unknown tag", 8),
    ]
    assert "{" not in text.plain(page.doc)
    assert text.plain(read('a {% no end b {% page "/second" %} c').doc) == "a  no end b /second c"
    broken = read("words {% never closed\n\nmore {{ too")
    assert [note.kind for note in broken.notes] == ["broken tag", "broken tag"]
    assert text.plain(broken.doc) == "words  never closed\nmore  too"


def test_links_out_of_the_folder_are_dropped_and_noted() -> None:
    out = [
        "../../../etc/passwd",
        "file:///etc/passwd",
        "//host/x",
        "C:/x",
        "javascript:a",
        "kith-import:pages/a/two.md",
    ]
    page = read("\n\n".join(f"[x]({target})" for target in out) + "\n\n[x](/etc/passwd)\n\n[x](<..\\..\\a>)")
    assert canonical.links(page.doc) == []
    assert {note.kind for note in page.notes} == {"dropped link", "unresolved link"}
    assert [note.line for note in page.notes] == [1, 3, 5, 7, 9, 11, 13, 15]


def test_relative_links_and_anchors_are_followed() -> None:
    page = read("[a](two.md#x) [b](../old%20name.md) [c](#here) [d](/second) [e](../two/) ![f](../../_img/x.png)")
    assert canonical.links(page.doc) == [
        "kith-import:pages/a/two.md#x",
        "kith-import:pages/old%20name.md",
        "#here",
        "kith-import:pages/a/two.md",
        "kith-import:pages/a/two.md",
        "kith-import:_img/x.png",
    ]
    assert pages.import_target("kith-import:pages/old%20name.md#a") == ("pages/old name.md", "a")
    assert pages.import_target("https://x.org") is None


def test_a_profile_is_checked() -> None:
    with pytest.raises(profile.BadProfile):
        profile.load('name = "x"\n[tags.a]\nmeans = "run"')
    with pytest.raises(profile.BadProfile):
        profile.load('nonsense = "x"')
    with pytest.raises(profile.BadProfile):
        profile.shipped("../18f")


@pytest.mark.parametrize(
    "part",
    [
        "{% ",
        "{{ ",
        "{# ",
        "{:",
        "{% raw %}",
        "{% alert %}",
        "{% x %}",
        "```\n",
        "` ",
        "{% comment %}{% endcomment %}",
    ],
)
def test_hostile_tags_are_read_in_time(part: str) -> None:
    with pace.at_most(400):
        read(part * (400_000 // len(part)))


def test_tags_in_code_are_told_from_tags_in_text() -> None:
    page = read("```\n{% x %} {# a #}\n```\n\n- ```\n  {{ y }}\n  ```\n\n``{% z %}``{% w %} `a")
    assert text.plain(page.doc) == "{% x %} {# a #}\n{{ y }}\n{% z %} `a"
