def stack_parameters(kind, input_size, hidden_sizes, bidirectional, bias, pyramid):
    """The first layer, and then the rest as a stack that reads what the first one gives."""
    if not hidden_sizes:
        return []
    first, *rest = hidden_sizes
    rows = {"rnn": first, "gru": 3 * first, "lstm": 4 * first}[kind]
    direction = [(rows, input_size), (rows, first)]
    if bias:
        direction += [(rows,), (rows,)]
    layer = direction + direction if bidirectional else direction
    features = len(layer) // len(direction) * first
    if pyramid:
        features += features
    return layer + stack_parameters(kind, features, rest, bidirectional, bias, pyramid)
