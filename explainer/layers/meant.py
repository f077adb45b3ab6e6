"""What people write for a kind or a setting that has another name, from courses and from code.

An error asks here before it looks for the name that is most alike in its letters, by which
`attention` would be `flatten`. A kind that isn't there yet is said to be so; from the day it is
there, it is what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from explainer.language import sentence

# By the name that a kind has, or will have as torch has it: other words for it. Letters count, and
# neither their size, nor what stands between them, nor what stands before a dot.
KINDS: dict[str, str] = {
    "conv2d": "conv convolution convolution2d convolutional cnn",
    "conv1d": "convolution1d temporal_conv",
    "conv3d": "convolution3d",
    "conv_transpose2d": "deconv deconvolution deconv2d conv_transpose transpose_conv "
    "transposed_conv transposed_convolution transposed_conv2d up_conv",
    "conv_transpose1d": "conv1d_transpose transposed_conv1d deconv1d",
    "conv_transpose3d": "conv3d_transpose transposed_conv3d deconv3d",
    "depthwise_conv2d": "depthwise depthwise_conv dw_conv dw_conv2d depthwise_convolution",
    "separable_conv2d": "separable separable_conv sep_conv depthwise_separable "
    "depthwise_separable_conv depthwise_separable_conv2d",
    "max_pool2d": "pool pooling max_pool max_pooling pool2d subsampling",
    "avg_pool2d": "avg_pool average_pool average_pooling mean_pool mean_pooling",
    "max_pool1d": "max_pooling1d",
    "avg_pool1d": "average_pooling1d",
    "max_pool3d": "max_pooling3d",
    "avg_pool3d": "average_pooling3d",
    "global_avg_pool2d": "gap global_pool global_pooling global_avg_pool global_average_pool "
    "global_average_pooling",
    "adaptive_avg_pool2d": "adaptive_pool adaptive_avg_pool adaptive_average_pool",
    "adaptive_max_pool2d": "adaptive_max_pool global_max_pool global_max_pool2d "
    "global_max_pooling global_max_pooling2d",
    "flatten": "flat",
    "linear": "fc dense full fully_connected fully_connected_layer inner_product affine ip",
    "relu": "rectifier",
    "dropout": "drop",
    "batch_norm2d": "bn bn2d norm batch_norm batch_normalization batch_normalisation "
    "normalization normalisation",
    "batch_norm1d": "bn1d",
    "batch_norm3d": "bn3d",
    "instance_norm2d": "instance_norm instance_normalization",
    "layer_norm": "ln layer_normalization layer_normalisation",
    "group_norm": "gn group_normalization group_normalisation",
    "rms_norm": "rms rms_normalization",
    "local_response_norm": "lrn response_norm local_response_normalization",
    "zero_pad2d": "zero_pad zero_padding zero_padding2d",
    "pad": "padding padding2d reflection_pad2d replication_pad2d",
    "crop2d": "crop cropping2d center_crop",
    "upsample": "up upsampling resize resizing interpolate interpolation unpool unpooling",
    "add": "plus addition residual skip shortcut skip_connection residual_connection",
    "multiply": "mul product times gate",
    "subtract": "sub minus",
    "divide": "div",
    "concat": "cat concatenation merge join stack",
    "embedding": "embed embeddings token_embedding word_embedding lookup",
    "position_embedding": "positional_embedding positional_encoding position_encoding pos_embed",
    "class_token": "cls_token cls",
    "multihead_attention": "attention self_attention mha attn "
    "scaled_dot_product_attention multi_head_self_attention",
    "rnn": "simple_rnn elman recurrent rnn_cell simple_rnn_cell",
    "lstm": "bi_lstm lstm_cell bidirectional_lstm",
    "gru": "bi_gru gru_cell bidirectional_gru",
    "stochastic_depth": "drop_path",
    "layer_scale": "scale_layer gamma",
    "scale": "rescaling rescale scaling multiply_by",
    "shift": "add_to offset bias_add",
    "reshape": "view unflatten",
    "permute": "transpose",
    "split": "",
    "slice": "narrow",
    "squeeze": "unsqueeze",
    "mean": "reduce_mean",
    "sum": "reduce_sum",
    "matmul": "bmm dot dot_product einsum",
    "pixel_shuffle": "depth_to_space",
    "channel_shuffle": "shuffle",
    "leaky_relu": "lrelu leaky",
    "sigmoid": "logistic",
    "tanh": "hyperbolic_tangent",
    "hardsigmoid": "hsigmoid",
    "hardswish": "hswish",
    "mish": "",
    "softplus": "",
    "selu": "scaled_elu",
    "log_softmax": "",
    "identity": "no_op",
    "dropout2d": "spatial_dropout2d spatial_dropout channel_dropout",
}
# Words that are no kind, with the key of what to write instead.
NO_KINDS: dict[str, str] = {
    "meant.activation": "activation act nonlinearity",
    "meant.input": "input_layer image data",
    "meant.loss": "loss cross_entropy cross_entropy_loss output output_layer mse",
    "meant.list": "sequential module_list model network layers",
    "meant.block": "block residual_block basic_block bottleneck inception inception_module "
    "dense_block conv_block fire se squeeze_excitation squeeze_and_excitation",
    "meant.transformer": "transformer transformer_encoder transformer_encoder_layer "
    "transformer_block encoder_block encoder_layer",
    "meant.two_sequences": "transformer_decoder transformer_decoder_layer decoder_layer "
    "decoder_block cross_attention additive_attention",
}
# By the name of a setting: other words for it.
SETTINGS: dict[str, str] = {
    "kernel_size": "kernel kernels size filter_size kernel_shape window window_size ksize k f",
    "out_channels": "channels filters out output_channels num_filters nb_filter num_kernels "
    "num_output out_planes planes features maps feature_maps depth c_out n_filters width units "
    "out_features out_channel",
    "out_features": "out output outputs neurons nodes hidden size dim features output_size "
    "output_dim num_outputs num_output hidden_size n_out out_dim out_channels filters classes "
    "num_classes",
    "stride": "step steps s stride_size subsample",
    "padding": "pad p border border_mode pads",
    "dilation": "dilate dilations atrous rate",
    "groups": "group num_groups cardinality",
    "bias": "with_bias bias_term has_bias biases",
    "p": "prob probability drop drop_rate dropout dropout_rate ratio",
    "scale_factor": "scale factor scales upscale",
    "size": "output_size target_size out_size",
    "output_size": "size out_size target_size",
    "negative_slope": "slope leak",
    "num_groups": "group num_group g",
    "normalized_shape": "shape dim size channels features num_features axis",
    "num_embeddings": "vocab vocab_size vocabulary n_tokens tokens num_tokens",
    "embedding_dim": "dim embed_dim d_model size features hidden_size embedding_size",
    "in_channels": "in in_planes input_channels channels_in c_in num_channels in_channel",
    "in_features": "in input inputs in_dim input_dim input_size n_in",
    "num_features": "features channels in_channels in_features num_channels",
    "keepdims": "keepdim keep_dims",
    "inplace": "in_place",
    "nonlinearity": "activation act",
    "from": "inputs sources branches takes input_from",
    "name": "id label title",
}
# Settings of other libraries that are none here, with the key of what to say of them.
NO_SETTINGS: dict[str, str] = {
    "meant.no_size": "kernel_initializer bias_initializer initializer weight_init init_method "
    "kernel_regularizer bias_regularizer activity_regularizer kernel_constraint bias_constraint "
    "weight_decay device data_format seed noise_shape learning_rate lr beta_initializer "
    "gamma_initializer moving_mean_initializer moving_variance_initializer depthwise_initializer "
    "pointwise_initializer embeddings_initializer",
    "meant.dtype": "dtype",
    "meant.freeze": "trainable frozen freeze requires_grad",
    "meant.input": "input_shape batch_input_shape input_length",
    "meant.channels_last": "axis",
    "meant.affine": "scale center",
    "meant.whole": "start_dim end_dim",
    "meant.behind": "batch_norm batchnorm bn batch_normalization norm dropout pool max_pool",
    "meant.own_activation": "activation act recurrent_activation",
}
BETWEEN = re.compile(r"[\W_]+")
NUMBER_AT_THE_END = re.compile(r"(?<=[a-z])\d+$")


def advice_for_kind(written: str, known: Iterable[str]) -> str:
    """What to try in place of a kind that there isn't; empty where the table doesn't know it."""
    return _number_aside(written, lambda word: _advice(word, set(known), KINDS, NO_KINDS, _no_kind))


def advice_for_setting(written: str, known: Iterable[str]) -> str:
    """What to try in place of a setting that the kind hasn't; empty where it isn't known."""
    if ")" in written:
        return sentence("meant.brackets")
    return _advice(_letters(written), set(known), SETTINGS, NO_SETTINGS)


def _number_aside(written: str, advice: Callable[[str], str]) -> str:
    """The advice for a word, or for what it is without its number: `fc1` is an `fc`."""
    word = _letters(written)
    return advice(word) or advice(NUMBER_AT_THE_END.sub("", word))


def _letters(written: str) -> str:
    """A word as the tables are asked for it: `nn.Max-Pool2d` is `maxpool2d`."""
    return BETWEEN.sub("", written.rpartition(".")[2].casefold())


def _advice(
    word: str,
    known: set[str],
    names: dict[str, str],
    others: dict[str, str],
    missing: Callable[[str], str] = lambda _: "",
) -> str:
    for name, words in names.items():
        if word not in _words(f"{name} {words}"):
            continue
        if name in known:
            return sentence("hint.meant", name=f'"{name}"')
        if advice := missing(name):
            return advice
    for key, words in others.items():
        if word in _words(words):
            return sentence(key)
    return ""


def _words(words: str) -> set[str]:
    return {_letters(word) for word in words.split()}


def _no_kind(name: str) -> str:
    """That a kind isn't there yet."""
    return sentence("meant.not_yet", name=f'"{name}"')
