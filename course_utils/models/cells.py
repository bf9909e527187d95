"""The recurrent layers that a network of the course can be built from, by name, and checks of their sizes."""

from torch import nn

CELLS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


def check_choice(name: str, value: object, choices) -> None:
    """Refuse a value that is none of the choices.

    Raises:
        ValueError: with the name of the argument, what came and what is wanted.
    """
    if value not in choices:
        raise ValueError(f"{name} is {value!r}; wanted is one of {', '.join(choices)}")


def check_sizes(**sizes: object) -> None:
    """Refuse sizes that are not whole numbers of at least 1.

    Raises:
        ValueError: with the name of the first such argument and what came.
    """
    for name, value in sizes.items():
        if type(value) is not int or value < 1:
            raise ValueError(f"{name} is {value!r}; wanted is a whole number of at least 1")
