"""Raises an exception that raises another one whenever its text, name or arguments are asked for."""

# goes into: the answer
# expects: none


class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit


class Thorny(Exception, metaclass=Meta):
    def __str__(self):
        raise Thorny

    __repr__ = __str__


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    raise Thorny
