"""Part C's peers: Flask-SocketIO as its manual has it under gunicorn's gevent worker, and Node's socket.io."""

from __future__ import annotations

import time

import gevent
from flask import Flask, request
from flask_socketio import SocketIO


def create_app() -> Flask:
    """Plain Flask-SocketIO: default manager, default websocket, default collector; events as the product's stage."""
    app = Flask(__name__)
    socketio = SocketIO(app, async_mode="gevent", ping_interval=60, ping_timeout=60)

    @app.get("/say")
    def say() -> str:
        hz, size = float(request.args.get("hz", 0)), int(request.args.get("size", 400))
        began = time.monotonic()
        for number in range(int(request.args["n"])):
            if hz:
                gevent.sleep(max(0.0, began + number / hz - time.monotonic()))
            elif number % 10 == 9:
                gevent.sleep(0)
            socketio.emit("frame", {"n": number, "t": time.monotonic_ns(), "pad": "x" * size})
        return "said"

    return app


#: Run with `node -e`, the port as argument; socket.io must be found from the working folder.
NODE = """
const { Server } = require('socket.io'); const http = require('http');
const server = http.createServer(async (req, res) => {
  const url = new URL(req.url, 'http://x');
  if (url.pathname !== '/say' && url.pathname !== '/gathered') { res.end('?'); return; }
  const asked = name => +(url.searchParams.get(name) || 0);
  const n = asked('n'), hz = asked('hz'), size = asked('size') || 400;
  const began = performance.now(), pad = 'x'.repeat(size), gather = asked('gather_ms');
  if (url.pathname === '/gathered') { await gathered(n, hz, pad, gather); res.end('said'); return; }
  for (let i = 0; i < n; i++) {
    const wait = hz ? began + i * 1000 / hz - performance.now() : 0;
    if (hz) { if (wait > 0) await new Promise(r => setTimeout(r, wait)); }
    else if (i % 10 === 9) await new Promise(r => setImmediate(r));
    io.emit('frame', { n: i, t: Number(process.hrtime.bigint()), pad });
  }
  res.end('said');
});
let turn = 0;
async function gathered(n, hz, pad, gather) {
  const began = performance.now(), origin = Number(process.hrtime.bigint());
  for (let i = 0; i < n;) {
    const wait = began + i * 1000 / hz - performance.now();
    if (wait > 0) await new Promise(r => setTimeout(r, wait));
    const now = performance.now(), heard = Array.from({ length: 32 }, () => []);
    for (; i < n && began + i * 1000 / hz <= now; i++) {
      const event = { n: i, t: Math.round(origin + i * 1e9 / hz), pad };
      if (i % 5 === 0) heard.forEach(some => some.push(event));
      else { heard[0].push(event); heard[1 + i % 31].push(event); }
    }
    heard.forEach((events, scope) => events.length && io.to('scope ' + scope).emit('frame', { events }));
    await new Promise(r => setTimeout(r, Math.max(0, now + gather - performance.now())));
  }
}
const io = new Server(server, { pingInterval: 60000, pingTimeout: 60000 });
io.on('connection', socket => socket.join('scope ' + turn++ % 32));
server.listen(+process.argv[1], '127.0.0.1', 4096);
"""
