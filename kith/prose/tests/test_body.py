"""The body itself: its one form, its HTML, its words, its differences, and bytes to text."""

import codecs
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.prose import canonical, diff, html, markdown, text
from kith.prose.decode import decode
from kith.prose.sentence import Sentence

RUN = {"type": "text", "text": "a"}
UNKNOWN_MARK = {"type": "text", "text": "b\u0000", "marks": [{"type": "x"}]}


def body(*content: object) -> dict[str, object]:
    return {"type": "doc", "content": list(content)}


def test_what_is_not_known_is_left_out() -> None:
    dirty = body(
        {"type": "script", "content": [RUN]},
        {"type": "paragraph", "onclick": "x", "content": [RUN, UNKNOWN_MARK]},
        {"type": "heading", "attrs": {"level": 2.0, "style": "x"}, "content": [RUN]},
        {"type": "heading", "attrs": {"level": float("nan")}, "content": [{"type": "listItem"}]},
        RUN, "x", None, {"type": []}, {"type": "bulletList"},
    )  # fmt: skip
    assert canonical.validate(dirty) == body(
        {"type": "paragraph", "content": [{"type": "text", "text": "ab"}]},
        {"type": "heading", "attrs": {"level": 2}, "content": [RUN]},
        {"type": "heading", "attrs": {"level": 1}},
    )
    assert "2.0" not in canonical.dumps(canonical.validate(dirty))


@pytest.mark.parametrize("nothing", [None, [], "x", {}, {"type": "doc", "content": 3}, {"type": "paragraph"}])
def test_nothing_is_an_empty_body(nothing: object) -> None:
    assert canonical.validate(nothing) == body({"type": "paragraph"})


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["doc", "paragraph", "text", "table"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "content", "attrs", "marks", "text", "level"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(JSON)
def test_validation_is_total_and_done_once(data: object) -> None:
    once = canonical.validate({"type": "doc", "content": data})
    assert canonical.validate(once) == once
    html.render(once)
    markdown.write(once)
    json.loads(canonical.dumps(once))


def test_equal_bodies_have_one_fingerprint() -> None:
    one, two = {"type": "doc", "content": []}, {"content": [], "type": "doc"}
    assert canonical.sha256(one) == canonical.sha256(two)
    assert len(canonical.sha256(one)) == 64


def test_links_are_listed_and_rewritten() -> None:
    doc = markdown.parse("[a **b**](/x) ![c](/y) [![d](/z)](/w)")
    assert canonical.links(doc) == ["/x", "/y", "/z", "/w"]
    assert canonical.links(canonical.rewrite(doc, lambda address: address + "1")) == [
        "/x1",
        "/y1",
        "/z1",
        "/w1",
    ]
    gone = canonical.rewrite(doc, lambda address: None)
    assert (canonical.links(gone), text.plain(gone)) == ([], "a b c d")


ADDRESSES = st.sampled_from(["/a", "/b", "https://h.example/c", "javascript:x", "//h/x"])
RUNS = st.builds(
    lambda words, href, image: f"![{words}]({href})" if image else f"[{words}]({href})",
    st.sampled_from(["a", "b **c**", ""]), st.sampled_from(["/x", "/y", "https://h.example/z"]), st.booleans(),
)  # fmt: skip


@given(st.lists(RUNS, max_size=6), st.lists(ADDRESSES | st.none(), min_size=3, max_size=3))
def test_a_rewritten_body_is_canonical_wherever_its_links_lead_now(runs: list[str], new: list[str | None]) -> None:
    doc = markdown.parse("".join(runs))
    leads = dict(zip(["/x", "/y", "https://h.example/z"], new, strict=True))
    rewritten = canonical.rewrite(doc, leads.__getitem__)
    assert canonical.validate(rewritten) == rewritten
    assert set(canonical.links(rewritten)) <= {"/a", "/b", "https://h.example/c"}


def test_a_sentence_stays_one_on_its_way_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(Sentence("100 %% of %(what)s", what="it")))
    assert sent == "100 % of it"
    assert sent.translated(lambda text: text.replace("of", "von")) == "100 % von it"


