"""Where Kith goes when somebody tells it an address, and where it never goes, in whatever form it is written."""

import ipaddress
import socket
import time

import pytest

from kith.core.errors import Refused
from kith.core.outward import guard
from kith.webhooks import wire
from kith.webhooks.models import Attempt
from kith.webhooks.tests.receiver import dripping, endless, receiving

HOSTILE = [
    "file:///etc/passwd",
    "gopher://example.com/",
    "ftp://example.com/",
    "javascript:alert(1)",
    "//example.com/",
    "example.com",
    "",
    "https://",
    "https:///path",
    "http://example.com/",
    "https://example.com:22/",
    "https://example.com:80/",
    "https://example.com:0/",
    "https://example.com:99999/",
    "https://user@example.com/",
    "https://user:word@example.com/",
    "https://example.com@127.0.0.1/",
    "https://:@example.com/",
    "https://example.com/#part",
    "https://example.com/a b",
    "https://example.com/\r\nX-Header: 1",
    "https://example.com\\@127.0.0.1/",
    "https://example.com/\u00e9",
    "https://" + "a" * 500 + ".example/",
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST:8443/",
    "https://intranet/",
    "https://a..example/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.0.0.1./",
    "https://\uff11\uff12\uff17.0.0.1/",
    "https://127\u30020\u30020\u30021/",
    "https://\u2460\u2461\u2466.0.0.1/",
    "https://0.0.0.0/",
    "https://0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.100.100.200/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/",
    "https://[2a00:1450::1%25eth0]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::169.254.169.254]/",
    "https://[64:ff9b:1::1]/",
    "https://[2001:db8::1]/",
    "https://[3fff::1]/",
    "https://[::1",
]
OPEN = [
    "https://example.com/",
    "https://example.com:8443/in?x=1",
    "https://example.com:1024/",
    "https://m\u00fcnchen.example/",
    "https://9.9.9.9/",
    "https://[2620:fe::fe]/",
    "https://[64:ff9b::9.9.9.9]/",
]
NAMES_INSIDE = ["metadata.google.internal", "instance-data.ec2.internal", "printer.firm.example"]


def resolver(monkeypatch, *answers):
    """What names stand for: each look-up gets the next answer, the last one for good."""
    left, asked = list(answers), []

    def ask(host, port, *_args, **_kwargs):
        asked.append(host)
        numbers = left.pop(0) if len(left) > 1 else left[0]
        if not numbers:
            raise socket.gaierror
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, port)) for each in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    return asked


@pytest.fixture
def connected(monkeypatch):
    """To which numbers somebody connected; nobody answers there."""
    seen = []

    def connect(where, **_options):
        seen.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return seen


@pytest.fixture
def receiver(settings):
    with receiving() as each:
        settings.KITH_WEBHOOKS_INSIDE = frozenset({f"127.0.0.1:{each.port}"})
        yield each


def posted(receiver):
    return wire.post(receiver.address, {"User-Agent": "Kith"}, b"{}", inside=True)


@pytest.mark.parametrize("address", HOSTILE)
def test_an_address_that_leads_nowhere_good_is_refused_as_it_is_typed(address):
    with pytest.raises(Refused) as refused:
        guard.read(address)
    assert refused.value.field == "address"


@pytest.mark.parametrize("address", OPEN)
def test_an_address_out_in_the_world_is_taken(address):
    assert guard.read(address).host.isascii()


@pytest.mark.parametrize(
    "number", ["127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fe80::1", "0.0.0.0"]
)
@pytest.mark.parametrize("name", NAMES_INSIDE)
def test_a_name_that_leads_inside_is_never_connected_to(monkeypatch, connected, name, number):
    resolver(monkeypatch, [number])
    assert wire.post(f"https://{name}/", {}, b"").failure == Attempt.Failure.REFUSED
    assert connected == []


def test_one_number_inside_among_others_refuses_the_name(monkeypatch, connected):
    resolver(monkeypatch, ["9.9.9.9", "10.0.0.1"])
    assert wire.post("https://two.example/", {}, b"").failure == Attempt.Failure.REFUSED
    assert connected == []


def test_a_name_that_answers_otherwise_the_second_time_is_not_asked_a_second_time(monkeypatch, connected):
    asked = resolver(monkeypatch, ["9.9.9.9"], ["127.0.0.1"])
    wire.post("https://rebinding.example/", {}, b"")
    assert asked == ["rebinding.example"]
    assert connected == [("9.9.9.9", 443)]
    wire.post("https://rebinding.example/", {}, b"")  # judged anew
    assert connected == [("9.9.9.9", 443)]


def test_a_name_that_is_unknown_and_one_that_leads_inside_say_the_same(monkeypatch, connected):
    resolver(monkeypatch, [])
    unknown = wire.post("https://nobody.example/", {}, b"")
    resolver(monkeypatch, ["10.0.0.1"])
    assert wire.post("https://printer.firm.example/", {}, b"") == unknown
    assert (unknown.took, unknown.text, unknown.status) == (None, "", None)


