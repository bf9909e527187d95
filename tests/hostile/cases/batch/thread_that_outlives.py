"""Starts a thread that keeps its process alive for 50 seconds."""

# goes into: a cell after the honest answer
# expects: full

import threading
import time

threading.Thread(target=time.sleep, args=(50,)).start()
