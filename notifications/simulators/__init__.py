"""Stand-ins for the systems at the other end, as processes of their own that are met on the wire only.

They share no code with the connectors, so that a misunderstanding shows up as a failed contract test.
Each has durable books (SQLite, WAL, synchronous=FULL): what it acknowledged survives ``kill -9``.

    python -m notifications.simulators.billing   --port N --dir PATH --seed S --faults JSON --fast X
    python -m notifications.simulators.broadcast --port N --dir PATH --seed S --faults JSON --fast X
    python -m notifications.simulators.smtp      --port N --http-port M --dir PATH --faults JSON
    python -m notifications.simulators.sms       --port N --smpp-port M --callback URL --dir PATH --faults JSON
    python -m notifications.simulators.voice     --port N --callback URL --dir PATH --faults JSON
    python -m notifications.simulators.chat      --port N --dir PATH --faults JSON
    python -m notifications.simulators.push      --port N --dir PATH --faults JSON
    python -m notifications.simulators.hotline   --port N --dir PATH --faults JSON
    python -m notifications.simulators.halls     --port N --dir PATH --faults JSON

``--port 0`` takes any free port; when ready, each prints one JSON line ``{"simulator", "port", …}``
on stdout (``smtp`` adds ``"http_port"``, its reading side; ``sms`` adds ``"smpp_port"``, its SMSC). SIGTERM ends it
cleanly. ``--callback`` is an http address on this machine that reports and answers are pushed to.
All answer ``GET /healthz`` (identity), ``GET /books``, ``GET|POST /faults`` (see faults.py) and
``POST /speed {"fast": N}``.

``billing`` also plays the province's accounts, where it is given some: ``POST /population {"begins": "2008-05-12",
"counties": {adcode: {segment: accounts}}}`` before the first instruction, then ``POST /days {"days": 30}`` or
``{"until": "2008-06-11"}`` lets days pass and answers who was cut off on each, ``GET /cut-offs?from=&until=`` tells it
again, and ``GET /accounts?county=&segment=`` counts accounts as they stand (owing, suspended, frozen by clock, …).
"""
