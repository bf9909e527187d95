"""A walk over an explorer: every control through its values, every surprise."""

import numpy as np

MOST_VALUES = 61


def shown(explorer):
    """What the browser gets to show: picture and sentence."""
    return explorer.view["picture"], explorer.view["sentence"]


def values(control):
    """All values of a control; of a very long slider some, both ends among them."""
    every = control.values()
    places = np.linspace(0, len(every) - 1, min(len(every), MOST_VALUES)).round().astype(int)
    return [every[place] for place in places]


def assert_every_control_shows_its_view(explorer, view):
    """Move each control through its values, the others at their first ones."""
    assert shown(explorer) == tuple(view(**explorer.start))
    for name, control in explorer.controls.items():
        for value in values(control):
            explorer.set(**{name: value})
            assert explorer.state[name] == value
            assert shown(explorer) == tuple(view(**{**explorer.start, name: value}))
        explorer.set(**explorer.start)


def assert_surprises_differ(explorer):
    """Each surprise has a sentence and a view that is neither the first nor another surprise's."""
    views = {explorer.frame().picture}
    for values, remark in explorer.surprises:
        views.add(explorer.frame(**values).picture)
        assert remark.endswith((".", "?", "!"))
    assert len(views) == 1 + len(explorer.surprises)
