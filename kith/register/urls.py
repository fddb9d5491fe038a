"""Addresses of the register."""

from django.urls import path

from kith.register.views import beside, inventions, register

urlpatterns = [
    path("register", register.register, name="register"),
    path("register/report", register.register_report, name="register_report"),
    path("register/new", register.asset_new, name="asset_new"),
    path("register/rules", inventions.fee_rules, name="fee_rules"),
    path("register/rules/<int:pk>/end", inventions.fee_rule_end, name="fee_rule_end"),
    path("register/inventions", inventions.every, name="inventions"),
    path("register/inventions/new", inventions.new, name="invention_new"),
    path("register/inventions/<slug:uid>", inventions.one, name="invention"),
    path("register/inventions/<slug:uid>/edit", inventions.edit, name="invention_edit"),
    path("register/inventions/<slug:uid>/take", inventions.take, name="invention_take"),
    path("register/inventions/<slug:uid>/aside", inventions.put_aside, name="invention_aside"),
    path("register/rights/<slug:uid>", beside.right, name="right"),
    path("register/rights/<slug:uid>/fee", beside.fee, name="fee"),
    path("register/rights/<slug:uid>/priority", beside.priority, name="priority"),
    path("register/rights/<slug:uid>/end", beside.right_end, name="right_end"),
    path("register/licences/<slug:uid>/end", beside.licence_end, name="licence_end"),
    path("register/<slug:uid>", register.asset, name="asset"),
    path("register/<slug:uid>/edit", register.asset_edit, name="asset_edit"),
    path("register/<slug:uid>/end", register.asset_end, name="asset_end"),
    path("register/<slug:uid>/pack", register.asset_pack, name="asset_pack"),
    path("register/<slug:uid>/rights/new", beside.right_new, name="right_new"),
    path("register/<slug:uid>/licences/new", beside.licence_new, name="licence_new"),
    path("register/<slug:uid>/steps/new", beside.step_new, name="step_new"),
    path("register/<slug:uid>/steps/<int:pk>/end", beside.step_end, name="step_end"),
]
