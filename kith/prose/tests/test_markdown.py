"""Markdown in and out: what is written reads back as the same body, whatever the body."""

import string
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.prose import canonical, markdown, text

CHARS = st.sampled_from(list(string.ascii_letters[:6] + string.digits[:3] + r"\`*_{}[]()<>#+-.!|~&;:=\"'/ é字  "))
WORDS = st.text(CHARS, min_size=1, max_size=8)
LINKS = st.sampled_from(["/a", "https://x.org/?a=1&b=2", "#top", "mailto:a@b.c", "/a b(c)", "/x|y", "/&amp;<>\\"])
MARKS = st.lists(
    st.one_of(
        st.sampled_from(["bold", "italic", "strike", "code"]).map(lambda name: {"type": name}),
        LINKS.map(lambda href: {"type": "link", "attrs": {"href": href}}),
    ),
    max_size=3,
)
RUN = st.builds(lambda words, marks: {"type": "text", "text": words, "marks": marks}, WORDS, MARKS)
IMAGE = st.builds(lambda src, alt: {"type": "image", "attrs": {"src": src, "alt": alt}}, LINKS, WORDS)
REFERENCE = st.just({"type": "reference", "attrs": {"item": "0a1b2c3d4e5f"}})
ATTACHMENT = st.just({"type": "attachment", "attrs": {"file": "0a1b2c3d4e5h"}})
MENTION = st.builds(
    lambda name, marks: {"type": "mention", "attrs": {"person": "0a1b2c3d4e5g", "name": name}, "marks": marks},
    WORDS.filter(str.strip),  # one without a name is none, and its paragraph may be empty then
    MARKS,
)
BREAK = st.just({"type": "hardBreak"})
LINE = st.lists(st.one_of(RUN, RUN, RUN, IMAGE, REFERENCE, ATTACHMENT, MENTION, BREAK), min_size=1, max_size=5)


def node(name: str, content: st.SearchStrategy[Any], **attrs: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda inner, given: {"type": name, "content": inner, "attrs": given},
        content,
        st.fixed_dictionaries(attrs),
    )


PARAGRAPH = node("paragraph", LINE)
CODE = st.text(CHARS | st.just("\n"), max_size=12).map(lambda words: [{"type": "text", "text": words}])
LEAVES = st.one_of(
    PARAGRAPH,
    PARAGRAPH,
    node("heading", LINE, level=st.integers(1, 6)),
    node("codeBlock", CODE, language=st.sampled_from(["", "py"])),
    st.just({"type": "horizontalRule"}),
)


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    blocks = st.lists(inner, min_size=1, max_size=3)
    items = st.lists(node("listItem", blocks), min_size=1, max_size=3)
    tasks = st.lists(node("taskItem", blocks, checked=st.booleans()), min_size=1, max_size=3)
    cells = st.one_of(
        node("tableCell", blocks, colwidth=st.sampled_from([None, [120]])),
        node("tableHeader", st.lists(PARAGRAPH, min_size=1, max_size=1)),
    )
    rows = st.lists(node("tableRow", st.lists(cells, min_size=1, max_size=3)), min_size=1, max_size=3)
    return st.one_of(
        node("blockquote", blocks),
        node("callout", blocks, tone=st.sampled_from(["note", "caution"])),
        node("bulletList", items),
        node("orderedList", items, start=st.integers(0, 12)),
        node("taskList", tasks),
        node("table", rows),
        simple_table(),
    )


@st.composite
def simple_table(draw: st.DrawFn) -> dict[str, Any]:
    width = draw(st.integers(1, 3))
    rows = []
    for kind in ["tableHeader"] + ["tableCell"] * draw(st.integers(0, 2)):
        cells = [{"type": kind, "content": [draw(PARAGRAPH)]} for _ in range(width)]
        rows.append({"type": "tableRow", "content": cells})
    return {"type": "table", "content": rows}


BODIES = node("doc", st.lists(st.recursive(LEAVES, containers, max_leaves=6), max_size=4))


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(BODIES)
def test_what_is_written_reads_back_as_the_same_body(body: dict[str, Any]) -> None:
    doc = canonical.validate(body)
    written = markdown.write(doc)
    assert markdown.parse(written) == doc, written


