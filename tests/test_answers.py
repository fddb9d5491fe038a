"""Answers that an endpoint writes: from what may be sent, with its sources, checked once more when they are shown."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kith.agreements.actions import ending
from kith.audit.models import Event, Exposure
from kith.core import clock
from kith.core.errors import Refused, Unseen
from kith.finding import answers
from kith.finding.models import Written
from kith.knowledge.actions import arranging, writing
from kith.knowledge.actions.writing import Words
from tests import walk

DRY = "Sand is bought in spring. The core must dry for two hours at 180 degrees before you pour, or gas is trapped."
QUESTION = "How long must the core dry before we pour?"


class Endpoint:
    """A server that speaks the protocol: what it is asked, and what it says to that."""

    def __init__(self):
        self.asked, self.says, self.status = [], "Two hours at 180 degrees [1].", 200

    @property
    def sent(self):
        """The passages and the question that it got last."""
        return self.asked[-1]["messages"][1]["content"]


@contextmanager
def serving(endpoint):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            endpoint.path, endpoint.key = self.path, self.headers.get("Authorization")
            endpoint.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = endpoint.says
            if isinstance(body, str):
                body = json.dumps({"choices": [{"message": {"role": "assistant", "content": body}}]}).encode()
            self.send_response(endpoint.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def endpoint(settings):
    one = Endpoint()
    with serving(one) as port:
        settings.KITH_ANSWERS = f"http://127.0.0.1:{port}/v1"
        settings.KITH_ANSWERS_MODEL, settings.KITH_ANSWERS_KEY = "small", "key"
        settings.KITH_ANSWERS_HIGHEST, settings.KITH_ANSWERS_LENT = 2, False
        yield one


@pytest.fixture
def dry(world):
    return world.item(world.space("Castings"), "Core drying", DRY, classification=2)


def asked(world, who, query=QUESTION):
    """The answer that is written for somebody, made by the worker's own function."""
    row = answers.ask(query, by=world.actor(who))
    answers.write(row.pk)
    return answers.shown(row.uid, by=world.actor(who))


def text(shown):
    return "".join(f"[{piece.text}]" if piece.row else piece.text for piece in shown.said)


def test_an_answer_names_the_page_that_it_rests_on(world, dry, endpoint, work):
    ben = walk.browser(world, "ben")
    assert "Write an answer from them" in walk.said(ben.get("/search", {"q": QUESTION}))
    page = ben.post("/answers/new", {"q": QUESTION})
    assert "Being written" in walk.said(ben.get(page["Location"]))
    answers.write(Written.objects.get().pk)
    html = walk.said(ben.get(page["Location"]))
    assert "Two hours at 180 degrees" in html and "Core drying" in html and "Written by a machine" in html
    assert (endpoint.path, endpoint.key) == ("/v1/chat/completions", "Bearer key")
    assert DRY in endpoint.sent and endpoint.sent.endswith(f"Question: {QUESTION}")
    sent = Event.objects.get(name="finding.PassagesSent").data
    assert json.loads(sent)["item_ids"] == [dry.pk] and QUESTION not in sent


def test_nothing_is_asked_of_anybody_unless_an_endpoint_is_named(world, dry):
    assert "Write an answer" not in walk.said(walk.browser(world, "ben").get("/search", {"q": QUESTION}))
    with pytest.raises(Refused):
        answers.ask(QUESTION, by=world.actor("ben"))


@pytest.mark.parametrize("says", ["I don't know.", "Two hours, I am sure.", "Two hours [7].", "", "[1]"])
def test_what_names_no_passage_says_nothing(world, dry, endpoint, says):
    endpoint.says = says
    shown = asked(world, "ben")
    assert (shown.row.state, shown.said) == ("unknown", [])
    assert "I don’t know" in walk.said(walk.browser(world, "ben").get(f"/answers/{shown.row.uid}"))


def test_only_sentences_that_name_a_passage_are_shown(world, dry, endpoint):
    endpoint.says = "Two hours. [1] Better three, I think. At 180 degrees [1, 9]. <b>Pour</b> then [1]."
    shown = asked(world, "ben")
    assert text(shown) == "Two hours [1]. At 180 degrees [1]. <b>Pour</b> then [1]."
    endpoint.says = "Two hours [1][1]."  # neighbours must not read as one number
    twice = asked(world, "ben")
    assert walk.said(walk.browser(world, "ben").get(f"/answers/{twice.row.uid}")).count(">[1]</a>") == 2
    assert "&lt;b&gt;Pour" in walk.browser(world, "ben").get(f"/answers/{shown.row.uid}").content.decode()


