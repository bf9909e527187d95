"""Two directions are taken for one layer with twice the rows."""


def stack_parameters(kind, input_size, hidden_sizes, bidirectional, bias, pyramid):
    blocks = {"rnn": 1, "gru": 3, "lstm": 4}[kind] * (1 + bidirectional)
    shapes, width = [], input_size
    for size in hidden_sizes:
        rows = blocks * size
        one_direction = [(rows, width), (rows, size)] + [(rows,), (rows,)] * bias
        shapes += one_direction
        width = size * (1 + bidirectional) * (1 + pyramid)
    return shapes
