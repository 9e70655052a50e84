"""What outside sources say: asked or called, read apart, recorded as signals. An edge, beside api and jobs.

Nothing here decides anything; rules.signals says what a message means, commands.signals records it.
"""
