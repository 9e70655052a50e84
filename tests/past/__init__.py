"""The time machine beside rebuild and live rows, at random positions of a long random history."""
