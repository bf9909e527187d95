"""All layers are taken to have the size of the first, as the layers of one nn.LSTM."""


def stack_parameters(kind, input_size, hidden_sizes, bidirectional, bias, pyramid):
    from course_utils.shapes import parameter_shapes

    shapes = parameter_shapes(
        kind, input_size, hidden_sizes[0], len(hidden_sizes), bias=bias, bidirectional=bidirectional
    )
    return list(shapes.values())
