"""Writes small Keras models with seeded numbers, and what Keras gives for seeded inputs.

Run with Keras 3 and h5py: python golden.py. Each NAME.keras or NAME.h5 has a NAME.npz beside it: x, and each output by the
name of its layer. Files *-keras2.h5 are written as Keras 2 writes them: its JSON differs, the numbers are the same, and
where there is no npz of their name so is what they give.
"""
import gzip
import json
import sys
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np
from keras import layers as L

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)


def seeded(model, seed):
    random = np.random.default_rng(seed)
    for weight in model.weights:
        values = random.normal(0, 0.5, weight.shape)
        weight.assign(np.abs(values) + 0.2 if "variance" in weight.path else values)
    return model


def packed(file):
    """The archive that Keras left unpacked, smaller."""
    with zipfile.ZipFile(file) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def expected(name, model, x, outputs=None):
    given = model.predict(x, verbose=0)
    given = given if isinstance(given, list) else [given]
    names = [output._keras_history.operation.name for output in model.outputs]
    arrays = dict(zip(names, given))
    for k, v in arrays.items():
        assert np.isfinite(v).all(), k
    np.savez_compressed(FOLDER / f"{name}.npz", x=x, **(outputs(arrays) if outputs else arrays))


def save(name, model, x):
    file = FOLDER / name
    model.save(file)
    if name.endswith(".keras") and name != "plain.keras":
        packed(file)
    if name.endswith(".h5"):
        compressed(file)
    expected(file.stem, model, x)


