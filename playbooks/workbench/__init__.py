"""What the planner's editor needs: forms, help, differences by meaning, edits that keep the file's bytes."""
