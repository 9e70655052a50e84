"""What crosses the edge of the house, as pydantic models; validated before any command sees it."""

from incident.schemas.base import Body

__all__ = ["Body"]
