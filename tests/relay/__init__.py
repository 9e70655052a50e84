"""The relay: numbers in the province, a journal before every message, gateways that lose and refuse."""
