#!/usr/bin/env python3
"""Trains the demo network on the generated shapes and writes it as ONNX. See README.md beside this file."""
import argparse
import json
import os
import time

import numpy as np
import torch
from torch import nn

LABELS = "circle square triangle pentagon hexagon star cross ring heart crescent".split()
MEAN, STD = (0.5, 0.5, 0.5), (0.25, 0.25, 0.25)


class Block(nn.Module):
    """Two 3x3 convolutions around a shortcut, which is a 1x1 convolution where the size changes."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Identity() if stride == 1 else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


class ResNet8(nn.Module):
    """[n, 3, 32, 32] -> [n, 10]; seven convolutions on the longest way, one block per stage (He et al. 2016)."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn = nn.BatchNorm2d(16)
        self.stage1 = Block(16, 16, 1)
        self.stage2 = Block(16, 32, 2)
        self.stage3 = Block(32, 64, 2)
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = torch.relu(self.bn(self.conv(x)))
        x = self.stage3(self.stage2(self.stage1(x)))
        return self.fc(torch.flatten(nn.functional.adaptive_avg_pool2d(x, 1), 1))


def load(path):
    arrays = np.load(path)
    x = torch.from_numpy(arrays["x"]).float().div_(255)
    x.sub_(torch.tensor(MEAN).view(1, 3, 1, 1)).div_(torch.tensor(STD).view(1, 3, 1, 1))
    return x, torch.from_numpy(arrays["y"].astype(np.int64))


def correct(net, x, y):
    net.eval()
    with torch.no_grad():
        return torch.cat([net(part).argmax(1) for part in x.split(500)]).eq(y)


def train(net, x, y, test, epochs, batch, rate):
    optimizer = torch.optim.SGD(net.parameters(), rate, momentum=0.9, weight_decay=5e-4, nesterov=True)
    steps = epochs * (len(x) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps, pct_start=0.2)
    for epoch in range(epochs):
        net.train()
        start, total = time.time(), 0.0
        order = torch.randperm(len(x))[:len(x) // batch * batch]
        for part in order.split(batch):
            images = x[part]
            if torch.rand(()) < 0.5:
                images = images.flip(3)
            loss = nn.functional.cross_entropy(net(images), y[part])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(part)
        share = correct(net, *test).float().mean().item()
        print(f"epoch {epoch + 1}: loss {total / len(order):.4f}, test {100 * share:.2f} %, {time.time() - start:.0f} s", flush=True)


def export(net, path):
    net.eval()
    torch.onnx.export(net, torch.zeros(1, 3, 32, 32), path, dynamo=False, opset_version=13, do_constant_folding=False,
                      training=torch.onnx.TrainingMode.PRESERVE, input_names=["input"], output_names=["logits"],
                      dynamic_axes={"input": {0: "n"}, "logits": {0: "n"}})


def card(path, hits):
    name = os.path.basename(path)
    return {
        "model": name, "input": "input", "shape": ["n", 3, 32, 32],
        "preprocess": {"scale": "1/255", "mean": MEAN, "std": STD, "channels": "rgb", "layout": "nchw"},
        "labels": LABELS,
        "accuracy": {"data": "shapes test", "n": len(hits), "top1": round(100 * hits.float().mean().item(), 2)},
        "note": "ResNet-8 trained on the generated shapes by examples/demo-network/train.py; batch norm kept as separate nodes"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("train"), parser.add_argument("test"), parser.add_argument("output")
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, default=None)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    x, y = load(options.train)
    test = load(options.test)
    net = ResNet8()
    print(f"{sum(p.numel() for p in net.parameters())} parameters, {len(x)} training and {len(test[0])} test samples", flush=True)
    train(net, x[:options.limit], y[:options.limit], test, options.epochs, options.batch, options.rate)
    torch.save(net.state_dict(), options.output + ".pt")
    hits = correct(net, *test)
    print(f"test: {int(hits[:2000].sum())} of the first 2,000, {int(hits.sum())} of {len(hits)}")
    export(net, options.output)
    with open(options.output + ".card.json", "w", encoding="utf-8") as file:
        json.dump(card(options.output, hits), file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
