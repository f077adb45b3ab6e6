"""The framework account: the tensors that PyTorch really keeps, and which are alive when.

The rules were measured with PyTorch 2.13 and 2.14 on the CPU, kind by kind; `explain verify`
and tests/against_torch compare them with the real thing. No torch is needed here.
"""
