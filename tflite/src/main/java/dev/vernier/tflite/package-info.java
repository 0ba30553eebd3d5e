/// The format of TensorFlow Lite, in and out: files are read into a [dev.vernier.graph.Graph] and its quantization, whose
/// layout is `[n, c, h, w]` where the file's is `[n, h, w, c]`, and graphs are written as files. Everything in a file is
/// untrusted.
package dev.vernier.tflite;
