//! A network that is cut at any moment, also between the server's commit and its answer: a repeat with the same key gives
//! one movement.

mod support;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use exeat_store::{Options, open};
use support::*;

/// Bytes that still pass towards the client before the connection is cut; a large number: no cut.
type Budget = Arc<AtomicU64>;

/// Passes bytes between a client and the server, and cuts both when the budget is used up.
fn relay(port: u16, budget: Budget) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (Ok(client), Ok(server)) = (client, TcpStream::connect(("127.0.0.1", port))) else { continue };
            let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || pass(from, to, None));
            let budget = Arc::clone(&budget);
            std::thread::spawn(move || pass(server, client, Some(budget)));
        }
    });
    own
}

fn pass(mut from: TcpStream, mut to: TcpStream, budget: Option<Budget>) {
    let mut bytes = [0; 4_096];
    while let Ok(n @ 1..) = from.read(&mut bytes) {
        if let Some(budget) = &budget {
            let left = budget.load(Ordering::SeqCst);
            budget.store(left.saturating_sub(n as u64), Ordering::SeqCst);
            if left <= n as u64 {
                break;
            }
        }
        if to.write_all(&bytes[..n]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

#[test]
#[ignore = "slow: starts PostgreSQL"]
fn a_cut_at_any_moment_gives_one_movement_a_key() {
    let mut cluster = cluster::Cluster::start();
    let there = cluster.database();
    let budget: Budget = Arc::new(AtomicU64::new(u64::MAX));
    let port = relay(cluster.port(), Arc::clone(&budget));
    let through = there.replace(&format!(":{}/", cluster.port()), &format!(":{port}/"));
    let folder = tempfile::tempdir().unwrap();
    let options = |patience| Options { key: Some(folder.path().join("key")), patience, ..Options::new(ground()) };
    let store = open(&through, options(Duration::ZERO)).unwrap();
    grant(&*store, "L", &terms("general", "900 kg"));
    let (mut dice, mut told, mut unconfirmed) = (Dice(5), 0, 0);
    for n in 0..200 {
        // A draw's answers have some hundred bytes; reconnecting has some more.
        budget.store(dice.below(900), Ordering::SeqCst);
        let key = format!("k{n}");
        loop {
            match store.write(vec![draw(&key, "L", "1 g")]) {
                Ok(outcome) => {
                    outcome.unwrap();
                    told += 1;
                    break;
                }
                Err(error) => {
                    assert!(error.to_string().contains("repeat with the same key"), "{error}");
                    unconfirmed += 1;
                    budget.store(u64::MAX, Ordering::SeqCst);
                }
            }
        }
    }
    budget.store(u64::MAX, Ordering::SeqCst);
    drop(store);
    let store = open(&there, options(Duration::ZERO)).unwrap();
    assert_eq!(store.licence("L").unwrap().unwrap().licence.limits[0].drawn, told);
    let keys = store.movements(None, 0).unwrap().iter().filter(|movement| movement.kind == "draw").count();
    assert_eq!((keys, told), (200, 200));
    assert!(store.check().unwrap().faults.is_empty());
    println!("200 draws over a cut network: {unconfirmed} answers lost, 200 movements");
    assert!(unconfirmed > 30);
}
