"""The time machine: an incident's rows at any position of its log, exactly as the generic fold gives them.

The log is the truth. Beside it lies, for each incident that somebody has looked back on, a file of all versions that
its rows have had, derived from the events' changes and nothing else: it may be deleted at any time and is derived anew.
`files` opens it, `deriving` brings it up to a position, `standing` says what stood at one, `differences` compares two,
`track` tells where in time the events lie.
"""

from incident.past.moments import Asked, position_of, read_asked
from incident.past.pasts import Pasts

__all__ = ["Asked", "Pasts", "position_of", "read_asked"]
