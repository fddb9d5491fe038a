"""The addresses of the design system itself."""

from django.urls import path

from kith.ui.gallery import gallery

app_name = "ui"
urlpatterns = [path("gallery", gallery, name="gallery")]
