"""The shape of a vector is written without its comma."""


def stack_parameters(kind, input_size, hidden_sizes, bidirectional, bias, pyramid):
    if not hidden_sizes:
        return []
    first, *rest = hidden_sizes
    rows = {"rnn": first, "gru": 3 * first, "lstm": 4 * first}[kind]
    direction = [(rows, input_size), (rows, first)]
    if bias:
        direction += [rows, rows]
    layer = direction + direction if bidirectional else direction
    features = len(layer) // len(direction) * first
    if pyramid:
        features += features
    return layer + stack_parameters(kind, features, rest, bidirectional, bias, pyramid)
