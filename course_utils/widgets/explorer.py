"""Controls around a pure view function: what every explorer of the course is made of."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import anywidget
import traitlets

from course_utils.html_image import html_image
from course_utils.widgets.browser_code import EXPLORER, module, styles
from course_utils.widgets.controls import Control

MOST_FRAMES = 200


class View(NamedTuple):
    """What a view function returns: a picture as SVG text, and the sentences that say what it shows.

    Called by itself at the end of a cell it shows the picture, with the sentences as its plain text.
    """

    picture: str
    sentence: str

    def __repr__(self) -> str:
        """Return the sentences."""
        return self.sentence

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        # A stored image stands alone: it knows neither the theme's colours nor the width around it.
        on_paper = self.picture.replace('style="', 'style="background: #ffffff; ', 1)
        on_paper = on_paper.replace("width: 100%; max-width:", "width:", 1)
        with_words = html_image("image/svg+xml", on_paper.encode(), self.sentence)
        return {"image/svg+xml": on_paper, "text/html": with_words, "text/plain": self.sentence}


class Explorer(anywidget.AnyWidget):
    """Controls, the picture that a view function draws of their values, and a spoken readout.

    The browser sends the values of the controls, the kernel answers with picture and sentence. "Surprise me"
    and "Reset" are the browser's own, and so is what a cell keeps when it runs again.

    Args:
        view: a function of the controls' values by name that returns a `View`, and depends on nothing else.
        controls: a control for each argument of ``view``, in order; "Reset" goes to their first values.
        surprises: settings worth a look (values for some controls) and one sentence that says why, each.
        title: what the widget is, in a few words; it is read out when the keyboard enters it.
        samples: states that a page without a kernel can show, as values for some controls; without them,
            those that `page.page_data` chooses.

    Attributes:
        data: all that the browser needs beside the views.
        state: the value of every control by name.
        view: picture and sentence for the state.

    Raises:
        ValueError: there are no controls, or a surprise sets one that does not exist or to what it cannot be.
    """

    _esm = module(EXPLORER)
    _css = styles()
    data = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True, echo_update=False)  # an echo would delay the answer behind it
    view = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        view: Callable[..., View],
        controls: Mapping[str, Control],
        surprises: Sequence[tuple[Mapping[str, object], str]] = (),
        title: str = "Explorer",
        samples: Sequence[Mapping[str, object]] = (),
    ):
        if not controls:
            raise ValueError("controls is empty; wanted is one control at least")
        self._view, self.title, self.samples = view, title, samples
        self.controls, self._turn = dict(controls), 0
        self.start = {name: control.value for name, control in controls.items()}
        self.surprises = [(self._accepted(values), remark) for values, remark in surprises]
        super().__init__(data=self._data(), state=self.start, view=self._answer(self.start))

    def __repr__(self) -> str:
        """Return the title and the first values: the same text in every run."""
        shown = {name: value for name, value in self.start.items() if self.controls[name].kind != "pad"}
        values = ", ".join(f"{name} = {value!r}" for name, value in shown.items())
        return f"{self.title}: {values}" if shown else self.title

    def frame(self, **values: object) -> View:
        """Return what is shown for these values, and for the first values of all other controls."""
        return self._view(**{**self.start, **self._accepted(values)})

    def set(self, **values: object) -> None:
        """Give some controls new values and draw once.

        Raises:
            ValueError: there is no such control, or it cannot have the value.
        """
        self.state = {**self.state, **values}

    def _data(self) -> dict[str, object]:
        return {
            "title": self.title,
            "controls": [control.described(name) for name, control in self.controls.items()],
            "surprises": [[values, remark] for values, remark in self.surprises],
            "known": [],
        }

    def _accepted(self, values: Mapping[str, object]) -> dict[str, object]:
        if unknown := set(values) - set(self.controls):
            named, wanted = ", ".join(sorted(unknown)), ", ".join(self.controls)
            raise ValueError(f"{named} is no control; wanted are names among {wanted}")
        return {name: self.controls[name].accept(name, value) for name, value in values.items()}

    @traitlets.validate("state")
    def _accepted_state(self, proposal) -> dict[str, object]:
        return self._accepted(proposal.value)

    @traitlets.observe("state")
    def _on_state(self, _change) -> None:
        try:
            self.view = self._answer(self.state)
        except Exception as error:  # JupyterLab shows it in a log only, where no learner looks
            told = f"No picture could be drawn: {type(error).__name__}: {error}"
            self.view = self._numbered(View(self.view["picture"], told))
            raise

    def _answer(self, state: Mapping[str, object]) -> dict[str, object]:
        return self._numbered(self._view(**state))

    def _numbered(self, view: View) -> dict[str, object]:
        """Return the view with a number of its own, so that the browser hears of every one."""
        self._turn += 1
        return {**view._asdict(), "turn": self._turn}


class Frames(Explorer):
    """An explorer whose views are all drawn in advance: no change waits for the kernel.

    Args:
        view: as in `Explorer`, and so are the others.

    Raises:
        ValueError: as in `Explorer`, or the controls have more than 200 states together.
    """

    def _data(self) -> dict[str, object]:
        values = [control.values() for control in self.controls.values()]
        states = [dict(zip(self.controls, state, strict=True)) for state in product(*values)]
        if len(states) > MOST_FRAMES:
            raise ValueError(f"controls have {len(states)} states; wanted are at most {MOST_FRAMES}")
        views = {tuple(state.values()): self._view(**state) for state in states}
        self._view = lambda **state: views[tuple(state[name] for name in self.controls)]
        return {**super()._data(), "known": [known(state, self._view(**state)) for state in states]}


def known(state: Mapping[str, object], view: View) -> dict[str, object]:
    """Return a state and its view as the browser takes them."""
    return {"state": dict(state), **view._asdict()}
