import torch

from course_utils.cells import unroll


def run_with_resets(x, reset, h_0, weight_ih, weight_hh, bias):
    """Each sequence is cut into its episodes, and each episode is one run from its own start."""
    weights = {"weight_ih_l0": weight_ih, "weight_hh_l0": weight_hh}
    weights |= {"bias_ih_l0": bias, "bias_hh_l0": torch.zeros_like(bias)}
    outputs = []
    for sequence, marks, start in zip(x, reset, h_0[0], strict=True):
        cuts = [0, *(t for t, mark in enumerate(marks) if mark and t > 0), len(sequence)]
        episodes = []
        for first, end in zip(cuts[:-1], cuts[1:], strict=True):
            state = torch.zeros_like(start) if marks[first] else start
            episode, _ = unroll("rnn", weights, sequence[first:end], state[None])
            episodes.append(episode)
        outputs.append(torch.cat(episodes))
    output = torch.stack(outputs)
    return output, output[:, -1].unsqueeze(0)
