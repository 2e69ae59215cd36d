//! Processor time of this thread, as the median of several runs: other work on the machine then counts little.

use std::time::Instant;

/// Runs of each measurement, after one that is thrown away as warming up.
const RUNS: usize = 7;

/// Nanoseconds for each of `count` decisions made by one call of `run`: the median of the runs.
pub fn median_ns(count: usize, mut run: impl FnMut()) -> u64 {
    run();
    let mut taken: Vec<u64> = (0..RUNS)
        .map(|_| {
            let start = Clock::now();
            run();
            start.elapsed_ns() / count as u64
        })
        .collect();
    taken.sort_unstable();
    taken[RUNS / 2]
}

/// Milliseconds that one call takes, and what it gives.
pub fn once<T>(make: impl FnOnce() -> T) -> (f64, T) {
    let start = Clock::now();
    let made = make();
    (start.elapsed_ns() as f64 / 1e6, made)
}

/// Processor time where the system tells it, else wall time.
enum Clock {
    Processor(u64),
    Wall(Instant),
}

impl Clock {
    fn now() -> Clock {
        processor_ns().map_or_else(|| Clock::Wall(Instant::now()), Clock::Processor)
    }

    fn elapsed_ns(&self) -> u64 {
        match self {
            Clock::Processor(start) => processor_ns().unwrap_or(*start) - start,
            Clock::Wall(start) => start.elapsed().as_nanos() as u64,
        }
    }
}

/// Nanoseconds that this thread has run so far (Linux keeps them in the first field of this file).
fn processor_ns() -> Option<u64> {
    // The kernel brings the figure up to date when the thread enters it; a yield makes sure of that.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}
