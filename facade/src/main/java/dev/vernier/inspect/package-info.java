/// What a file holds, and a quantized one read back to float.
package dev.vernier.inspect;