def test_a_line_that_begins_with_a_link_is_no_definition_whatever_its_code_says() -> None:
    """A link around code with `]:` in it, first in its paragraph, was read as an address's definition: all was lost."""
    code = {"type": "text", "text": "a]: b", "marks": [{"type": "link", "attrs": {"href": "/a"}}, {"type": "code"}]}
    doc = canonical.validate({"type": "doc", "content": [{"type": "paragraph", "content": [code]}]})
    assert markdown.parse(markdown.write(doc)) == doc, markdown.write(doc)


@pytest.mark.parametrize("text", ["#", "###", "a #", "a##", "\\#", "# #", "#a#"])
def test_headings_of_number_signs_are_read_back(text: str) -> None:
    heading = {"type": "heading", "attrs": {"level": 1}, "content": [{"type": "text", "text": text}]}
    doc = canonical.validate({"type": "doc", "content": [heading]})
    assert markdown.parse(markdown.write(doc)) == doc, markdown.write(doc)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(list("ab1 \n\t#*_-+>[]()!`~<>/&|:.\\{}\"'=x")) | st.characters(), max_size=80))
def test_any_text_is_read_as_a_valid_body(source: str) -> None:
    doc = markdown.parse(source)
    assert canonical.validate(doc) == doc
    assert markdown.parse(markdown.write(doc)) == doc, markdown.write(doc)


@pytest.mark.parametrize(
    "source",
    [
        "a <!-- canary --> b",
        "<!-- canary -->",
        "a <!-- x\n\ncanary --> b",
        "- a <!-- x\n- canary\n\n## canary\n\n```\ncanary -->\n```\n\nb",
        "a\n<!--\n\ncanary\n",
        "<div><!-- canary --> a</div>",
        "<script>canary</script> a",
        "a <script>canary</script> b",
        "<style>\n\ncanary\n\n</style>\n\na",
        "<iframe src='x'>\n\ncanary\n\n</iframe>\n\na",
        "![<!-- canary -->a](/b)",
        "<table><tr><td>a<!-- canary --></td></tr></table>",
        "<?canary?> a",
        "<div title='canary'>a</div>",
    ],
)
def test_what_is_hidden_in_markdown_is_not_in_the_body(source: str) -> None:
    assert "canary" not in canonical.dumps(markdown.parse(source))


def test_text_after_what_is_hidden_is_kept() -> None:
    assert text.plain(markdown.parse("a <!-- x\n\ny --> b\n\nc")) == "a\nb\nc"
    assert text.plain(markdown.parse("a <script>x\n\nb")) == "a\nb"
    assert "<!-- seen -->" in text.plain(markdown.parse("`<!-- seen -->`"))


def test_html_is_kept_by_its_meaning() -> None:
    source = (
        "<h3 id='x'>Head <button>one</button></h3>\n<p>a <b>b</b><br><a href='https://x.org'>c</a>\n"
        "<a href='javascript:alert(1)'>d</a></p><ol start=3><li>e<li>f</ol>\n"
        "<table><thead><tr><th>g<tr><td colspan=2>h</table><details><summary>i</summary>j</details>"
    )
    doc = markdown.parse(source)
    assert [node["type"] for node in doc["content"]] == [
        "heading", "paragraph", "orderedList", "table", "paragraph", "paragraph",
    ]  # fmt: skip
    assert text.plain(doc) == "Head one\na b\nc d\ne\nf\ng\nh\ni\nj"
    assert canonical.links(doc) == ["https://x.org"]
    assert doc["content"][0]["attrs"] == {"level": 3, "id": "x"}


def test_addresses_that_act_are_dropped_and_their_words_stay() -> None:
    source = "[a](javascript:alert(1)) [b](data:text/html,x) ![c](file:///etc/passwd) [d](//host/x) <vbscript:e>"
    doc = markdown.parse(source)
    assert canonical.links(doc) == []
    assert text.plain(doc) == "a b c d vbscript:e"


def test_the_resolver_sees_each_address_with_its_line() -> None:
    seen: list[markdown.Link] = []

    def resolve(link: markdown.Link) -> str | None:
        seen.append(link)
        return None if link.kind == "image" else "/new"

    doc = markdown.parse("one\ntwo [a](b.md)\n\n- ![c](d.png)\n", resolve=resolve)
    assert seen == [markdown.Link("link", "b.md", 2), markdown.Link("image", "d.png", 4)]
    assert canonical.links(doc) == ["/new"]
    assert text.plain(doc) == "one two a\nc"
