/// The ONNX format, in and out. Models are read into a [dev.vernier.graph.Graph] and graphs are written as models; the
/// operators' older forms are turned into the newest one on the way in. Everything in a file is untrusted.
package dev.vernier.onnx;
