"""Shows a progress bar."""

# goes into: a cell after the honest answer
# expects: full

from tqdm.auto import tqdm

for _ in tqdm(range(100)):
    pass
