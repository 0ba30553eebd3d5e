#!/usr/bin/env python3
"""Writes an ONNX file's network as int8 TorchScript, quantized as PyTorch's users do it for its x86 backend.

    torchscript.py resnet18|mobilenet_v2 MODEL.onnx SIDE OUT.pt

The network is written out below, layer by layer, and takes its weights (batch norm already folded) from the file.
FX static quantization, qconfig `x86` (weights per channel), convolution and ReLU fused, calibrated on seeded noise;
then traced. Reading the file packs the weights for whatever engine is set there.
Needs PyTorch 1.13 and ONNX 1.12 or newer (Debian: python3-torch, python3-onnx).
"""
import sys

import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.ao.quantization import get_default_qconfig_mapping
from torch.ao.quantization.quantize_fx import convert_fx, prepare_fx


def conv(inputs, outputs, kernel, stride=1, groups=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups)


def conv_relu(*shape, **options):
    return nn.Sequential(conv(*shape, **options), nn.ReLU())


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = conv_relu(inputs, outputs, 3, stride)
        self.second = conv(outputs, outputs, 3)
        self.shortcut = conv(inputs, outputs, 1, stride) if stride > 1 else nn.Identity()
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.relu(self.second(self.first(x)) + self.shortcut(x))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        expand = [conv_relu(inputs, hidden, 1)] if expansion > 1 else []
        depthwise = conv_relu(hidden, hidden, 3, stride, groups=hidden)
        self.path = nn.Sequential(*expand, depthwise, conv(hidden, outputs, 1))
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.path(x) if self.adds else self.path(x)


class Classifier(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.linear = nn.Linear(channels, 10)

    def forward(self, x):
        return self.linear(torch.flatten(self.pool(x), 1))


def resnet18():
    shapes = [(64, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 1),
              (128, 256, 2), (256, 256, 1), (256, 512, 2), (512, 512, 1)]
    blocks = [BasicBlock(*shape) for shape in shapes]
    return nn.Sequential(conv_relu(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1), *blocks, Classifier(512))


def mobilenet_v2():
    """With ReLU for ReLU6, as torchvision's own quantizable MobileNetV2 has it: PyTorch does not fuse ReLU6."""
    stages = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
    layers, inputs = [conv_relu(3, 32, 3, 2)], 32
    for expansion, outputs, count, stride in stages:
        for index in range(count):
            layers.append(InvertedResidual(inputs, outputs, stride if index == 0 else 1, expansion))
            inputs = outputs
    return nn.Sequential(*layers, conv_relu(320, 1280, 1), Classifier(1280))


def pour(path, network):
    """Gives each convolution and the last layer its weights. Both sides hold them in the order in which they run."""
    graph = onnx.load(path).graph
    arrays = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    theirs = [node for node in graph.node if node.op_type in ("Conv", "Gemm")]
    ours = [module for module in network.modules() if isinstance(module, (nn.Conv2d, nn.Linear))]
    if len(ours) != len(theirs):
        sys.exit(f"{path}: {len(theirs)} Conv and Gemm nodes, needed {len(ours)}")
    for module, node in zip(ours, theirs):
        module.load_state_dict({"weight": arrays[node.input[1]], "bias": arrays[node.input[2]]})


def quantize(network, side):
    torch.manual_seed(0)
    # One of Debian's engines: it decides nothing but how weights are held until they are written.
    torch.backends.quantized.engine = "onednn"
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    samples = (torch.rand(16, 4, 3, side, side) - mean[:, None, None]) / std[:, None, None]
    prepared = prepare_fx(network.eval(), get_default_qconfig_mapping("x86"), (samples[0],))
    with torch.no_grad():
        for batch in samples:
            prepared(batch)
        return torch.jit.trace(convert_fx(prepared), samples[0])


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    name, path, side, out = sys.argv[1:]
    network = {"resnet18": resnet18, "mobilenet_v2": mobilenet_v2}[name]()
    pour(path, network)
    quantize(network, int(side)).save(out)


if __name__ == "__main__":
    main()
