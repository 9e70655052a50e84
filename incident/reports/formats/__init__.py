"""Writes a report: one function a format, all from the same model and the same pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from incident.reports.formats.as_csv import write_csv
from incident.reports.formats.as_docx import write_docx
from incident.reports.formats.as_html import write_html
from incident.reports.formats.as_json import write_json
from incident.reports.formats.as_pdf import write_pdf
from incident.reports.formats.as_xlsx import write_xlsx
from incident.reports.model import Report

WRITERS: Mapping[str, Callable[[Report], bytes]] = {
    "html": write_html,
    "pdf": write_pdf,
    "docx": write_docx,
    "xlsx": write_xlsx,
    "csv": write_csv,
    "json": write_json,
}

__all__ = ["WRITERS"]
