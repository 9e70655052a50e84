"""What leaves the house: messages to people, instructions to systems, and their simulators."""
