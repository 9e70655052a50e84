"""Synthetic exposure: made up from published totals and places, with a fixed seed, and always called so."""
