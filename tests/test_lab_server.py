from importlib import import_module

from jupyter_server.services.kernels.connection.abc import KernelWebsocketConnectionABC
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from course_utils.lab_server import OPTION, PromptConnection


class Handler:
    """Stands for the handler of a socket: remembers in which order it was used."""

    def __init__(self):
        self.calls = []

    def set_nodelay(self, value):
        self.calls.append(("set_nodelay", value))


def test_messages_are_sent_at_once_from_the_first_on(monkeypatch):
    handler = Handler()
    monkeypatch.setattr(
        ZMQChannelsWebsocketConnection, "connect", lambda self: handler.calls.append(("connect",))
    )
    monkeypatch.setattr(PromptConnection, "websocket_handler", handler)
    PromptConnection.connect(PromptConnection.__new__(PromptConnection))
    assert handler.calls == [("set_nodelay", True), ("connect",)]


def test_the_option_names_the_class():
    flag, _, path = OPTION.partition("=")
    module, _, name = path.rpartition(".")
    assert flag == "--ServerApp.kernel_websocket_connection_class"
    assert getattr(import_module(module), name) is PromptConnection


def test_it_is_a_connection_as_the_server_wants_it():
    assert issubclass(PromptConnection, ZMQChannelsWebsocketConnection)
    assert issubclass(PromptConnection, KernelWebsocketConnectionABC)