def test_html_escapes_everything_and_shows_only_allowed_addresses() -> None:
    runs = [
        {"type": "text", "text": "<b>&\"'", "marks": [{"type": "link", "attrs": {"href": href}}]}
        for href in (
            "javascript:x",
            " java\nscript:x",
            "//h/x",
            "/\\h",
            "kith-import:a",
            "rel",
            "/a\"'>",
            "https://h/x",
        )
    ]
    shown = html.render(body({"type": "paragraph", "content": runs}))
    words = "&lt;b&gt;&amp;&quot;&#x27;"
    assert shown == (
        f'<p>{words * 6}<a href="/a&quot;&#x27;&gt;">{words}</a>'
        f'<a href="https://h/x" rel="noopener noreferrer">{words}</a></p>'
    )


def test_html_of_each_block() -> None:
    doc = markdown.parse(
        "# A\n\n### B\n\n# A\n\n3. x\n\n- [x] done\n\n> [!TIP]\n> t\n\n```py\n<\n```\n\n"
        "| h |\n|---|\n| c |\n\n![i](/p) ~~s~~"
    )
    assert html.render(doc, image=lambda src: "/media" + src) == (
        '<h2 id="a">A</h2><h3 id="b">B</h3><h2 id="a-2">A</h2><ol start="3"><li><p>x</p></li></ol>'
        '<ul class="tasks"><li><label><input type="checkbox" disabled checked> done</label></li></ul>'
        '<aside class="callout" data-tone="tip"><p>t</p></aside>'
        '<pre tabindex="0" data-language="py"><code>&lt;</code></pre>'
        '<div class="table" tabindex="0"><table><thead><tr><th scope="col">h</th></tr></thead>'
        "<tbody><tr><td>c</td></tr></tbody></table></div>"
        '<p><img src="/media/p" alt="i" loading="lazy"> <s>s</s></p>'
    )
    assert "<img" not in html.render(doc)
    assert "<img" not in html.render(doc, image=lambda src: "javascript:x")
    assert "<h6" not in html.render(markdown.parse("## A\n\n###### B"))


def test_words_outline_and_summary() -> None:
    doc = markdown.parse("# A {#x}\n\nOne *two*\\\nthree\n\n| a | b |\n|---|---|\n| c | ![d](/e) |\n\n```\ncode\n```")
    assert text.plain(doc) == "A\nOne two\nthree\na | b\nc | d\ncode"
    assert text.outline(doc) == [text.Heading(1, "A", "x")]
    assert text.summary(doc, 100) == "One two three"
    assert text.summary(doc, 9) == "One two…"
    assert all(len(text.summary(doc, limit)) <= limit for limit in range(12))


def test_a_comparison_shows_words() -> None:
    old = markdown.parse("same\n\nthe old word here\n\ngone entirely")
    new = markdown.parse("same\n\nthe new word here\n\nend")
    assert diff.compare(old, new)[:2] == [
        diff.Row("same", (("same", "same"),)),
        diff.Row("changed", (("same", "the "), ("removed", "old"), ("added", "new"), ("same", " word here"))),
    ]
    assert [row.kind for row in diff.compare(old, new)[2:]] == ["removed", "added"]
    assert {row.kind for row in diff.compare(old, old)} == {"same"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a\r\nb\rc\x00", ("a\nb\nc", "utf-8")),
        ("e\u0301".encode(), ("é", "utf-8")),
        (codecs.BOM_UTF8 + "é".encode(), ("é", "utf-8")),
        ("Größe".encode("utf-16"), ("Größe", "utf-16-le")),
        ("Größe".encode("utf-16-be"), ("Größe", "utf-16-be")),
        ("Größe".encode("utf-16-le"), ("Größe", "utf-16-le")),
        ("“Größe” €".encode("cp1252"), ("“Größe” €", "windows-1252")),
        (b"\x81\xe9", ("\x81é", "latin-1")),
        (b"", ("", "utf-8")),
    ],
)
def test_bytes_are_decoded(data: bytes, expected: tuple[str, str]) -> None:
    assert decode(data) == expected


@given(st.binary(max_size=60))
def test_any_bytes_are_text(data: bytes) -> None:
    decoded, _ = decode(data)
    assert "\x00" not in decoded
    assert "\r" not in decoded
