"""Every component in every state on one page, for those who build and those who check."""

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.core import clock
from kith.ui import icons
from kith.ui.shell import Area, Nav, PartnerLink

LEVELS = [
    (1, "Public"),
    (2, "Inside our company"),
    (3, "In confidence, named partners"),
    (4, "Restricted, named people"),
    (5, "Trade secret, view only"),
]
HOSTILE = '<script>alert("x")</script> \u202egnirtS & “Söhne”'


class SampleForm(forms.Form):
    """Every kind of control."""

    title = forms.CharField(label="Title", help_text="What would a colleague search for?")
    check = forms.DateField(label="Check again on", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("lesson", "Lesson"), ("method", "Method")])
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    level = forms.ChoiceField(label="Classification", widget=forms.RadioSelect, choices=LEVELS)
    partners = forms.MultipleChoiceField(
        label="Who may see it?",
        help_text="Only partners with an agreement in force are listed.",
        widget=forms.CheckboxSelectMultiple,
        choices=[("b", "Brightforge Castings"), ("n", "University of Northmere")],
    )
    file = forms.FileField(label="File", required=False)
    copies = forms.BooleanField(label="They may take copies", help_text="A copy cannot be called back.")

    def clean_check(self) -> date | None:
        """A check lies ahead."""
        value: date | None = self.cleaned_data["check"]
        if value and value < clock.now().date():
            raise forms.ValidationError("That date is in the past.")
        return value


def sample_nav() -> Nav:
    """A frame with invented content."""
    return Nav(
        areas=[
            Area("home", "Home", "house", "#home", 5),
            Area("knowledge", "Knowledge", "book-open", "#knowledge"),
            Area("people", "People", "users", "#people"),
            Area("partnerships", "Partnerships", "handshake", "#partnerships"),
            Area("protect", "Protect", "shield-check", "#protect", 2),
            Area("measure", "Measure", "chart-no-axes-combined", "#measure"),
            Area("admin", "Admin", "sliders-horizontal", "#admin", apart=True),
        ],
        partners=[
            PartnerLink("Brightforge Castings", "Br", "#brightforge"),
            PartnerLink("University of Northmere", "No", "#northmere"),
            PartnerLink(HOSTILE * 4, "So", "#soehne"),
        ],
        person_name="Asha",
        organisation_name="Tarnside Pumps",
        home_url="#home",
        copies_url="",
        search_url="",
        suggest_url="",
        query="",
        account_url="#account",
        sign_out_url="#",
        switch_url="#switch",
        inbox_url="#inbox",
        inbox_count=1,
        add_url="#add",
        current="admin",
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """The page itself."""
    wrong = SampleForm({"title": "", "check": "2025-11-24", "kind": "lesson", "level": "3"}, auto_id="wrong_%s")
    wrong.is_valid()
    wrong.add_error(None, "Somebody else saved this a minute ago. Your words are kept below.")
    if hasattr(request, "_messages"):
        messages.success(request, "Thanks. Tom will see that it worked.")
        messages.error(request, "No connection. Your words are kept on this device and will be sent.")
    now = clock.now()
    return render(
        request,
        "ui/gallery.html",
        {
            "nav": sample_nav(),
            "area": "admin",
            "themes": ["kith", "kith-dark"],
            "form": SampleForm(initial={"title": "Setting the seal gap", "level": "3", "partners": ["b"]}),
            "wrong": wrong,
            "levels": LEVELS,
            "icons": sorted(icons.names()),
            "kinds": ["ours", "theirs", "shared", "ended", "none"],
            "tones": ["good", "heed", "stop", "ours", "theirs"],
            "moments": [now, now - timedelta(days=1), now - timedelta(days=90)],
            "until": date(2027, 6, 30),
            "hostile": HOSTILE,
        },
    )
