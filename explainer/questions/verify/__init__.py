"""`--verify`: the network run in PyTorch, and what that measures."""
