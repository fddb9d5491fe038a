"""Addresses of agreements and of what stands under them."""

from django.urls import path

from kith.agreements.views import agreements, ending, negotiation, requests, sharing, signing, terms, trail

urlpatterns = [
    path("protect", agreements.protect, name="protect"),
    path("protect/trail", trail.trail, name="trail"),
    path("protect/access", requests.access_list, name="access_list"),
    path("protect/requests", requests.access_requests, name="access_requests"),
    path("protect/requests/<int:pk>", requests.access_request, name="access_request"),
    path("partnerships/<slug:uid>", agreements.partnership_, name="partnership"),
    path("partnerships/<slug:uid>/shut-out", ending.shut_out, name="shut_out"),
    path("partnerships/<slug:uid>/agreements/new", terms.agreement_new, name="agreement_new"),
    path("agreements/<slug:uid>", agreements.agreement, name="agreement"),
    path("agreements/<slug:uid>/terms", terms.terms, name="terms"),
    path("agreements/<slug:uid>/amendments/new", terms.amendment_new, name="amendment_new"),
    path("agreements/<slug:uid>/circulation", agreements.circulation, name="circulation"),
    path("agreements/<slug:uid>/duties", agreements.duties, name="duties"),
    path("agreements/<slug:uid>/renewal", agreements.renewal, name="renewal"),
    path("agreements/<slug:uid>/revisions", negotiation.revisions, name="revisions"),
    path("agreements/<slug:uid>/remarks", negotiation.remarks, name="agreement_remarks"),
    path("remarks/<slug:uid>", negotiation.remark, name="agreement_remark"),
    path("agreements/<slug:uid>/signature", signing.signature, name="signature"),
    path("agreements/<slug:uid>/code", signing.code, name="signing_code"),
    path("agreements/<slug:uid>/paper", signing.paper, name="signing_paper"),
    path("agreements/<slug:uid>/signed.pdf", signing.signed_copy, name="signed_copy"),
    path("agreements/<slug:uid>/scans/<slug:organisation_uid>", signing.scan, name="signed_scan"),
    path("agreements/<slug:uid>/stop", ending.stop, name="stop"),
    path("agreements/<slug:uid>/end", ending.end, name="end"),
    path("items/<slug:uid>/share", sharing.item_share, name="item_share"),
    path("spaces/<slug:uid>/share", sharing.space_share, name="space_share"),
    path("receipts/<slug:uid>", ending.receipt, name="receipt"),
    path("receipts/<slug:uid>.pdf", ending.receipt_paper, name="receipt_paper"),
    path("receipts/<slug:uid>.json", ending.receipt_file, name="receipt_file"),
]
