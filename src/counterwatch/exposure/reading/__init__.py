"""How files are read that hold one's own traffic: opened, recognised, and told apart from what they are not."""
