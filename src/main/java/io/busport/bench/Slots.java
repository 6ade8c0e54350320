package io.busport.bench;

/** The open requests of one connection. A slot is taken by a request and released by its answer. */
final class Slots {
    private final int[] numbers;
    private final long[] since;
    private final boolean[] open;
    private final int[] free; // a ring: slots are taken in the order in which they were released
    private int head;
    private int used;

    Slots(int size) {
        numbers = new int[size];
        since = new long[size];
        open = new boolean[size];
        free = new int[size];
        for (int i = 0; i < size; i++) {
            free[i] = i;
        }
    }

    boolean isFull() {
        return used == free.length;
    }

    int open() {
        return used;
    }

    /** Only while it is not {@link #isFull() full}. */
    int take() {
        int slot = free[head];
        head = head + 1 == free.length ? 0 : head + 1;
        used++;
        open[slot] = true;
        return slot;
    }

    /** @param at when the request was sent or should have been, as nanoTime */
    void sent(int slot, int number, long at) {
        numbers[slot] = number;
        since[slot] = at;
    }

    void release(int slot) {
        int tail = head - used;
        free[tail < 0 ? tail + free.length : tail] = slot;
        used--;
        open[slot] = false;
    }

    boolean isOpen(int slot) {
        return slot >= 0 && slot < open.length && open[slot];
    }

    int number(int slot) {
        return numbers[slot];
    }

    long since(int slot) {
        return since[slot];
    }

    /** The slot that was taken first, as long as they are released in that order; -1 when none is open. */
    int oldest() {
        int tail = head - used;
        return used == 0 ? -1 : free[tail < 0 ? tail + free.length : tail];
    }
}
