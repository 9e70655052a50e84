"""What a schema can't see: each module checks one kind of thing in a playbook that has been read."""
