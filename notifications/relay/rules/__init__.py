"""What the relay decides, as pure functions: time and state are passed in and given back."""
