"""Has a script in comments and texts of the answer, which the feedback shows."""

# expects: none, nothing injected

from tests.hostile.making import set_answer, write

SOURCE = '''
# </pre></code><script>alert('injected')</script><img src=x onerror=alert('injected')>
def peephole_step(*arguments):
    """</textarea><script>alert('injected')</script>"""
    return "<script>alert('injected')</script>"
'''


def make(folder, notebook, arena):
    set_answer(notebook, SOURCE)
    write(folder, notebook)
