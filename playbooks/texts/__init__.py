"""What the public and teams read: templates filled in, counted in parts, and looked at before they leave."""
