"""Walking every address of Kith as somebody: where the addresses come from, and what an answer says."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kith.identity.actions import tokens

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RANDOM = re.compile(r'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"|datetime="[^"]+"')


def browser(world, name: str | None, firm: str | None = None) -> Client:
    """A browser for somebody of the cast, or for nobody."""
    client = Client()
    if name:
        client.force_login(world.people[name], backend=BACKEND)
    if firm:
        session = client.session
        session["acting_for"] = world.firms[firm].pk
        session.save()
    return client


def program(world, name: str, firm: str | None = None, scopes: str = "read write") -> Client:
    """A program that acts for somebody of the cast by a token."""
    made = tokens.make("walk", set(scopes.split()), 30, by=world.actor(name, firm))
    return Client(headers={"Authorization": f"Bearer {made.secret}"})


@dataclass(frozen=True)
class Route:
    """One route: its name and its address with `<converter:name>` parts."""

    name: str
    pattern: str

    @property
    def ids(self) -> list[str]:
        """The names of its parts."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.pattern)

    def address(self, **parts: str | int) -> str:
        """Its address with those parts."""
        clean = self.pattern.replace("^", "").replace("$", "").replace("(?P<uidb36>[0-9A-Za-z]+)", "<uidb36>")
        clean = clean.replace("(?P<key>.+)", "<key>")
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(parts[match[1]]), clean)


def routes() -> list[Route]:
    """Every route that the resolver knows."""
    return list(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, prefix + str(each.pattern))
        else:
            yield Route(each.name or "", prefix + str(each.pattern))


def _read(body: bytes) -> bytes:
    """What stands in a file: workbooks and PDFs are packed, and would hide what they say from whoever looks for it."""
    if body.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return b"\n".join(parts.read(name) for name in parts.namelist())
    if body.startswith(b"%PDF") and b"%%EOF" in body[-1024:]:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages).encode()
    return body


def said(response: HttpResponseBase) -> str:
    """All that an answer says: status, headers and body, unzipped, without what is random in each."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    body = _read(body)
    kept = {
        name: value
        for name, value in response.headers.items()
        if name not in {"Content-Security-Policy", "Content-Length"}
    }
    return f"{response.status_code} {sorted(kept.items())}\n{RANDOM.sub('', body.decode('utf-8', 'replace'))}"
