"""Lowers its own limits until no file can be opened and nothing can be written."""

# goes into: the answer
# expects: none

import resource

resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
