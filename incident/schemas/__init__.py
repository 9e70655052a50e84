"""What crosses the edge of the house, as pydantic models; validated before any command sees it."""
