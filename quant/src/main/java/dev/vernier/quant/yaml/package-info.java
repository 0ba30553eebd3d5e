/// Qconfig files: YAML read once into the records of `dev.vernier.quant`, every refusal with file, line and key.
package dev.vernier.quant.yaml;
