/// From a float model to an int8 one: the samples, what calibration sees of them and keeps, and the parameters chosen.
package dev.vernier.convert;
