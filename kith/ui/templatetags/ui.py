"""Kith's template tags. They draw what they are given; none of them looks up an object or decides access."""

from datetime import date, datetime

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kith.ui import assets, fields, icons, signs, times

register = template.Library()
THEMES = {"light": "kith", "dark": "kith-dark"}
THEME_COOKIE = "kith_theme"


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """`{% icon "eye" %}`: a Lucide icon, hidden from screen readers. A word stands beside it."""
    return icons.draw(name, classes)


@register.simple_tag
def glyph(kind: str, label: str = "") -> SafeString:
    """`{% glyph "ours" %}`: the mark before a title: ours, theirs, shared, ended or none."""
    return signs.glyph(kind, label)


@register.simple_tag
def halves(kind: str, ours: str = "", theirs: str = "") -> SafeString:
    """`{% halves "shared" ours=us.name theirs=them.name %}`: the halves of the standing band."""
    return signs.halves(kind, ours, theirs)


@register.simple_tag
def seal(state: str, by: str = "", until: str | date | None = "") -> SafeString:
    """`{% seal "ok" by=name until=date %}`: state ok, due, none or withdrawn (until: what to use instead)."""
    return signs.seal(state, by, times.day(until) if isinstance(until, date) else until or "")


@register.simple_tag
def face(name: str, side: str = "o", size: str = "", letters: str = "") -> SafeString:
    """`{% face name side="t" size="s" %}`: initials; side o (ours) or t (theirs), size s, l or nothing."""
    return signs.face(name, side, size, letters)


@register.simple_tag
def klass(level: int, label: str) -> SafeString:
    """`{% klass 3 "In confidence, named partners" %}`: one to five bars and the words."""
    return signs.klass(level, label)


@register.simple_tag
def tag(label: str, tone: str = "", icon: str = "") -> SafeString:
    """`{% tag "Closes" tone="stop" icon="lock" %}`: tone good, heed, stop, ours, theirs or nothing."""
    return signs.tag(label, tone, icon)


@register.simple_tag
def logo() -> SafeString:
    """`{% logo %}`: Kith's sign."""
    return signs.logo()


@register.simple_tag
def asset(name: str) -> str:
    """`{% asset "kith.css" %}`: the address of a built file, with a hash that empties the caches."""
    version = assets.version(name)
    return static(f"ui/dist/{name}") + (f"?v={version}" if version else "")


@register.simple_tag(takes_context=True)
def theme(context: Context) -> SafeString:
    """`<html{% theme %}>`: the theme a person has chosen, from her cookie; nothing follows the device."""
    request = context.get("request")
    chosen = THEMES.get(request.COOKIES.get(THEME_COOKIE, "")) if request is not None else None
    return format_html(' data-theme="{}"', chosen) if chosen else mark_safe("")


@register.simple_tag
def day(value: date | datetime | None) -> str:
    """`{% day date %}`: "30 Jun 2027"."""
    return times.day(value)


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """`{% moment datetime %}`: "today 07:52", "yesterday 07:52" or "5 Nov 2026, 07:52", as `<time>`."""
    return times.moment(value)


@register.simple_tag
def lasted(seconds: int) -> str:
    """`{% lasted seconds %}`: "40 s", "12 min" or "3 h 20 min"."""
    return times.lasted(seconds)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, label: str = "", hint: str = "") -> dict[str, object]:
    """`{% field form.title %}`: a whole field. `label` and `hint` replace the field's own words."""
    return fields.context_of(bound, label, hint)


@register.inclusion_tag("ui/errors.html")
def errors(form: forms.BaseForm) -> dict[str, object]:
    """`{% errors form %}`: what is wrong with a form, when it is more than one thing or not one field's."""
    problems = fields.problems_of(form) if form.is_bound else []
    return {"problems": problems, "shown": len(problems) > 1 or any(not each["href"] for each in problems)}


@register.simple_block_tag
def empty(content: str, title: str, text: str = "", level: int = 1) -> SafeString:
    """`{% empty title text %}…up to three ways to start…{% endempty %}`: nothing here yet, and what to do."""
    heading = format_html("<h2>{}</h2>" if int(level) > 1 else "<h1>{}</h1>", title)
    words = format_html('<p class="mt-4 text-lead text-ink2">{}</p>', text) if text else ""
    # The block was rendered by the engine, which escaped what had to be escaped.
    ways = format_html('<div class="rows mt-8">{}</div>', mark_safe(content)) if content.strip() else ""  # noqa: S308
    return format_html(
        '<div class="max-w-[38rem] pt-4 lg:pt-10">{}<div class="mt-8">{}</div>{}{}</div>',
        _HALF_PICTURE,
        heading,
        words,
        ways,
    )


_HALF_PICTURE = mark_safe(
    '<svg viewBox="0 0 240 120" class="half-picture" aria-hidden="true">'
    '<path class="o" d="M4 4h112c14 9.3 14 18.6 0 28s-14 18.6 0 28 14 18.6 0 28-14 18.6 0 28H4z"/>'
    '<path class="m" d="M236 4H140c14 9.3 14 18.6 0 28s-14 18.6 0 28 14 18.6 0 28-14 18.6 0 28h96z"/></svg>'
)


@register.inclusion_tag("ui/way.html")
def way(href: str, title: str, text: str = "", icon: str = "arrow-right") -> dict[str, str]:
    """`{% way url "Ask a question" "The answer becomes the first item." icon="mail" %}`: one way to start."""
    return {"href": href, "title": title, "text": text, "icon": icon}


@register.inclusion_tag("ui/deed.html")
def deed(kind: str, title: str, text: str = "", href: str = "", more: str = "") -> dict[str, str]:
    """`{% deed "closes" title text href more %}`: a row of a preview: opens, closes, stays, returns, kept.

    It stands in `<ul class="deeds">`.
    """
    return {"kind": kind, "title": title, "text": text, "href": href, "more": more}
