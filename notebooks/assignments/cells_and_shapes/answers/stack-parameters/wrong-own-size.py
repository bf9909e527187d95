"""A layer is taken to read as many features as it has units itself."""


def stack_parameters(kind, input_size, hidden_sizes, bidirectional, bias, pyramid):
    blocks = {"rnn": 1, "gru": 3, "lstm": 4}[kind]
    shapes, width = [], input_size
    for size in hidden_sizes:
        rows = blocks * size
        one_direction = [(rows, width if not shapes else size), (rows, size)] + [(rows,), (rows,)] * bias
        shapes += one_direction * (1 + bidirectional)
        width = size * (1 + bidirectional) * (1 + pyramid)
    return shapes
