"""A student's answer as hidden checks see it: a function that runs elsewhere and sends plain data back."""

from collections.abc import Callable, Mapping, Sequence

from torch import Tensor

from course_utils.classroom.plain_data import Opaque, numbers_in
from course_utils.exercises.attempt import NotAttempted
from course_utils.exercises.expectations import Mistake

LONGEST_MESSAGE = 600  # characters of what a student's process says
MOST_NUMBERS = 1_000_000  # in the tensors of a reply: the judge's own time has no other limit
Ask = Callable[[dict], dict]


class Unanswered(RuntimeError):
    """Nobody could be asked: nothing is known of the answer, and no points may be lost for it."""


class Answer:
    """The student's function, called like the function itself.

    Args:
        function: its name.
        takes: names of its arguments.
        without: families of torch's recurrent operators that are not there while it runs.
        explanations: for a fragment of an exception's text, a sentence that says what is behind it.
        ask: sends a request to where the function is, and returns the reply.

    Attributes:
        last_call: the last request with its reply; None before the first.
    """

    def __init__(
        self,
        function: str,
        takes: Sequence[str],
        without: Sequence[str],
        explanations: Mapping[str, str],
        ask: Ask,
    ):
        self.function = function
        self.takes = takes
        self.without = tuple(without)
        self.explanations = explanations
        self.last_call: tuple[dict, dict] | None = None
        self._ask = ask

    def __call__(self, *arguments: object) -> object:
        """Return what the function returns, as plain data.

        Raises:
            Mistake: there is no such function, it stops with an exception, or it takes too long.
            NotAttempted: it is still the stub.
        """
        return _plain(self._call(arguments)["returned"])

    def gradients(
        self, arguments: Sequence[object], of: Sequence[int], weights: Tensor | None = None
    ) -> tuple[Tensor | tuple | None, ...]:
        """Return gradients of a weighted sum over the first tensor that the function returns.

        Args:
            arguments: what the function is called with.
            of: positions of the arguments for which gradients are wanted; for an argument that is a tuple of
                tensors there is a tuple of gradients.
            weights: of the sum, shaped like that first tensor; ones if none are given.

        Returns:
            A gradient for each; None where none flows.

        Raises: as a call does.
        """
        reply = self._call(arguments, gradients_of=tuple(of), weights=weights)
        came = reply["gradients"]
        if not isinstance(came, tuple) or len(came) != len(of):
            raise Mistake("It returns nothing that gradients could be taken of.")
        _expect_all_attached(reply["returned"])
        return came

    def expect_unchanged(self, *arguments: object) -> object:
        """Return what the function returns; expect that it writes into no argument. Raises as a call does."""
        reply = self._call(arguments, changes=True)
        changed = reply.get("changed")
        for position, name in enumerate(self.takes):
            if isinstance(changed, tuple) and position in changed:
                raise Mistake(
                    f"It changes `{name}` in place, so the caller's data is no longer what it was. "
                    "Make a new tensor: x / 2 is new, but x /= 2, x[...] = 0 and methods ending in _ write "
                    "into x."
                )
        return _plain(reply["returned"])

    def state_dict(self, file: str) -> dict[str, Tensor]:
        """Return the tensors of a checkpoint that was handed in, by name.

        Raises:
            Mistake: it is not there, or is no dict of tensors that torch.load(weights_only=True) takes.
        """
        came = self._reply({"do": "state_dict", "file": file}).get("returned")
        named = isinstance(came, dict) and all(isinstance(name, str) for name in came)
        if not named or not all(isinstance(tensor, Tensor) for tensor in came.values()):
            raise Mistake(
                f"{file} holds no dict of tensors: wanted is torch.save(model.state_dict(), {file!r})."
            )
        return {name: tensor.detach() for name, tensor in came.items()}

    def _call(self, arguments: Sequence[object], **more: object) -> dict:
        request = {"do": "call", "function": self.function, "arguments": tuple(arguments)}
        reply = self._reply(request | {"takes": tuple(self.takes), "without": self.without} | more)
        if "returned" not in reply:
            raise Mistake("Its process has sent back nothing that could be read.")
        return reply

    def _reply(self, request: dict) -> dict:
        reply = self._ask(request)
        self.last_call = request, reply
        if not isinstance(reply, dict):
            raise Mistake("Its process has sent back nothing that could be read.")
        if (count := numbers_in(reply)) > MOST_NUMBERS:
            raise Mistake(f"Its answer holds {count:,} numbers; at most {MOST_NUMBERS:,} are looked at.")
        if reply.get("not_attempted") is True:
            raise NotAttempted
        if "mistake" in reply:
            text = str(reply["mistake"])[:LONGEST_MESSAGE].strip() or "It stops and does not say why."
            explained = (reason for fragment, reason in self.explanations.items() if fragment in text)
            raise Mistake(" ".join([text, *explained]))
        return reply


def _expect_all_attached(returned: object) -> None:
    """Expect that a gradient flows through every tensor that is returned if it does through one."""
    if isinstance(returned, list | tuple):
        flows = [
            part.requires_grad for part in returned if isinstance(part, Tensor) and part.is_floating_point()
        ]
        if any(flows) and not all(flows):
            place = flows.index(False) + 1
            raise Mistake(
                f"Tensor {place} of those that it returns is cut off: no gradient flows through it."
            )


def _plain(value: object) -> object:
    """Return the value if it came over whole."""
    items = value if isinstance(value, list | tuple) else [value]
    for item in items:
        if isinstance(item, Opaque):
            raise Mistake(
                f"It returns a value of type {item.type_name}; "
                "wanted are numbers, tensors, and lists, tuples or dicts of them."
            )
    return value
