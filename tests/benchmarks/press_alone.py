"""WeasyPrint alone: `python press_alone.py PAGE.html` prints a page to nowhere."""

import sys
from pathlib import Path

import weasyprint

page = weasyprint.HTML(filename=sys.argv[1]).write_pdf(pdf_variant="pdf/ua-1")
Path("/dev/null").write_bytes(page)
