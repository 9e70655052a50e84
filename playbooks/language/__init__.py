"""What a playbook can say and about what: its model, its clocks, the situation it meets, the names in conditions."""
