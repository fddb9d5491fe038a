"""Secrets of the pump maker's, planted in everything that somebody can write, for the leak walk to look for."""

import io
from dataclasses import replace
from datetime import timedelta

from PIL import Image

from kith.agreements.actions import drafting, negotiating
from kith.agreements.models import Receipt
from kith.agreements.terms import catalogue
from kith.assurance.actions import applying, auditing, mending
from kith.assurance.actions.mending import Given
from kith.claims.actions import advising, claiming, covering
from kith.claims.actions.advising import Contact
from kith.claims.actions.claiming import Details, Happened
from kith.claims.actions.covering import Terms
from kith.commitments import actions as promising
from kith.commitments.actions import Promise
from kith.committee.actions import asking as requesting
from kith.committee.actions import deciding
from kith.committee.actions.asking import Asking
from kith.committee.actions.deciding import Ruling
from kith.core import clock
from kith.deadlines.models import Alert
from kith.exchange import actions as exporting
from kith.exchange import bringing, bringing_work
from kith.exits.actions import leaving, opening
from kith.exits.actions.leaving import Review
from kith.exposures.actions import telling
from kith.exposures.actions.telling import Telling
from kith.finding import gaps, synonyms, watching
from kith.finding.models import Written
from kith.identity.models import Invitation, Membership, Team
from kith.knowledge.actions import asking, attaching, commenting, recording, templating, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import AccessRequest, Arrangement, Release
from kith.knowledge.places import Place
from kith.knowledge.queries import items
from kith.meetings.actions import agenda, balloting, calling, committees, minuting, voting
from kith.meetings.actions.calling import When
from kith.meetings.actions.committees import Rules
from kith.meetings.actions.minuting import Minutes
from kith.notices.models import Notice
from kith.policies import actions as policies
from kith.privacy.actions import erasing, retaining
from kith.register.actions import assets as registering
from kith.register.actions import inventions, licences, rights, schedules, steps
from kith.register.actions.assets import Entry
from kith.register.actions.licences import Terms as LicenceTerms
from kith.register.actions.rights import Filing
from kith.register.actions.schedules import Wanted
from kith.scim import directories, resources, shapes
from kith.scim.actions import connecting
from kith.scim.actions import people as listing
from kith.scim.actions import teams as teaming
from kith.search.models import Missed
from kith.signons.models import Link, Provider
from kith.speakup import actions as speakup
from kith.speakup.actions import Told
from kith.speakup.models import Report
from kith.spiral.actions import capturing, converting
from kith.spiral.actions import recording as recordings
from kith.spiral.actions.capturing import Plan
from kith.spiral.actions.converting import Passing
from kith.webhooks.actions import asking as testing
from kith.webhooks.actions import keeping as hooking
from kith.webhooks.actions.keeping import Wish
from kith.webhooks.models import Attempt

CRACKS = "zqbody: volute castings crack early when the core is wet."


def picture():
    """A picture with a secret in its metadata."""
    image, out = Image.new("RGB", (8, 8)), io.BytesIO()
    exif = image.getexif()
    exif[0x010E] = "zqexif"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


