"""How JupyterLab's server talks to the browser when `course lab` starts it."""

import asyncio

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

OPTION = "--ServerApp.kernel_websocket_connection_class=course_utils.lab_server.PromptConnection"


class PromptConnection(ZMQChannelsWebsocketConnection):
    """A connection that sends each message at once.

    By default the system holds a small message back until the one before is acknowledged, which takes about
    40 milliseconds: a widget that the kernel draws would lag behind its slider.
    """

    def connect(self) -> asyncio.Future[None] | None:
        """Open the connection as the class above does."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
