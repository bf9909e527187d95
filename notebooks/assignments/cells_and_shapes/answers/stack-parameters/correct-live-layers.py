from torch import nn


def stack_parameters(kind, input_size, hidden_sizes, bidirectional, bias, pyramid):
    """Build each layer and ask it; only how much it reads has to be known."""
    layer_type = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[kind]
    shapes = []
    for place, size in enumerate(hidden_sizes):
        width = input_size
        if place > 0:
            width = hidden_sizes[place - 1] * (2 if bidirectional else 1) * (2 if pyramid else 1)
        layer = layer_type(width, size, bias=bias, bidirectional=bidirectional)
        shapes.extend(parameter.shape for parameter in layer.parameters())
    return shapes
