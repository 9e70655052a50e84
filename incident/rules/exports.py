"""What leaves the house as a file beside reports, as people call it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

#: Kind → (Chinese, English).
KINDS: Mapping[str, tuple[str, str]] = {
    "phone_book": ("电话簿", "the phone book"),
    "ledger": ("措施台账", "the ledger of measures"),
    "bad_rows": ("成效表的错误行", "bad rows of an outcome table"),
    "figure_evidence": ("成效数值的依据文件", "the evidence file of an outcome figure"),
    "report_file": ("定时报告的文件", "the file of a scheduled report"),
    "report": ("报告", "a report"),
    "evidence": ("证据包", "an evidence bundle"),
    "database": ("整库备份", "a copy of the whole database"),
    "exports": ("导出登记", "the register of exports"),
    "erasures": ("删除登记", "the register of what was erased"),
    "approvals": ("审批清单", "the list of approvals"),
}
