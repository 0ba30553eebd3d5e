/// Models with what belongs to them, and the formats of their files.
package dev.vernier.model;
