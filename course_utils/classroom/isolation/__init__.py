"""How a stranger's code is kept from the rest of the machine: namespaces, Landlock, seccomp and limits."""
