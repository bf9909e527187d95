"""The biases of both directions stand behind all their matrices."""


def stack_parameters(kind, input_size, hidden_sizes, bidirectional, bias, pyramid):
    if not hidden_sizes:
        return []
    first, *rest = hidden_sizes
    rows = {"rnn": first, "gru": 3 * first, "lstm": 4 * first}[kind]
    directions = 2 if bidirectional else 1
    layer = directions * [(rows, input_size), (rows, first)]
    if bias:
        layer += directions * [(rows,), (rows,)]
    features = directions * first
    if pyramid:
        features += features
    return layer + stack_parameters(kind, features, rest, bidirectional, bias, pyramid)
