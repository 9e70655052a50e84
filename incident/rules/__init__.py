"""Pure rules: states, approvals, clocks, permissions. They are asked; they read nothing and write nothing."""
