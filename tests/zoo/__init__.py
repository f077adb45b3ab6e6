"""Networks that others wrote, beside what torch does with them: `python -m tests.zoo`.

    python -m tests.zoo                     all of torchvision's classification networks, and timm's
    python -m tests.zoo resnet18 timm:dla34
    python -m tests.zoo --md > tests/zoo/table.md

Sizes of every layer, parameters, MACs, what autograd keeps with a batch of 2, and the peak of a
training step with momentum and no loss: ours are derived, torch's measured on FakeTensors, which
allocate none. `table.md` says what was found, and the cause of what differs.
"""
