"""Running the tests that travel with a playbook."""
