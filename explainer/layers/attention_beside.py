"""What attention makes beside its values when PyTorch runs it, in bytes for the batch."""

from __future__ import annotations

from explainer.layers.beside import tensor_beside


def float_for_each_row(heads, L_in, batch=1):
    """The fused kernel keeps one number for each row of scores instead of the row, in float32."""
    return heads * L_in * 4 * batch


def double_for_each_row(heads, L_in, b, batch=1):
    """The fused kernel keeps one number for each row of scores instead of the row."""
    return heads * L_in * b * batch


def scaled_queries(L_in, c_in, b, batch=1):
    """With dropout the queries are scaled before their products, in a copy."""
    return L_in * c_in * b * batch


def scaled_keys(L_in, c_in, b, batch=1):
    """With dropout the keys are scaled before their products, in a copy."""
    return L_in * c_in * b * batch


def raw_scores(heads, L_in, b, batch=1):
    """The scores themselves are let go when softmax has made shares of them."""
    return heads * L_in**2 * b * batch


def mask_of_shares(heads, L_in, b, batch=1):
    """Dropout keeps a factor for every share: 0, or what the rest is scaled by."""
    return heads * L_in**2 * b * batch


def dropped_shares(heads, L_in, b, batch=1):
    """The shares that dropout leaves are kept beside the shares themselves."""
    return heads * L_in**2 * b * batch


def weighed_by_head(L_in, c_in, b, batch=1):
    """What was gathered lies head by head, and is copied to lie position by position."""
    return L_in * c_in * b * batch


def in_full(L_in, c_in, batch=1):
    """With dropout attention is worked out in float32, on copies."""
    return L_in * c_in * 4 * batch


def shares_given_back(heads, L_in, b, batch=1):
    """The shares are copied back into few bytes for whoever asks for them."""
    return heads * L_in**2 * b * batch


IN_FULL = tensor_beside("copy_in_float32", in_full)
LOW = tensor_beside("shares_given_back", shares_given_back)
ROWS = tensor_beside("row_of_scores", float_for_each_row)
WIDE_ROWS = tensor_beside("row_of_scores", double_for_each_row)
QUERIES = tensor_beside("scaled_queries", scaled_queries)
KEYS = tensor_beside("scaled_keys", scaled_keys)
SCORES = tensor_beside("raw_scores", raw_scores)
MASK = tensor_beside("mask_of_shares", mask_of_shares)
DROPPED = tensor_beside("dropped_shares", dropped_shares)
BY_HEAD = tensor_beside("weighed_by_head", weighed_by_head)
