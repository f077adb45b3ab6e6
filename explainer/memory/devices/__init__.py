"""Training on several devices: what one of them takes, and how gradients are exchanged."""
