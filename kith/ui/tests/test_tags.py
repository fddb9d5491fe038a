"""The tags draw the right thing, and hostile names stay words."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from kith.core import clock
from kith.ui import icons, signs

HOSTILE = "<script>alert('x')</script>\"'& \u202egnirtS" + "ß" * 300


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% halves 'shared' name name %}",
        "{% halves 'ended' name name %}",
        "{% halves 'ours' name %}",
        "{% halves 'theirs' theirs=name %}",
        "{% seal 'ok' by=name until=name %}",
        "{% seal 'due' by=name until=name %}",
        "{% seal 'withdrawn' until=name %}",
        "{% glyph 'ours' label=name %}",
        "{% face name letters=name %}",
        "{% face name side=name size=name %}",
        "{% klass 3 name %}",
        "{% tag name tone=name %}",
        "{% icon 'eye' name %}",
        "{% empty name name %}{{ name }}{% endempty %}",
        "{% way name name name %}",
        "{% deed 'closes' name name name name %}",
    ],
)
def test_hostile_names_are_escaped(source):
    html = draw(source, name=HOSTILE)
    assert "<script" not in html
    assert "alert('x')" not in html


@pytest.mark.parametrize(
    ("kind", "label"),
    [("ours", "Ours"), ("theirs", "Theirs"), ("shared", "Shared"), ("ended", "Agreement ended")],
)
def test_a_mark_has_words(kind, label):
    assert f'role="img" aria-label="{label}"' in draw("{% glyph kind %}", kind=kind)


def test_an_unknown_sign_is_a_mistake_in_the_template():
    for source in ("{% glyph 'x' %}", "{% halves 'x' %}", "{% seal 'x' %}"):
        with pytest.raises(ValueError):
            draw(source)
    with pytest.raises(KeyError):
        draw("{% icon '../LICENSE' %}")


def test_every_icon_draws():
    for name in icons.names():
        html = icons.draw(name)
        assert 'aria-hidden="true"' in html
        assert html.count("<svg") == 1
        assert "<path" in html or "<circle" in html or "<rect" in html or "<line" in html


def test_seal_says_its_state_in_words():
    assert "Verified by Asha" in draw("{% seal 'ok' by='Asha' until=d %}", d=date(2026, 12, 3))
    assert "until 3 Dec 2026" in draw("{% seal 'ok' by='Asha' until=d %}", d=date(2026, 12, 3))
    assert "Not verified yet" in draw("{% seal 'none' %}")


def test_classification_has_five_levels():
    for level in range(1, 6):
        html = draw("{% klass level 'Words' %}", level=level)
        assert html.count("<i") == 5
        assert html.count('class="on"') == level


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Asha", "As"),
        ("Tom Fell", "TF"),
        ("Ludwig van Beethoven", "LB"),
        ("", "?"),
        ("\u202e", "?"),
        ("李 明", "李明"),
        ("<b>", "B"),
    ],
)
def test_initials(name, letters):
    assert signs.initials(name) == letters


def test_theirs_is_a_rounded_square():
    assert draw("{% face 'Tom' side='t' size='s' %}") == '<span class="face t s" aria-hidden="true">To</span>'
    assert draw("{% face 'Asha' %}") == '<span class="face" aria-hidden="true">As</span>'


def test_day():
    assert draw("{% day d %}", d=date(2027, 6, 30)) == "30 Jun 2027"
    assert draw("{% day d %}", d=None) == ""


def test_moment_speaks_in_the_active_zone():
    now = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    with clock.at(now), timezone.override("Europe/Berlin"):
        assert "today 00:30" in draw("{% moment m %}", m=now)
        assert "yesterday 23:59" in draw("{% moment m %}", m=now - timedelta(minutes=31))
        old = draw("{% moment m %}", m=datetime(2026, 11, 5, 6, 52, tzinfo=UTC))
    assert old == '<time datetime="2026-11-05T07:52+01:00">5 Nov 2026, 07:52</time>'


@pytest.mark.parametrize(("cookie", "expected"), [("dark", ' data-theme="kith-dark"'), ('"><script>', ""), ("", "")])
def test_theme_comes_from_the_cookie_and_only_known_ones(cookie, expected):
    request = SimpleNamespace(COOKIES={"kith_theme": cookie})
    assert draw("{% theme %}", request=request) == expected


class Form(forms.Form):
    title = forms.CharField(help_text="A <hint>", label=HOSTILE)
    due = forms.DateField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", HOSTILE)], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Sure", help_text="Think")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_field_ties_label_hint_and_error_to_the_control():
    form = Form({})
    html = draw("{% field form.title %}", form=form)
    assert '<label for="id_title">' in html
    assert 'aria-describedby="id_title-hint id_title-error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index("id_title-hint") < html.index('id="id_title-error"') < html.index("<input")
    assert "<script" not in html
    assert "A &lt;hint&gt;" in html


def test_group_checkbox_date_and_hidden_fields():
    form = Form({"due": "x"})
    group = draw("{% field form.kind %}", form=form)
    assert group.count('class="radio"') == 2
    assert '<fieldset class="field" id="id_kind" aria-describedby="id_kind-error">' in group
    assert "<script" not in group
    picker = draw("{% field form.due %}", form=form)
    assert picker.count("type=") == 1
    assert 'type="date"' in picker
    box = draw("{% field form.sure %}", form=form)
    assert 'aria-describedby="id_sure-hint id_sure-error"' in box
    assert "<label" not in draw("{% field form.token %}", form=form)


def test_a_date_keeps_the_form_a_browser_reads():
    form = Form(initial={"due": date(2026, 12, 3)})
    assert 'value="2026-12-03"' in draw("{% field form.due %}", form=form)


def test_summary_of_errors_only_when_it_helps():
    many = Form({})
    html = draw("{% errors form %}", form=many)
    assert 'role="alert"' in html
    assert 'href="#id_title"' in html
    assert 'href="#id_kind"' in html
    assert "<script" not in html
    single = Form({"title": "x", "kind": "a"})
    assert "alert" not in draw("{% errors form %}", form=single)
    single.add_error(None, "Somebody else saved this.")
    assert "2 things need another look" in draw("{% errors form %}", form=single)
    assert draw("{% errors form %}", form=Form()).strip() == ""
