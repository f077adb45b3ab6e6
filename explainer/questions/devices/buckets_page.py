"""The buckets in which gradients are exchanged, as a table."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import binary_text, decimal_text
from explainer.questions.devices.buckets import FIRST_LIMIT, LIMIT, Bucket

# Of more buckets the first ones are listed, and the others added up.
LISTED = 10


def buckets_blocks(buckets: tuple[Bucket, ...] | None) -> list[n.Block]:
    """Torch's rule, and what it makes of this network; None where that is not known."""
    rule = n.Paragraph(say("devices.bucket_rule", first=FIRST_LIMIT, limit=LIMIT))
    if buckets is None:
        return [rule, n.Paragraph(say("devices.buckets_unknown"))]
    columns = (
        n.Column(say("devices.bucket")),
        n.Column(say("devices.gradients"), "number"),
        n.Column(say("devices.from_layer")),
        n.Column(say("devices.to_layer")),
        n.Column(say("training.bytes"), "number"),
        n.Column(say("training.decimal"), "number"),
        n.Column(say("training.binary"), "number"),
    )
    rows = [_row(i, bucket) for i, bucket in enumerate(buckets[:LISTED], 1)]
    rest = buckets[LISTED:]
    if rest:
        count, gradients = len(rest), tuple(g for bucket in rest for g in bucket.gradients)
        rows.append(_cells(say("devices.other_buckets", count=count), Bucket(gradients)))
    whole = sum(bucket.bytes for bucket in buckets)
    count = sum(len(bucket.gradients) for bucket in buckets)
    total = (say("training.total"), (n.Num(count),), (), (), (n.Num(whole),))
    footer = n.Row((*total, decimal_text(whole), binary_text(whole)))
    return [rule, n.Table(say("devices.buckets_caption"), columns, tuple(rows), (footer,))]


def _row(number: int, bucket: Bucket) -> n.Row:
    return _cells((n.Num(number),), bucket)


def _cells(label: n.Inlines, bucket: Bucket) -> n.Row:
    first, last = bucket.gradients[0].layer, bucket.gradients[-1].layer
    size = bucket.bytes
    layers = ((n.User(first),), (n.User(last),))
    count = (n.Num(len(bucket.gradients)),)
    return n.Row((label, count, *layers, (n.Num(size),), decimal_text(size), binary_text(size)))
