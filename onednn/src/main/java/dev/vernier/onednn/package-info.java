/// The fast engine: graphs run through oneDNN, in float and in int8.
package dev.vernier.onednn;
