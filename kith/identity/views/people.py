"""One's own organisation: its people, invitations and teams."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity import forms, kept, queries, steps
from kith.identity.actions import asking, inviting, leaving, managing
from kith.identity.actions.inviting import Guest
from kith.identity.edges import SignedInRequest, explain, explained, proven, signed_in
from kith.identity.models import Organisation, Team


@signed_in
def people(request: SignedInRequest) -> HttpResponse:
    """Colleagues, open invitations, teams."""
    actor = request.actor
    context = {
        "members": queries.colleagues(actor.organisation),
        "invitations": queries.open_invitations(actor) if actor.keeps else [],
        "teams": queries.teams_with_people(actor.organisation),
        "kept_members": kept.members(actor.organisation),
        "kept_teams": kept.teams(actor.organisation),
        "keeps": actor.keeps,
        "owns": actor.role is Role.OWNER,
        "me": actor.person_id,
    }
    return render(request, "identity/people.html", context)


@signed_in
@proven
def colleague_new(request: SignedInRequest) -> HttpResponse:
    """Invite a colleague."""
    if not request.actor.keeps:
        raise Denied(_("Owners and stewards invite colleagues."), ability="invite", kind="organisation", object_id=None)
    form = forms.ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        inviting.invite_colleague(Guest(given["email"], given["name"]), Role(given["role"]), by=request.actor)
        messages.success(request, _("Invited. The link in the mail works for 14 days."))
        return redirect("people")
    return render(request, "identity/colleague_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def invitation_end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Withdraw an invitation."""
    inviting.withdraw(uid, by=request.actor)
    messages.success(request, _("Withdrawn. Its link does not work any more."))
    return redirect("people")


@signed_in
@proven
def member_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a colleague another role."""
    member = queries.colleagues(request.actor.organisation).filter(pk=pk).first()
    if member is None or request.actor.role is not Role.OWNER:
        raise Unseen("Membership")
    form = forms.RoleForm(request.POST or None, initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        with explained(form):
            leaving.change_role(pk, Role(form.cleaned_data["role"]), by=request.actor)
            messages.success(request, _("Changed. It holds from the next page on."))
            return redirect("people")
    status = 422 if form.is_bound else 200
    return render(request, "identity/member_role.html", {"member": member, "form": form}, status=status)


@signed_in
@proven
def member_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Deactivate a colleague: first who it is, then the deed."""
    member = queries.colleagues(request.actor.organisation).filter(pk=pk).first()
    if member is None or not request.actor.keeps:
        raise Unseen("Membership")
    if request.method == "POST":
        try:
            leaving.deactivate(pk, by=request.actor)
            messages.success(request, _("Deactivated. All sessions have ended."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("people")
    return render(request, "identity/member_end.html", {"member": member})


@signed_in
def organisation(request: SignedInRequest) -> HttpResponse:
    """What one's organisation is called, and of whom it asks a second step."""
    _require_owner(request)
    found = Organisation.objects.get(pk=request.actor.organisation)
    form = forms.OrganisationForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        with explained(form):
            managing.rename_organisation(form.cleaned_data["name"], by=request.actor)
            messages.success(request, _("Renamed. Agreements and receipts keep the name that was signed."))
            return redirect("people")
    return _organisation(request, form, _roles_form(request))


@require_POST
@signed_in
@proven
def second_step_asked(request: SignedInRequest) -> HttpResponse:
    """Say of which roles a second step is asked."""
    _require_owner(request)
    form = forms.SecondStepRolesForm(request.POST)
    if form.is_valid():
        with explained(form):
            asking.ask_own(set(form.cleaned_data["roles"]), by=request.actor)
            messages.success(request, _("Saved. It holds from the next page on."))
            return redirect("organisation")
    name = Organisation.objects.get(pk=request.actor.organisation).name
    return _organisation(request, forms.OrganisationForm(initial={"name": name}), form)


def _require_owner(request: SignedInRequest) -> None:
    if request.actor.role is not Role.OWNER:
        raise Denied(_("Only an owner changes this."), ability="rename", kind="organisation", object_id=None)


def _roles_form(request: SignedInRequest) -> forms.SecondStepRolesForm:
    return forms.SecondStepRolesForm(initial={"roles": steps.roles_asked(request.actor.organisation)})


def _organisation(
    request: SignedInRequest, form: forms.OrganisationForm, roles: forms.SecondStepRolesForm
) -> HttpResponse:
    asked = steps.roles_asked(request.actor.organisation)
    context = {"form": form, "roles": roles, "without": steps.without(request.actor.organisation, asked)}
    status = 422 if form.is_bound or roles.is_bound else 200
    return render(request, "identity/organisation.html", context, status=status)


@signed_in
def team_new(request: SignedInRequest) -> HttpResponse:
    """Make a team."""
    return _team(request, None, managing.make_team)


@signed_in
def team(request: SignedInRequest, uid: str) -> HttpResponse:
    """Change a team's name, and who is in it."""
    found = queries.teams(request.actor.organisation).filter(uid=uid).first()
    if found is None or not request.actor.keeps:
        raise Unseen("Team")
    return _team(request, found, partial(managing.change_team, uid))


def _team(request: SignedInRequest, team: Team | None, save: Callable[..., Team]) -> HttpResponse:
    held = {"name": team.name, "members": [str(row.pk) for row in team.members.all()]} if team else None
    form = forms.TeamForm(request.POST or None, initial=held)
    members = [(str(row.pk), row.person.name) for row in queries.colleagues(request.actor.organisation)]
    form.fields["members"].choices = members  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data["name"], [int(pk) for pk in form.cleaned_data["members"]], by=request.actor)
        except ValidationError as error:
            form.add_error("name", error.messages)
        except Refused as refused:
            explain(form, refused)
        else:
            return redirect("people")
    context = {"form": form, "team": team}
    return render(request, "identity/team.html", context, status=422 if form.is_bound else 200)
