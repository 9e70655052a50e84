"""What every request body shares: no unknown fields, bounded texts, whole numbers that are numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints


class Body(BaseModel):
    """Base of request bodies; an unknown field is refused by name."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


#: A line of text that people write.
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
#: A paragraph or more.
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
#: Six digits of GB/T 2260.
Adcode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Whole = Annotated[int, Field(strict=True, ge=0, le=2**53 - 1)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=60 * 24 * 60)]
Moment = AwareDatetime

__all__ = ["UUID", "Adcode", "Body", "Line", "Minutes", "Moment", "Text", "Whole", "datetime"]
