/// Files that are whole or not there, temporary ones that go, and NumPy's arrays.
package dev.vernier.file;
