"""A network of PyTorch as a model file would give it: what `torch.export` traces, kind by kind.

`named.py` finds a module by name, `export.py` traces it on the meta device, where no weight is
allocated; `trace.py` goes through the graph, with a rule for each operation (`rules/`) and for
each module that is one kind as a whole (`whole_modules.py`). `tensors.py` knows which axis of a
tensor is which of ours, whose channels are last.
"""