def test_without_a_page_that_may_be_sent_nothing_is_sent(world, endpoint):
    space = world.space("Castings")
    world.item(space, "Core drying", DRY, classification=4)
    shown = asked(world, "ada")
    assert (shown.row.state, shown.row.kept_back, endpoint.asked) == ("unknown", 1, [])
    assert "1 page that was found was not sent" in walk.said(
        walk.browser(world, "ada").get(f"/answers/{shown.row.uid}")
    )


def test_a_trade_secret_is_never_sent_whatever_the_operator_says(world, endpoint, settings):
    settings.KITH_ANSWERS_HIGHEST = 9
    world.item(world.space("Castings"), "Core drying", DRY, classification=4)
    assert asked(world, "ada").row.state == "unknown" and endpoint.asked == []


def test_what_a_partner_lent_is_sent_only_where_the_operator_says_so(world, dry, endpoint, settings):
    agreement = world.agree("foundry", "tom")
    world.share(dry, "foundry")
    assert asked(world, "tom").row.kept_back == 1 and endpoint.asked == []
    settings.KITH_ANSWERS_LENT = True
    Exposure.objects.all().delete()
    shown = asked(world, "tom")
    assert shown.sources[0][1].item == dry
    assert Exposure.objects.filter(item_id=dry.pk, person_id=world.people["tom"].pk).exists()
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    later = answers.shown(shown.row.uid, by=world.actor("tom"))
    assert (later.closed, later.said, later.sources) == (True, [], [])
    assert "Core drying" not in walk.said(walk.browser(world, "tom").get(f"/answers/{shown.row.uid}"))


def test_what_is_closed_to_her_is_not_sent(world, dry, endpoint):
    assert asked(world, "tom").row.state == "unknown" and endpoint.asked == []


def test_an_answer_from_a_text_that_has_changed_since_is_not_shown(world, dry, endpoint):
    shown = asked(world, "ben")
    assert shown.said
    writing.save_draft(dry.uid, Words(dry.title, "Three hours."), by=world.actor("ada"), shown_saves=0)
    writing.publish(dry.uid, by=world.actor("ada"))
    assert answers.shown(shown.row.uid, by=world.actor("ben")).closed


def test_an_answer_is_hers_alone_and_gone_after_a_day(world, dry, endpoint):
    shown = asked(world, "ben")
    for other in ("ada", "tom"):
        with pytest.raises(Unseen):
            answers.shown(shown.row.uid, by=world.actor(other))
    with clock.at(clock.now() + answers.KEPT * 2):
        assert answers.tidy() == 1


@pytest.mark.parametrize(("status", "says"), [(500, "x"), (200, b"no json"), (200, b'{"choices": []}'), (200, b"[]")])
def test_an_endpoint_that_fails_is_said_to_have_failed(world, dry, endpoint, status, says):
    endpoint.status, endpoint.says = status, says
    shown = asked(world, "ben")
    assert shown.row.state == "failed"
    assert "the endpoint did not answer" in walk.said(walk.browser(world, "ben").get(f"/answers/{shown.row.uid}"))


def test_an_endpoint_that_is_not_there_or_no_address_fails_too(world, dry, endpoint, settings):
    for address in ("http://127.0.0.1:9/v1", "file:///etc"):
        settings.KITH_ANSWERS = address
        assert asked(world, "ben").row.state == "failed"


def test_nobody_has_more_than_thirty_written_within_the_hour(world, dry, endpoint):
    for _ in range(answers.MOST):
        answers.ask(QUESTION, by=world.actor("ben"))
    with pytest.raises(Refused):
        answers.ask(QUESTION, by=world.actor("ben"))
    answers.ask(QUESTION, by=world.actor("ada"))
    with pytest.raises(Refused):
        answers.ask("  ", by=world.actor("ada"))


def test_a_page_that_was_binned_meanwhile_is_not_sent(world, dry, endpoint):
    row = answers.ask(QUESTION, by=world.actor("ben"))
    arranging.bin_item(dry.uid, by=world.actor("ada"))
    assert answers.write(row.pk) == "unknown" and endpoint.asked == []