def test_a_name_that_is_looked_up_for_ever_is_given_up(monkeypatch):
    monkeypatch.setattr(guard, "PATIENCE", 0.05)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: time.sleep(1) or [])
    assert wire.post("https://slow.example/", {}, b"").failure == Attempt.Failure.REFUSED


def test_what_the_operator_lists_may_lie_inside_and_only_that(settings, receiver):
    assert posted(receiver).taken
    settings.KITH_WEBHOOKS_INSIDE = frozenset({f"127.0.0.1:{receiver.port + 1}"})
    assert posted(receiver).failure == Attempt.Failure.REFUSED
    assert len(receiver.posts) == 1


def test_what_the_operator_lists_is_as_any_inside_to_whom_it_is_not_open(receiver):
    listed = wire.post(receiver.address, {}, b"{}")
    assert listed == wire.post("http://127.0.0.1:9/", {}, b"{}")
    assert listed.failure == Attempt.Failure.REFUSED
    assert receiver.posts == []


@pytest.mark.parametrize(
    ("listed", "address", "inside"),
    [
        ("chat.firm.example", "https://chat.firm.example/in", True),
        ("chat.firm.example", "http://chat.firm.example/in", True),
        ("chat.firm.example", "http://chat.firm.example:80/in", True),
        ("chat.firm.example", "https://chat.firm.example:8443/in", False),
        ("chat.firm.example:8443", "https://chat.firm.example:8443/in", True),
        ("chat.firm.example:8443", "https://chat.firm.example/in", False),
        ("::1", "https://[::1]/in", True),
        ("[::1]:8080", "http://[::1]:8080/in", True),
    ],
)
def test_a_host_that_is_listed_without_a_port_means_the_ports_of_https_and_http(settings, listed, address, inside):
    settings.KITH_WEBHOOKS_INSIDE = frozenset({listed})
    try:
        assert guard.read(address, inside=True).inside == inside
    except Refused:
        assert not inside


@pytest.mark.parametrize(
    "address", ["http://chat.firm.example:443/", "http://chat.firm.example:6379/", "http://[::1]:22/"]
)
def test_no_other_port_of_a_listed_host_is_asked(settings, address):
    settings.KITH_WEBHOOKS_INSIDE = frozenset({"chat.firm.example", "::1"})
    with pytest.raises(Refused):
        guard.read(address, inside=True)


def test_no_proxy_of_the_environment_is_asked(monkeypatch, receiver):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert posted(receiver).taken


def test_a_redirection_is_not_followed_and_says_so(receiver):
    receiver.always = (307, {"Location": f"http://127.0.0.1:{receiver.port}/inside"}, b"")
    answer = posted(receiver)
    assert (answer.status, answer.failure) == (307, Attempt.Failure.REDIRECT)
    assert [path for path, _headers, _body in receiver.posts] == ["/in?from=kith"]


def test_an_answer_without_end_is_read_to_its_bound_only(receiver):
    receiver.always = endless
    answer = posted(receiver)
    assert answer.taken
    assert answer.text == "x" * wire.SHOWN


def test_an_answer_that_drips_ends_with_the_whole_time(monkeypatch, receiver):
    monkeypatch.setattr(wire, "WHOLE", 0.3)
    receiver.always = dripping
    assert posted(receiver).failure == Attempt.Failure.LATE


def test_what_is_no_http_says_so_and_nobody_there_says_so(settings, receiver):
    receiver.always = lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n") and handler.connection.close()
    assert posted(receiver).failure == Attempt.Failure.GARBLED
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        settings.KITH_WEBHOOKS_INSIDE = frozenset({f"127.0.0.1:{port}"})
        answer = wire.post(f"http://127.0.0.1:{port}/", {}, b"", inside=True)
        assert answer.failure == Attempt.Failure.UNREACHABLE


def test_a_receiver_whose_certificate_nobody_vouches_for_is_told_nothing(receiver):
    answer = wire.post(receiver.address.replace("http:", "https:"), {}, b"{}", inside=True)  # speaks no TLS at all
    assert answer.failure == Attempt.Failure.CERTIFICATE
    assert receiver.posts == []


def test_what_comes_back_is_kept_as_text(receiver):
    receiver.always = (400, {}, b"\xff\x00<b>" + b"y" * 2000)
    answer = posted(receiver)
    assert answer.failure == Attempt.Failure.STATUS
    assert answer.text.startswith("\ufffd\ufffd<b>y")
    assert len(answer.text) == wire.SHOWN


def test_every_number_that_the_registry_closes_is_closed():
    for net in (
        "10.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "224.0.0.0/4",
        "192.0.0.0/24",
    ):
        for number in (ipaddress.ip_network(net)[0], ipaddress.ip_network(net)[-1]):
            assert not guard.is_open(number), number
            assert not guard.is_open(ipaddress.ip_address(f"::ffff:{number}")), number
