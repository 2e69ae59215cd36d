//! The engine against the oracle.
//!
//! `EXEAT_ORACLE_RUNS` and `EXEAT_ORACLE_SEED` set how many cases there are and the first seed (`cargo xtask oracle`).

mod case;
mod compare;
mod completion;
mod dice;
mod facts;
mod items;
mod oracle;
mod parties;
mod questions;
mod random;
mod samples;
mod shrink;
mod tally;
mod time;

use compare::Verdict;
use tally::Tally;

/// Cases in CI.
const RUNS: u64 = 10_000;
/// From so many on everything that a case can hold must have occurred.
const ENOUGH: usize = 2_000;
/// A case that takes longer is named.
const SLOW_MILLISECONDS: u128 = 2_000;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn run(seeds: impl Iterator<Item = u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let (case, started) = (random::case(seed), std::time::Instant::now());
        tally.add(seed, &case, compare::compare(&case));
        if started.elapsed().as_millis() > SLOW_MILLISECONDS {
            println!("seed {seed} took {:?}", started.elapsed());
        }
    }
    tally
}

#[test]
fn engine_equals_oracle() {
    let (first, runs) = (number("EXEAT_ORACLE_SEED", 1), number("EXEAT_ORACLE_RUNS", RUNS));
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get().min(8));
    let tally = std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads as u64)
            .map(|thread| scope.spawn(move || run((first + thread..first + runs).step_by(threads))))
            .collect();
        all.into_iter().map(|thread| thread.join().unwrap()).fold(Tally::default(), Tally::join)
    });
    println!("{tally}");
    for (seed, difference) in &tally.differ {
        println!("seed {seed} differs: {difference}");
    }
    if let Some((seed, _)) = tally.differ.first() {
        let fails = |case: &case::Case| matches!(compare::compare(case), Ok(Verdict::Differ(_)));
        let smallest = shrink::shrink(&random::case(*seed), &fails);
        let Ok(Verdict::Differ(difference)) = compare::compare(&smallest) else { unreachable!() };
        panic!("{} cases differ; seed {seed}: {difference}\n{smallest}", tally.differ.len());
    }
    let left_out = tally.many + tally.unread.len();
    assert!(left_out * 10 <= tally.runs, "{left_out} of {} cases were not compared: {:?}", tally.runs, tally.unread);
    if tally.runs >= ENOUGH {
        assert_eq!(tally.missing(), Vec::<&str>::new(), "the random cases never hold these");
    }
}
