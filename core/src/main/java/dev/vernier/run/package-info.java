/// Running a graph: engines, their sessions, and the reference interpreter.
package dev.vernier.run;
