/// How fast a model is: beside the bare kernels of its layers, and beside another runtime.
package dev.vernier.speed;
