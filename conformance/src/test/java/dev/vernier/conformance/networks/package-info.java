/// Random networks: what is made, what is run, and by which criterion results are told apart.
package dev.vernier.conformance.networks;
