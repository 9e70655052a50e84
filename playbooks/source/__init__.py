"""From files to a Playbook: YAML with its places, parents and fragments, the schema, every problem at once."""
