"""A layer reads one direction of the layer below only."""


def stack_parameters(kind, input_size, hidden_sizes, bidirectional, bias, pyramid):
    blocks = {"rnn": 1, "gru": 3, "lstm": 4}[kind]
    shapes, width = [], input_size
    for size in hidden_sizes:
        rows = blocks * size
        one_direction = [(rows, width), (rows, size)] + [(rows,), (rows,)] * bias
        shapes += one_direction * (1 + bidirectional)
        width = size * (1 + pyramid)
    return shapes
