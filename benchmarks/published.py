"""(a) The loop of the tutorials: one PIL image a sample, a DataLoader, the test set watched with a graph."""

from collections.abc import Callable

import torch
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, RandomSampler

from benchmarks.recipe import Outcome, Recipe, Stopwatch, first
from course_utils.datasets import Digits, as_rows
from course_utils.runtime import seeded
from course_utils.torchvision_import import import_torchvision
from course_utils.training import evaluate


class ImageDigits(Dataset):
    """Digits as `torchvision.datasets.MNIST` hands them out: through PIL and ToTensor, one at a time."""

    def __init__(self, images: Tensor, labels: Tensor):
        self.images, self.labels = images, labels
        self.transform = import_torchvision().transforms.ToTensor()

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        image = Image.fromarray(self.images[index].numpy())
        return self.transform(image), int(self.labels[index])


class Network(nn.Module):
    """An LSTM over the rows and a linear layer on its last step."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(input_size=28, hidden_size=64, num_layers=1, batch_first=True)
        self.out = nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits (N, 10) of rows (N, 28, 28)."""
        output, _ = self.rnn(x, None)
        return self.out(output[:, -1, :])


def prepare(digits: Digits, recipe: Recipe) -> Callable[[int], Outcome]:
    """Warm up with a batch; return the function that trains for one epoch from its seed."""
    train(first(digits, recipe.batch_size), recipe, seed=0)

    def epoch(seed: int) -> Outcome:
        with Stopwatch() as watch:
            model, losses, looks = train(digits, recipe, seed)
        accuracy = evaluate(model, as_rows(digits.test_images), digits.test_labels).accuracy
        return Outcome(*watch.times, accuracy, losses, looks)

    return epoch


def train(digits: Digits, recipe: Recipe, seed: int) -> tuple[nn.Module, list[float], list[float]]:
    """Train as the tutorials do; return the network, the losses and the accuracies of the looks."""
    data = ImageDigits(digits.train_images, digits.train_labels)
    # What shuffle=True makes, but in an order that the other contenders follow too.
    order = RandomSampler(data, generator=torch.Generator().manual_seed(seed))
    test_x = digits.test_images[: recipe.look_at].type(torch.FloatTensor) / 255
    test_y = digits.test_labels[: recipe.look_at]
    with seeded(seed):
        model = Network()
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.learning_rate)
    loss_function = nn.CrossEntropyLoss()
    losses, looks = [], []
    for step, (x, y) in enumerate(DataLoader(data, batch_size=recipe.batch_size, sampler=order)):
        loss = loss_function(model(x.view(-1, 28, 28)), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if recipe.is_look(step):
            predicted = model(test_x).max(1)[1]
            looks.append((predicted == test_y).float().mean().item())
            losses.append(loss.item())
    return model, losses, looks
