/// Keras models, `.keras` and `.h5`: read, not written.
package dev.vernier.keras;
