"""Handing a report out."""

from django.http import HttpRequest, HttpResponse

from kith.ui.reporting import Report, pdfs, workbooks


def answer(request: HttpRequest, report: Report, name: str) -> HttpResponse:
    """A report as the file that was asked for: a workbook, or with `?as=pdf` a PDF.

    Args:
        name: of the file, without its ending.

    Raises:
        Refused: no PDF can be made of it here and now.
    """
    if request.GET.get("as") == "pdf":
        response = HttpResponse(pdfs.document(report), content_type=pdfs.MEDIA_TYPE)
        name = f"{name}.pdf"
    else:
        response = HttpResponse(workbooks.workbook(report), content_type=workbooks.MEDIA_TYPE)
        name = f"{name}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