class Planted:
    """The pump maker's secrets, and the ids under which they lie."""

    def __init__(self, world):
        self.world = world
        ada = world.actor("ada")
        self.space = world.space("zqspace volute")
        self.top = world.item(self.space, "zqtitle volute", "zqbody volute", classification=2)
        self.child = world.item(self.space, "zqchild volute", CRACKS, parent_uid=self.top.uid, classification=2)
        writing.save_draft(self.top.uid, Words("zqdraft", "zqdraft volute"), by=ada, shown_saves=0)
        self.file = attaching.attach(self.child.uid, "zqfile.txt", [b"zqinside volute"], by=ada)
        self.picture = attaching.attach(self.child.uid, "zqfile.jpg", [picture()], by=ada)
        templating.write("lesson", "## zqtemplate", by=ada, shown=0)
        self.thread = commenting.open_thread(self.top.uid, "zqtalk volute", Place("zqtalk"), by=ada)
        commenting.answer(self.thread.uid, "zqtalk again", by=world.actor("ben"))  # of which Ada is told
        promise = Promise("zqpromise volute", world.people["ben"].pk, clock.now().date())
        self.commitment = promising.make("item", self.top.uid, promise, by=ada)
        people = {ada.person: "source", world.people["ben"].pk: "recipient"}
        passing = Passing("S", "pairing", clock.now().date(), people, into=(self.child.pk,), note="zqpassing volute")
        self.conversion = converting.record(passing, by=ada)
        plan = Plan("zqsaid volute", self.space.uid, {world.people["ben"].pk: "source"}, (self.top.uid,))
        self.session = capturing.begin("story", plan, by=ada)
        self.said = capturing.say(self.session.uid, "context", "zqsaid", by=ada)
        self.recording = recordings.add(
            self.session.uid, "zqfile.vtt", [b"WEBVTT\n\n00:01.000 --> 00:02.000\nzqsaid"], by=ada
        )
        self.export = exporting.ask("item", self.child.uid, "markdown", by=ada)
        exporting.make(self.export.pk)
        sent = [b"# zqtitle import\n\nzqbody volute ![zqfile](https://example.org/zqfile.png)"]
        self.import_ = bringing.send(self.space.uid, "zqfile import.md", sent, by=ada, under_uid=self.child.uid)
        assert bringing_work.work(self.import_.pk) == "read"
        self.watch = watching.keep("zqtitle volute", {}, by=ada)
        self.answer = Written.objects.create(
            person_id=ada.person,
            organisation_id=world.pumps.pk,
            query="zqtitle volute",
            asked_at=clock.now(),
            state=Written.State.DONE,
            text="zqbody [1].",
            sources=[[self.child.pk, self.child.current_id]],
        )
        self.arrangement = Arrangement.objects.create(
            deed="move",
            item=self.child,
            person_id=ada.person,
            organisation_id=world.pumps.pk,
            space=self.space,
            from_space=self.space,
            from_parent=self.top,
            pages=1,
            asked_at=clock.now(),
        )
        further = catalogue.start("nda_mutual") | {"special": ["zqclause"]}
        terms = world.terms("foundry", "cleo", title="zqagreement", further=further)
        self.draft = drafting.draft(world.partnerships["foundry"].uid, terms, by=ada)
        self.remark = negotiating.say(self.draft.uid, "zqremark", by=ada)
        self.gap = Missed.objects.create(organisation_id=world.pumps.pk, text="zqmissed volute", at=clock.now())
        gaps.ask(self.gap.pk, ada.person, clock.now().date(), by=ada)
        self.synonym = synonyms.add("zqsynonym = zqvolute", by=ada)
        channel = speakup.open_channel(by=ada)
        speakup.report(channel.token, Told("zqreport volute", "zqreport", {"sort": "incident"}))
        for hours in (0, 1):
            with clock.at(clock.now() + timedelta(hours=hours)):
                speakup.hand_over()
        self.quiet = world.space("zqnote", to_all=False)
        self.decision = world.item(self.quiet, "zqtitle decision", kind="decision")
        option = {"name": "zqoption", "for": "zqoption", "against": ""}
        asking.ask(f"/items/{self.decision.uid}", "zqwanted", by=world.actor("ben"))
        self.request = AccessRequest.objects.get()
        self.requirement = policies.ask_for_training("zqtraining", 12, 90, by=ada)
        self._register(ada)
        self.alert = Alert.objects.create(
            organisation=world.pumps,
            kind="right",
            about_id=self.right.pk,
            what="fee",
            day=clock.now().date(),
            before=7,
            at=clock.now(),
        )
        self.disclosure = telling.tell(
            Telling(
                world.firms["foundry"].uid,
                "",
                "oral",
                clock.now().date(),
                "zqtold volute",
                ada.person,
                people=(world.people["cleo"].pk,),
                item_uids=(self.child.uid,),
            ),
            by=ada,
        )
        self.claim(ada)
        self.audit(ada)
        self.end(ada)
        self.release = Release.objects.create(
            item=self.child,
            organisation=world.firms["university"],
            reason="zqrelease",
            asked_at=clock.now(),
            asked_by_id=ada.person,
        )
        self.meet()
        self.post(ada)
        self.part(ada)
        self.list_people(ada)
        self.sign_on(ada)
        self._ask(ada)
        recording.save(self.decision.uid, {"options": [option]}, by=ada, shown_saves=0)

    def post(self, ada):
        """A webhook with what was posted to it."""
        self.hook = hooking.make(Wish("zqhook", "https://zqhook.example/zqhook", ("pages",)), by=ada).hook
        self.delivery = testing.test(self.hook.uid, by=ada)
        Attempt.objects.create(delivery=self.delivery, at=clock.now(), status=200, took=9, answer="zqhook")

    def part(self, ada):
        """Somebody who asked to be erased, twice, and why it was declined once; and why nothing goes now."""
        ben, self.member = self.world.people["ben"], Membership.objects.get(person=self.world.people["ben"])
        (declined,) = erasing.ask(ben, by=self.world.actor("ben"))
        erasing.decline(declined.uid, "zqdecline", by=ada)
        self.erasures = [declined, *erasing.ask(ben, by=self.world.actor("ben"))]
        retaining.hold("zqhold", by=ada)

    def list_people(self, ada):
        """A directory that keeps somebody who has not joined yet, and a team."""
        by = connecting.connect(by=ada) and directories.actor(ada.organisation)
        self.entry = listing.add(shapes.said(resources.User(user_name="zqentry", display_name="zqentry")), by=by)
        member = resources.Member(value=self.entry.uid)
        self.kept = teaming.add(resources.Group(display_name="Kept", members=[member]), by=by)

    def sign_on(self, ada):
        """A provider by which the pump maker's people sign in, and that Ada has connected hers."""
        moment, place = clock.now(), "https://zqprovider.example"
        self.provider = Provider.objects.create(
            organisation_id=ada.organisation,
            name="zqprovider",
            short="zqprovider",
            issuer=place,
            client_id="zqprovider",
            secret="zqprovider",
            authorization_endpoint=place,
            token_endpoint=place,
            jwks_uri=place,
            basic=True,
            made_at=moment,
            tried_at=moment,
        )
        self.link = Link.objects.create(
            provider=self.provider, subject="zqprovider", person_id=ada.person, linked_at=moment
        )

    def _register(self, ada):
        """What the pump maker owns and keeps secret, with a right, a licence, a step and an invention."""
        today, ben = clock.now().date(), self.world.people["ben"].pk
        words = {"words": "zqasset", "value": "zqasset", "others": "zqasset", "item_uids": (self.child.uid,)}
        self.asset = registering.enter(
            Entry("patent", "zqasset volute", "background", classification=3, makers=(ben,), **words), by=ada
        )
        self.secret = registering.enter(Entry("secret", "zqasset mixture", "background", **words), by=ada)
        self.right = rights.enter(self.asset.uid, Filing("EPO", "zqasset", today, "zqasset"), by=ada)
        self.licence = licences.enter(self.asset.uid, LicenceTerms("out", "open", "zqasset", today, today), by=ada)
        self.step = steps.attest(self.secret.uid, "physical", "zqasset", today, today, by=ada)
        wanted = Wanted("zqasset", "patent", "filing", [12], False, 6, 240, "zqasset")
        self.schedule = schedules.set_own(wanted, by=ada)
        telling_ = inventions.Telling("zqinvented", "zqinvented", "zqinvented", others="zqinvented")
        self.invention = inventions.tell(telling_, by=ada)

    def _ask(self, ada):
        """What the pump maker's committee for intellectual property is asked, and what it decided."""
        ben = self.world.actor("ben")
        rules = Rules("zqcommittee of old", 1, 14)
        committees.found(rules, ada.person, [ben.person], by=ada, purpose="ip")
        uids = (self.child.uid,)
        asking_ = Asking("publish", "zqrequest", "zqrequest", item_uids=uids, asset_uid=self.asset.uid)
        self.ip_requests = [requesting.ask(asking_, by=ben) for _twice in range(2)]
        day = clock.now().date()
        deciding.put(self.ip_requests[0].uid, "zqrequest", by=ada)
        ruling = Ruling("zqruling", ben.person, day, ["zqruling"], day)
        deciding.decide_alone(self.ip_requests[1].uid, ruling, by=ada)

    def meet(self):
        """A committee of the pump maker's, what it met about, and what it votes on."""
        ada, ben = self.world.actor("ada"), self.world.actor("ben")
        self.committee = committees.found(Rules("zqcommittee", 1, 14), ada.person, [ben.person], by=ada)
        with clock.at(clock.now() - timedelta(days=2)):
            later = (clock.now() + timedelta(days=1)).replace(tzinfo=None, second=0, microsecond=0)
            when = When(later, "UTC", 60, "zqmeeting room")
            self.meeting = calling.call(self.committee.uid, "zqmeeting", when, by=ada)
            point = agenda.add(self.meeting.uid, "zqpoint", "zqpoint", by=ben)
            paper = {"title": "zqpaper", "words": "zqpaper", "href": "/zqpaper"}
            options = {"by": ada, "closes_on": clock.now().date() + timedelta(days=9)}
            self.ballot = balloting.put(
                self.committee.uid, "zqballot", "zqballot", [paper], meeting_uid=self.meeting.uid, **options
            )
            voting.vote(self.ballot.uid, "yes", "zqvote", by=ben)
            voting.declare(self.ballot.uid, "zqconflict", by=ben)
        there = {ada.person: "present", ben.person: "absent"}
        minuting.write(self.meeting.uid, Minutes(there, {point.uid: "zqminutes"}, "zqminutes"), by=ada)

    def claim(self, ada):
        """Claims about the foundry and about another, with an adviser and an insurance that was renewed."""
        today = clock.now().date()
        self.adviser = advising.add(
            Contact("patent", "zqadviser", "zqadviser", "zqadviser@example.org", "+44 2000", "zqadviser"), by=ada
        )
        texts = {"exclusions": "zqcover", "territory": "zqcover", "adviser_uid": self.adviser.uid}
        terms = Terms("cyber", "zqcover", "zqcover", today, today + timedelta(days=5), **texts)
        self.cover = covering.add(terms, by=ada)
        later = replace(terms, starts_on=today + timedelta(days=6), ends_on=today + timedelta(days=99))
        self.later = covering.renew(self.cover.uid, later, by=ada)
        about = {
            "adviser_uid": self.adviser.uid,
            "cover_uid": self.cover.uid,
            "item_uids": (self.child.uid,),
            "reply_by": today + timedelta(days=3),
        }
        self.claims = [
            claiming.make(Details("zqclaim", "against", "patent", "zqclaim", today, **about, **other), by=ada)
            for other in ({"partner_uid": self.world.firms["foundry"].uid}, {"other": "zqclaim"})
        ]
        for row in self.claims:
            claiming.step(row.uid, Happened(today, "zqstep"), by=ada)

    def audit(self, ada):
        """An audit of which a question was answered by hand, and a finding that Ben mends."""
        self.inspection = auditing.open_("zqaudit", ada.person, by=ada)
        auditing.answer(self.inspection.uid, "rooms_and_keys", "fails", "zqaudit", by=ada)
        given = Given("minor", "zqfinding", self.world.people["ben"].pk, clock.now().date() + timedelta(days=9))
        self.finding = mending.give(self.inspection.uid, "rooms_and_keys", given, by=ada)
        applying.apply("iso27001", "5.9", False, "zqclause", by=ada)
        mending.say(self.finding.uid, "zqfinding", done=False, by=self.world.actor("ben"))

    def end(self, ada):
        """An agreement with the foundry that ran out, under which Tom read a page; our side has looked back."""
        with clock.at(clock.now() - timedelta(days=60)):
            today = clock.now().date()
            agreement = self.world.agree("foundry", "cleo", starts_on=today, ends_on=today + timedelta(days=9))
            self.world.share(self.child, "foundry", person="tom")
            items.page(self.child.uid, self.world.actor("tom"))
        self.exit = opening.open_(agreement.pk)
        opening.close_list(self.exit.pk)
        leaving.look_back(self.exit.uid, Review("zqreview", "zqreview"), by=ada)
        del self.world.agreements["foundry"]

    def ids(self):
        """Each kind of thing with the ids under which secrets lie."""
        return {
            "space": [self.space.uid, self.quiet.uid],
            "item": [self.top.uid, self.child.uid, self.decision.uid],
            "version": [self.top.versions.get().uid],
            "file": [self.file.uid, self.picture.uid],
            "partnership": [row.uid for row in self.world.partnerships.values()],
            "agreement": [self.draft.uid, *(row.uid for row in self.world.agreements.values())],
            "remark": [self.remark.uid],
            "request": [self.request.pk],
            "release": [self.release.pk],
            "requirement": [self.requirement.uid],
            "alert": [self.alert.uid],
            "ip_request": [row.uid for row in self.ip_requests],
            "asset": [self.asset.uid, self.secret.uid],
            "right": [self.right.uid],
            "licence": [self.licence.uid],
            "step": [self.step.pk],
            "schedule": [self.schedule.pk],
            "invention": [self.invention.uid],
            "disclosure": [self.disclosure.uid],
            "audit": [self.inspection.uid],
            "check": ["rooms_and_keys", "looked_through"],
            "finding": [self.finding.uid],
            "map": ["iso27001"],
            "clause": ["5.9"],
            "exit": [self.exit.uid],
            "member": [self.member.pk],
            "erasure": [row.uid for row in self.erasures],
            "claim": [row.uid for row in self.claims],
            "cover": [self.cover.uid, self.later.uid],
            "adviser": [self.adviser.uid],
            "receipt": list(Receipt.objects.filter(organisation=self.world.pumps).values_list("uid", flat=True)),
            "team": list(Team.objects.filter(organisation=self.world.pumps).values_list("uid", flat=True)),
            "notice": list(Notice.objects.values_list("uid", flat=True)),
            "kind": ["lesson"],
            "thread": [self.thread.uid],
            "comment": [row.uid for row in self.thread.comments.all()],
            "report": list(Report.objects.values_list("uid", flat=True)),
            "conversion": [self.conversion.uid],
            "session": [self.session.uid],
            "export": [self.export.uid],
            "import": [self.import_.uid],
            "watch": [self.watch.uid],
            "answer": [self.answer.uid],
            "arrangement": [self.arrangement.uid],
            "gap": [self.gap.pk],
            "synonym": [self.synonym.pk],
            "recording": [self.recording.uid],
            "said": [self.said.uid],
            "protocol": ["story"],
            "commitment": [self.commitment.uid],
            "committee": [self.committee.uid],
            "meeting": [self.meeting.uid],
            "ballot": [self.ballot.uid],
            "hook": [self.hook.uid],
            "entry": [self.entry.uid],
            "provider": [self.provider.uid],
            "link": [self.link.uid],
            "kept": [self.kept.team.uid],
            "delivery": [self.delivery.uid],
            "number": [999_999],
            "nothing": ["nothingx0000"],
            "membership": list(Membership.objects.filter(organisation=self.world.pumps).values_list("pk", flat=True)),
            "invitation": list(Invitation.objects.filter(inviting=self.world.pumps).values_list("uid", flat=True)),
        }
