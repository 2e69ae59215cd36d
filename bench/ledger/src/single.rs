//! The ways that most programs take: one transaction a draw, on a connection of each caller's own. Only the ledger, no
//! log: what is measured here does less than the store does.

use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use crate::{Run, callers};

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS licence_limit (id BIGINT PRIMARY KEY, licence_id BIGINT NOT NULL, \
    granted BIGINT NOT NULL, drawn BIGINT NOT NULL, open BIGINT NOT NULL, CHECK (drawn <= granted)); \
    CREATE TABLE IF NOT EXISTS movement (id TEXT PRIMARY KEY, request TEXT NOT NULL, licence_id BIGINT NOT NULL); \
    CREATE TABLE IF NOT EXISTS movement_part (movement_id TEXT, limit_id BIGINT, amount BIGINT NOT NULL, \
    PRIMARY KEY (movement_id, limit_id)); DELETE FROM movement; DELETE FROM movement_part; DELETE FROM licence_limit;";
const DRAW: &str = "UPDATE licence_limit SET drawn = drawn + 1 WHERE id = $1 AND open = 1 AND drawn + 1 <= granted";

fn limits(licences: usize) -> impl Iterator<Item = String> {
    (0..licences * 2).map(|id| format!("INSERT INTO licence_limit VALUES ({id}, {}, 1000000000, 0, 1);", id / 2))
}

/// Every caller has a connection and begins with the lock.
pub(crate) fn sqlite(path: &Path, count: usize, licences: usize, length: Duration) -> Run {
    let connect = || {
        let connection = rusqlite::Connection::open(path).unwrap();
        connection.busy_timeout(Duration::from_secs(60)).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.pragma_update(None, "synchronous", "FULL").unwrap();
        connection
    };
    let first = connect();
    first.execute_batch(&format!("{SCHEMA} BEGIN; {} COMMIT;", limits(licences).collect::<String>())).unwrap();
    let connections: Vec<_> = (0..count).map(|_| Mutex::new(connect())).collect();
    callers(count, length, |caller, n| {
        let connection = connections[caller].lock().unwrap();
        let licence = ((caller * 7919 + n as usize * 31) % licences) as i64;
        let key = format!("{caller}-{n}");
        let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| connection.prepare_cached(sql).unwrap().execute(values).unwrap();
        run("BEGIN IMMEDIATE", &[]);
        run("INSERT INTO movement VALUES ($1, 'digest of the request', $2)", &[&key, &licence]);
        for limit in [licence * 2, licence * 2 + 1] {
            assert_eq!(run(DRAW, &[&limit]), 1);
            run("INSERT INTO movement_part VALUES ($1, $2, 1)", &[&key, &limit]);
        }
        run("COMMIT", &[]);
    })
}

/// Every caller has a connection; a draw that the server turns away is tried again.
pub(crate) fn postgres(url: &str, level: &str, count: usize, licences: usize, length: Duration) -> Run {
    let connect = || postgres::Client::connect(url, postgres::NoTls).unwrap();
    connect().batch_execute(&format!("{SCHEMA} {}", limits(licences).collect::<String>())).unwrap();
    let connections: Vec<_> = (0..count)
        .map(|_| {
            let mut client = connect();
            let insert = client.prepare("INSERT INTO movement VALUES ($1, 'digest of the request', $2)").unwrap();
            let (draw, part) = (client.prepare(DRAW).unwrap(), client.prepare("INSERT INTO movement_part VALUES ($1, $2, 1)").unwrap());
            Mutex::new((client, insert, draw, part))
        })
        .collect();
    callers(count, length, |caller, n| {
        let mut connection = connections[caller].lock().unwrap();
        let (client, insert, draw, part) = &mut *connection;
        let licence = ((caller * 7919 + n as usize * 31) % licences) as i64;
        let key = format!("{caller}-{n}");
        loop {
            let mut tried = || {
                client.batch_execute(&format!("BEGIN ISOLATION LEVEL {level}"))?;
                client.execute(insert, &[&key, &licence])?;
                for limit in [licence * 2, licence * 2 + 1] {
                    assert_eq!(client.execute(draw, &[&limit])?, 1);
                    client.execute(part, &[&key, &limit])?;
                }
                client.batch_execute("COMMIT")
            };
            match tried() {
                Ok(()) => return,
                Err(error) if error.code().is_some() => client.batch_execute("ROLLBACK").unwrap(),
                Err(error) => panic!("{error}"),
            }
        }
    })
}
