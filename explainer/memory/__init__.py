"""The two accounts of memory, the textbook's and PyTorch's, and the bridge between them."""