def compressed(file):
    file.with_suffix(".h5.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
    file.unlink()


def x_of(*shape, seed=7, scale=1.0):
    return np.random.default_rng(seed).normal(0, scale, shape).astype(np.float32)


def convolutions():
    i = L.Input((9, 8, 4), name="image")
    return keras.Model(i, [
        L.Conv2D(3, 3, name="plain")(i),
        L.Conv2D(3, 3, strides=2, padding="same", activation="relu", name="same2")(i),
        L.Conv2D(3, (2, 4), strides=(3, 2), padding="same", use_bias=False, name="uneven")(i),
        L.Conv2D(3, 3, dilation_rate=2, padding="same", name="dilated")(i),
        L.Conv2D(6, 3, groups=2, activation="tanh", name="grouped")(i),
        L.DepthwiseConv2D(3, strides=2, padding="same", name="depthwise")(i),
        L.DepthwiseConv2D(3, depth_multiplier=2, use_bias=False, name="multiplied")(i),
        L.SeparableConv2D(5, 3, depth_multiplier=2, padding="same", activation="relu", name="separable")(i),
        L.Conv2DTranspose(3, 3, strides=2, padding="same", name="larger")(i),
        L.Conv2DTranspose(3, 4, strides=2, padding="valid", activation="relu", name="larger_valid")(i),
        L.Conv2DTranspose(2, 2, strides=3, padding="same", use_bias=False, name="sparse")(i),
        L.Dense(3, activation="sigmoid", name="pixels")(i),
    ])


def pools():
    i = L.Input((9, 8, 3), name="image")
    return keras.Model(i, [
        L.MaxPooling2D(name="max")(i),
        L.MaxPooling2D(3, strides=2, padding="same", name="max_same")(i),
        L.MaxPooling2D((2, 3), strides=(1, 2), name="max_uneven")(i),
        L.AveragePooling2D(3, padding="same", name="mean_same")(i),
        L.AveragePooling2D((3, 2), strides=2, name="mean")(i),
        L.GlobalAveragePooling2D(name="global_mean")(i),
        L.GlobalAveragePooling2D(keepdims=True, name="global_mean_kept")(i),
        L.GlobalMaxPooling2D(name="global_max")(i),
        L.GlobalMaxPooling2D(keepdims=True, name="global_max_kept")(i),
    ])


def activations():
    i = L.Input((16,), name="row")
    names = ["linear", "relu", "relu6", "sigmoid", "tanh", "softmax", "log_softmax", "elu", "selu", "gelu", "leaky_relu",
             "hard_sigmoid", "hard_silu", "silu", "softplus", "softsign", "mish", "exponential", "hard_tanh"]
    outputs = [L.Activation(name, name="a_" + name)(L.Dropout(0.5)(i)) for name in names if name != "linear"]
    outputs += [
        L.ReLU(name="relu_plain")(i),
        L.ReLU(max_value=1.5, name="relu_most")(i),
        L.ReLU(negative_slope=0.1, name="relu_slope")(i),
        L.ReLU(threshold=0.5, name="relu_threshold")(i),
        L.ReLU(max_value=1.5, negative_slope=0.1, threshold=0.5, name="relu_all")(i),
        L.LeakyReLU(name="leaky")(i),
        L.LeakyReLU(negative_slope=0.05, name="leaky_slope")(i),
        L.ELU(alpha=0.5, name="elu_half")(i),
        L.Softmax(name="soft")(i),
        L.PReLU(name="p_relu")(i),
        L.Dense(5, activation=L.LeakyReLU(negative_slope=0.2), name="dense_layer")(i),
        L.Dense(5, activation="hard_sigmoid", use_bias=False, name="dense_hard")(i),
    ]
    return keras.Model(i, outputs)


def images():
    i = L.Input((6, 5, 4), name="image")
    norm = L.Normalization(axis=-1, mean=[0.1, 0.2, 0.3, 0.4], variance=[1.0, 2.0, 0.5, 4.0], name="given")
    half = L.Cropping2D(((0, 3), (0, 0)), name="half")(i)
    squeeze = L.Dense(4, activation="hard_sigmoid", name="squeeze")(L.GlobalAveragePooling2D(name="squeezed")(i))
    return keras.Model(i, [
        L.Dense(3, name="flat")(L.Flatten()(i)),
        L.Reshape((5, 24), name="rows")(i),
        L.Reshape((5, 6, 4), name="turned")(i),
        L.Reshape((10, -1, 2), name="open")(i),
        L.Reshape((1, 1, 120), name="column")(i),
        L.Permute((2, 1, 3), name="swapped")(i),
        L.Permute((3, 1, 2), name="rotated")(i),
        L.ZeroPadding2D(((1, 2), (0, 3)), name="padded")(i),
        L.ZeroPadding2D(1, name="padded_one")(i),
        L.Cropping2D((1, 2), name="cropped")(i),
        L.CenterCrop(3, 4, name="centred")(i),
        L.UpSampling2D(name="doubled")(i),
        L.UpSampling2D((2, 3), interpolation="bilinear", name="smoothed")(i),
        L.Resizing(9, 4, name="resized")(i),
        L.Rescaling(1 / 127.5, offset=-1, name="rescaled")(i),
        L.Rescaling([1.0, 2.0, 3.0, 4.0], offset=[0.5, 0.0, -0.5, 1.0], name="rescaled_each")(i),
        norm(i),
        L.Normalization(name="measured")(i),
        L.BatchNormalization(name="batch")(i),
        L.BatchNormalization(scale=False, center=False, epsilon=0.01, name="batch_bare")(i),
        L.LayerNormalization(name="layer")(i),
        L.LayerNormalization(axis=[1, 2, 3], center=False, name="layer_all")(i),
        L.GroupNormalization(2, name="group")(i),
        L.PReLU(shared_axes=[1, 2], name="slope_each")(i),
        L.PReLU(name="slope_all")(i),
        L.Softmax(axis=-1, name="soft")(i),
        L.Softmax(axis=1, name="soft_down")(i),
        L.Add(name="sum")([i, L.ReLU()(i), L.LeakyReLU(name="leak")(i)]),
        L.Subtract(name="difference")([i, L.ReLU(name="r2")(i)]),
        L.Average(name="average")([i, L.ReLU(name="r3")(i)]),
        L.Maximum(name="maximum")([i, L.ReLU(name="r4")(i)]),
        L.Minimum(name="minimum")([i, L.ReLU(name="r5")(i)]),
        L.Multiply(name="excited")([i, L.Reshape((1, 1, 4), name="spread")(squeeze)]),
        L.Concatenate(axis=1, name="stacked")([half, i]),
        L.Concatenate(name="joined")([i, L.ReLU(name="r6")(i)]),
    ])


def sequences():
    i = L.Input((12, 6), name="signal")
    return keras.Model(i, [
        L.Conv1D(4, 3, padding="same", strides=2, activation="relu", name="same2")(i),
        L.Conv1D(4, 3, padding="causal", dilation_rate=2, name="causal")(i),
        L.Conv1D(4, 5, groups=2, use_bias=False, name="grouped")(i),
        L.DepthwiseConv1D(3, depth_multiplier=2, padding="same", name="depthwise")(i),
        L.SeparableConv1D(5, 3, name="separable")(i),
        L.MaxPooling1D(3, strides=2, padding="same", name="max")(i),
        L.AveragePooling1D(2, name="mean")(i),
        L.GlobalAveragePooling1D(name="global_mean")(i),
        L.GlobalMaxPooling1D(keepdims=True, name="global_max")(i),
        L.BatchNormalization(name="batch")(L.SpatialDropout1D(0.1)(i)),
        L.LayerNormalization(name="layer")(i),
        L.GroupNormalization(3, name="group")(i),
        L.ZeroPadding1D((1, 2), name="padded")(i),
        L.Cropping1D((2, 1), name="cropped")(i),
        L.UpSampling1D(3, name="repeated")(i),
        L.Dense(4, activation="softmax", name="steps")(i),
        L.Dense(3, name="flat")(L.Flatten()(i)),
        L.Reshape((3, 4, 6), name="image")(i),
        L.Permute((2, 1), name="turned")(i),
    ])


def nested():
    inner_input = L.Input((8, 8, 4), name="inner_image")
    y = L.Conv2D(4, 3, padding="same", use_bias=False, name="conv")(inner_input)
    y = L.BatchNormalization(name="norm")(y)
    deepest = keras.Sequential([L.Input((8, 8, 4)), L.DepthwiseConv2D(3, padding="same", name="deep"),
                                L.BatchNormalization(name="deep_norm"), L.ReLU(6.0, name="six")], name="deepest")
    inner = keras.Model(inner_input, L.Add(name="plus")([deepest(y), inner_input]), name="inner")
    frozen = keras.Sequential([L.Input((8, 8, 4)), L.Conv2D(4, 1, name="first"), L.BatchNormalization(name="second")],
                              name="frozen")
    frozen.trainable = False
    i = L.Input((16, 16, 3), name="image")
    x = L.RandomFlip(name="flip")(i)
    x = (x / 127.5 - 1.0) * 2.0 + 0.25
    x = L.Conv2D(4, 3, strides=2, padding="same", name="stem")(x)
    shared = L.Conv2D(4, 3, padding="same", activation="relu", name="shared")
    x = L.Concatenate(name="both")([inner(x), inner(shared(x)), shared(frozen(x))])
    x = L.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(i, [L.Dense(3, activation="softmax", name="classes")(x),
                           L.Dense(1, activation="sigmoid", name="face")(x)], name="outer")


def plain():
    model = keras.Sequential([
        L.Conv2D(4, 3, activation="relu"), L.BatchNormalization(), L.MaxPooling2D(), L.Dropout(0.2), L.Flatten(),
        L.Dense(6, activation="relu"), L.Dense(3, activation="softmax", name="classes")], name="plain")
    model.build((None, 8, 7, 2))
    return model


def history(argument):
    """A result as Keras 2 writes it."""
    name, call, output = argument["config"]["keras_history"]
    return [name, call, output, {}]


def keras2(config):
    """The JSON of a network as Keras 2 writes it."""
    for layer in config["layers"]:
        layer.pop("module", None)
        layer.pop("registered_name", None)
        layer.pop("build_config", None)
        inner = layer["config"]
        if isinstance(inner.get("dtype"), dict):
            inner["dtype"] = inner["dtype"]["config"]["name"]
        if "batch_shape" in inner:
            inner["batch_input_shape"] = inner.pop("batch_shape")
        if "negative_slope" in inner and layer["class_name"] == "LeakyReLU":
            inner["alpha"] = inner.pop("negative_slope")
        if layer["class_name"] in ("Sequential", "Functional"):
            keras2(inner)
        if "inbound_nodes" not in layer:
            continue
        nodes = []
        for node in layer["inbound_nodes"]:
            first = node["args"][0]
            nodes.append([history(a) for a in (first if isinstance(first, list) else [first])])
            if layer["class_name"] in ("TrueDivide", "Divide", "Subtract", "Multiply", "Add") and len(node["args"]) == 2:
                nodes[-1][0][3] = {"y": node["args"][1]}
        if nodes and nodes[0] and isinstance(nodes[0][0][3], dict) and "y" in nodes[0][0][3]:
            function = {"TrueDivide": "math.truediv", "Divide": "math.truediv", "Subtract": "math.subtract",
                        "Multiply": "math.multiply", "Add": "__operators__.add"}[layer["class_name"]]
            layer["class_name"] = "TFOpLambda"
            layer["config"] = {"name": layer["name"], "trainable": True, "dtype": "float32", "function": function}
            nodes = [node[0] for node in nodes]
        layer["inbound_nodes"] = nodes
    for key in ("input_layers", "output_layers"):
        if key in config and isinstance(config[key][0], str):
            config[key] = [config[key]]
    return config


def save2(name, model, x, outputs=None):
    file = FOLDER / f"{name}-keras2.h5"
    model.save(file)
    with h5py.File(file, "r+") as h5:
        written = json.loads(h5.attrs["model_config"])
        written = {"class_name": written["class_name"], "config": keras2(written["config"])}
        h5.attrs["model_config"] = json.dumps(written).encode("utf-8")
        h5.attrs["keras_version"] = np.bytes_("2.11.0")
        h5["model_weights"].attrs["keras_version"] = np.bytes_("2.11.0")
    compressed(file)
    if outputs:
        expected(f"{name}-keras2", model, x, outputs)




def main():
    keras.utils.set_random_seed(1)
    save("convolutions.keras", seeded(convolutions(), 1), x_of(2, 9, 8, 4))
    save("pools.keras", seeded(pools(), 2), x_of(2, 9, 8, 3))
    save("activations.keras", seeded(activations(), 3), x_of(3, 16, scale=3))
    save("images.keras", seeded(images(), 4), x_of(2, 6, 5, 4))
    save("sequences.keras", seeded(sequences(), 5), x_of(2, 12, 6))
    model = seeded(nested(), 6)
    save("nested.keras", model, x_of(2, 16, 16, 3, scale=60))
    save("nested.h5", model, x_of(2, 16, 16, 3, scale=60))
    save2("nested", model, x_of(2, 16, 16, 3, scale=60))
    model = seeded(plain(), 8)
    save("plain.keras", model, x_of(2, 8, 7, 2))
    save("plain.h5", model, x_of(2, 8, 7, 2))
    i = L.Input((6,), name="row")
    y = L.Dense(4, name="before")(i)
    two = seeded(keras.Model(i, [y, L.Activation("hard_sigmoid", name="hard")(y), L.LeakyReLU(0.1, name="leaky")(y)]), 9)
    save2("activations", two, x_of(3, 6), lambda arrays: {"before": arrays["before"], "leaky": arrays["leaky"],
          "hard": np.clip(0.2 * arrays["before"] + 0.5, 0, 1)})
    model = seeded(keras.Sequential([L.Input((5, 5, 2)), L.Conv2D(3, 2), L.Flatten(), L.Dense(2, name="classes")]), 10)
    x = x_of(2, 5, 5, 2)
    save("packed.h5", model, x)
    unpacked = gzip.decompress((FOLDER / "packed.h5.gz").read_bytes())
    (FOLDER / "packed.h5").write_bytes(unpacked)
    with h5py.File(FOLDER / "packed.h5", "r+") as h5:
        names = []
        h5["model_weights"].visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
        for k, name in enumerate(names):
            values = h5["model_weights"][name][()]
            del h5["model_weights"][name]
            h5["model_weights"].create_dataset(name, data=values.astype(">f8" if k % 2 else "<f4"), compression="gzip",
                                               shuffle=True, fletcher32=k % 2 == 0,
                                               chunks=tuple(max(1, size // 2 + 1) for size in values.shape))
    compressed(FOLDER / "packed.h5")
    for name, link in (("linked", h5py.SoftLink("/model_weights")), ("external", h5py.ExternalLink("other.h5", "/x"))):
        (FOLDER / f"{name}.h5").write_bytes(unpacked)
        with h5py.File(FOLDER / f"{name}.h5", "r+") as h5:
            group = h5["model_weights/classes"]
            member = next(iter(group))
            del group[member]
            group[member] = link
        compressed(FOLDER / f"{name}.h5")


main()
