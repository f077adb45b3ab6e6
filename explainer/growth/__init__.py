"""How the memory grows: with the batch, with the image, with the number of channels."""
