"""What the graphs of other programs have in common, on their way to a model file.

Torch's and ONNX's tensors begin with the batch and have their channels second, or last;
`tensors.py` knows which axis is which of ours. `collected.py` collects the layers.
"""
