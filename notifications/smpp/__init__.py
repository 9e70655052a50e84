"""SMPP 3.4 as bytes and values, without sockets: what staff SMS and the relay of public messages both speak."""
