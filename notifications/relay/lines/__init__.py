"""How the relay speaks to a gateway: one dialect a protocol, a link over a socket, and nothing that knows a job."""
