"""Addresses of audits, findings and evidence."""

from django.urls import path

from kith.assurance.views import audits, evidence, findings

urlpatterns = [
    path("audits", audits.audits, name="audits"),
    path("audits/new", audits.audit_new, name="audit_new"),
    path("audits/<slug:uid>", audits.audit, name="audit"),
    path("audits/<slug:uid>/run", audits.audit_run, name="audit_run"),
    path("audits/<slug:uid>/report", audits.audit_report, name="audit_report"),
    path("audits/<slug:uid>/checks/<slug:key>", audits.audit_check, name="audit_check"),
    path("audits/<slug:uid>/checks/<slug:key>/finding", findings.finding_new, name="finding_new"),
    path("checks/<slug:key>", audits.check, name="check"),
    path("findings/<slug:uid>", findings.finding, name="finding"),
    path("findings/<slug:uid>/look", findings.finding_look, name="finding_look"),
    path("findings/<slug:uid>/move", findings.finding_move, name="finding_move"),
    path("evidence", evidence.overview, name="evidence"),
    path("evidence/<slug:key>", evidence.one, name="evidence_map"),
    path("evidence/<slug:key>/statement", evidence.statement, name="evidence_statement"),
    path("evidence/<slug:key>/<str:clause>", evidence.clause, name="evidence_clause"),
]
