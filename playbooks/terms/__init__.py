"""Words, units, spans of time and problems: what every other room of the package speaks in."""
