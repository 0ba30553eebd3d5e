/// How speeds are compared: contestants take turns, medians and their ratio with an interval, and the machine that it
/// happened on.
package dev.vernier.cli.speed;
