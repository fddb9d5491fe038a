"""The elements of HTML: which say something a body keeps, and which are dropped with all they hold."""

MARKS = (
    dict.fromkeys(("b", "strong"), "bold")
    | dict.fromkeys(("i", "em", "cite", "dfn", "var"), "italic")
    | dict.fromkeys(("s", "del", "strike"), "strike")
    | dict.fromkeys(("code", "kbd", "samp", "tt"), "code")
)
BLOCKS = {
    "p": "paragraph",
    "ul": "bulletList",
    "ol": "orderedList",
    "li": "listItem",
    "blockquote": "blockquote",
    "aside": "callout",
    "pre": "codeBlock",
    "table": "table",
    "tr": "tableRow",
    "th": "tableHeader",
    "td": "tableCell",
} | {f"h{level}": "heading" for level in range(1, 7)}
# These only end a paragraph.
BREAKS = frozenset(
    [
        "address",
        "article",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "main",
        "menu",
        "nav",
        "section",
        "summary",
    ]
)
# What these hold is not text for readers.
DROPPED = frozenset(
    [
        "script",
        "style",
        "iframe",
        "noscript",
        "noframes",
        "noembed",
        "template",
        "object",
        "applet",
        "svg",
        "math",
        "head",
        "title",
        "textarea",
        "select",
        "canvas",
        "audio",
        "video",
        "frameset",
        "datalist",
    ]
)
# These add nothing that is kept; their text is.
TRANSPARENT = frozenset(
    [
        "abbr",
        "acronym",
        "bdi",
        "bdo",
        "big",
        "body",
        "button",
        "col",
        "colgroup",
        "data",
        "font",
        "html",
        "ins",
        "label",
        "legend",
        "mark",
        "meter",
        "optgroup",
        "option",
        "output",
        "picture",
        "progress",
        "q",
        "rp",
        "rt",
        "ruby",
        "small",
        "span",
        "sub",
        "sup",
        "tbody",
        "tfoot",
        "thead",
        "time",
        "u",
        "area",
        "base",
        "basefont",
        "embed",
        "frame",
        "input",
        "link",
        "map",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
KNOWN = frozenset({*MARKS, *BLOCKS, *BREAKS, *DROPPED, *TRANSPARENT, "a", "br", "hr", "img"})
