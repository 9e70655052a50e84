"""The one font that prints Chinese and Latin alike: a package brings it, so no machine has to have it installed."""

from __future__ import annotations

from pathlib import Path

import noto_cjk_sans_otc

FAMILY = "Noto Sans CJK SC"


def font_file() -> Path:
    """The collection Noto Sans CJK, regular (SIL Open Font License)."""
    return Path(noto_cjk_sans_otc.__file__).parent / "NotoSansCJK-Regular.ttc"
