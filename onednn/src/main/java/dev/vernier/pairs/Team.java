package dev.vernier.pairs;

/// The threads that work on one run of a layer.
public interface Team {
    /// The calling thread alone.
    Team ALONE = new Team() {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public long threadNumber() {
            throw new IllegalStateException("a team of one thread, needed several");
        }

        @Override
        public void run(long function, long argument) {
            throw new IllegalStateException("a team of one thread, needed several");
        }
    };

    int size();

    /// The address of a function without arguments that says which of the team calls it, as an int from 0.
    long threadNumber();

    /// Has each thread call the function at an address with this argument, and waits for all.
    void run(long function, long argument);
}
