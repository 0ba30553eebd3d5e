/// The reference engine beside TensorFlow Lite itself: files of an operator or a few, whose codes must all be equal.
package dev.vernier.conformance.tflite;
