"""A small provider on this machine: a real server with a key of its own, which says what it is told to say."""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from kith.core import clock

CLIENT, SECRET = "kith here", "a secret: of both"
KEY, OTHER = RSAKey.generate_key(2048, {"kid": "one"}), RSAKey.generate_key(2048, {"kid": "two"})


@dataclass
class FakeProvider:
    """What it says, and what it was asked."""

    port: int = 0
    key: Any = field(default_factory=lambda: KEY)
    published: list[Any] = field(default_factory=lambda: [KEY])
    jwks: Any = None  # instead of these
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)  # of itself, instead
    who: dict[str, Any] = field(default_factory=lambda: {"sub": "ada-at-work"})  # who sits there, for a real browser
    token: Any = None  # a function of the claims, instead of signing them
    answer: Any = None  # a function of the handler, instead of the token's answer
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.port}/firm"

    def described(self):
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        }
        return said | self.says

    def code(self, address, **claims):
        """Somebody signs in there, having come by this address: what she brings back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        now = int(clock.now().timestamp())
        said = {"iss": self.issuer, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": asked["nonce"]}
        code = secrets.token_urlsafe(8)
        given = {name: value for name, value in (said | claims).items() if value is not None}
        self.codes[code] = {"claims": given, "asked": asked}
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def show(self, handler):
        """A page of it: what it says of itself, its keys, and where somebody signs in, which she has done already."""
        path = urlsplit(handler.path)
        if path.path.endswith("openid-configuration"):
            handler.say(200, self.described())
        elif path.path.endswith("/keys"):
            handler.say(200, self.jwks or {"keys": [key.as_dict(private=False) for key in self.published]})
        elif path.path.endswith("/authorize"):
            given = self.code(handler.path, auth_time=int(time.time()), **self.who)
            handler.send_response(302)
            handler.send_header("Location", f"{dict(parse_qsl(path.query))['redirect_uri']}?{urlencode(given)}")
            handler.end_headers()
        else:
            handler.say(404, {})

    def sign(self, claims):
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def redeem(self, form, authorization):
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        held = self.codes.pop(form["code"][0], None)
        digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        good = (
            held is not None
            and [unquote_plus(part) for part in pair.split(":")] == [CLIENT, SECRET]
            and challenge == held["asked"]["code_challenge"]
            and form["redirect_uri"][0] == held["asked"]["redirect_uri"]
        )
        if not good:
            return 400, {"error": "invalid_grant"}
        return 200, {"id_token": (self.token or self.sign)(held["claims"]), "access_token": "none of Kith's business"}


@contextmanager
def providing():
    provider = FakeProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            provider.asked.append(urlsplit(self.path).path)
            provider.show(self)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.asked.append(self.path)
            if provider.answer:
                return provider.answer(self)
            return self.say(*provider.redeem(parse_qs(body), self.headers["Authorization"]))

        def say(self, status, said):
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield provider
    server.shutdown()
    server.server_close()
