"""The endings of what can be read as pages. Known without loading what reads it."""

MARKDOWN = frozenset({".md", ".markdown"})
WEB = frozenset({".html", ".htm", ".xhtml"})
MAIL = frozenset({".eml", ".mbox"})
PANDOC = {".docx": "docx", ".odt": "odt", ".rtf": "rtf", ".epub": "epub", ".pptx": "pptx"}  # with Pandoc's name for it
SHEETS = frozenset({".xlsx", ".xlsm", ".csv", ".tsv"})
PDF = ".pdf"
READABLE = sorted({*MARKDOWN, *WEB, *MAIL, *PANDOC, *SHEETS, PDF, ".zip", ".xml"})
