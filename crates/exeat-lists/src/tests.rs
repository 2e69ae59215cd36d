use jiff::civil::date;

use crate::list::{List, LoadError, Reading, Source};
use crate::party::Party;
use crate::snapshot::{Store, StoreError, canonical, difference};
use crate::{LISTS, list};

/// Each list's sample, the files beside it, and what the reader makes of it.
const SAMPLES: &[(&str, &str, &[(&str, &str)], &str)] = &[
    ("jp-eul", include_str!("jp_eul/sample.json"), &[], include_str!("jp_eul/expected.txt")),
    ("us-csl", include_str!("csl_json/sample.json"), &[], include_str!("csl_json/expected.txt")),
    ("us-csl-csv", include_str!("csl_csv/sample.csv"), &[], include_str!("csl_csv/expected.txt")),
    (
        "us-sdn",
        include_str!("ofac_sdn/sample.csv"),
        &[("alt.csv", include_str!("ofac_sdn/alt.csv")), ("add.csv", include_str!("ofac_sdn/add.csv"))],
        include_str!("ofac_sdn/expected.txt"),
    ),
    ("un-sc", include_str!("un_sc/sample.xml"), &[], include_str!("un_sc/expected.txt")),
    ("ftm", include_str!("ftm/sample.jsonl"), &[], include_str!("ftm/expected.txt")),
];

fn read(id: &str, main: &str, beside: &[(&str, &str)]) -> Reading {
    let beside: Vec<(String, Vec<u8>)> =
        beside.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    list(id).unwrap().read(Source { main: main.as_bytes(), beside: &beside })
}

#[test]
fn every_sample_reads_as_expected_and_no_column_is_unread() {
    assert_eq!(SAMPLES.len(), LISTS.len());
    for (id, main, beside, expected) in SAMPLES {
        let reading = read(id, main, beside);
        assert_eq!(reading.unknown, [""; 0], "{id}");
        assert_eq!(reading.faults, [""; 0], "{id}");
        let found = String::from_utf8(canonical(&reading.parties)).unwrap();
        assert_eq!(found, *expected, "{id}");
    }
}

#[test]
fn a_column_nobody_reads_is_named() {
    for (id, main) in [
        ("jp-eul", r#"[{"id":"x","entity_name":"X","colour":"red"}]"#),
        ("us-csl", r#"{"results":[{"id":"x","name":"X","colour":"red"}]}"#),
        ("us-csl-csv", "_id,name,colour\nx,X,red\n"),
        ("un-sc", "<CONSOLIDATED_LIST><colour>red</colour></CONSOLIDATED_LIST>"),
    ] {
        assert_eq!(read(id, main, &[]).unknown, ["colour"], "{id}");
    }
}

#[test]
fn a_broken_file_is_a_fault_not_an_empty_list() {
    for (id, main) in [
        ("jp-eul", "[{"),
        ("us-csl", "{}"),
        ("un-sc", "<CONSOLIDATED_LIST><ENTITIES>"),
        ("ftm", "{\"id\":"),
        ("us-sdn", "1,\"A\",-0- ,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"),
    ] {
        assert!(!read(id, main, &[]).faults.is_empty(), "{id}");
    }
}

fn parties(count: usize) -> Reading {
    Reading {
        parties: (0..count)
            .map(|n| Party::new(format!("p{n:04}"), crate::Schema::Company, format!("Example {n}"), n + 1))
            .collect(),
        ..Reading::default()
    }
}

fn store(name: &str) -> Store {
    let folder = std::env::temp_dir().join(format!("exeat-lists-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    Store::new(folder)
}

#[test]
fn a_snapshot_reads_back_and_a_damaged_one_is_refused() {
    let store = store("damage");
    let ftm: &dyn List = list("ftm").unwrap();
    let pointer = store.add(ftm, "own-refused", parties(20), b"file", date(2026, 11, 20), false).unwrap();
    assert_eq!(store.current("own-refused").unwrap(), Some(pointer.clone()));
    assert_eq!(store.parties("own-refused", &pointer.digest).unwrap(), parties(20).parties);
    let path = std::env::temp_dir().join(format!(
        "exeat-lists-{}-damage/own-refused/{}.jsonl",
        std::process::id(),
        pointer.digest
    ));
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.lines().take(10).map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    assert!(matches!(store.parties("own-refused", &pointer.digest), Err(StoreError::Damaged { .. })));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(store.parties("own-refused", &pointer.digest), Err(StoreError::File { .. })));
}

#[test]
fn a_load_that_loses_too_much_leaves_the_old_snapshot() {
    let store = store("loss");
    let ftm: &dyn List = list("ftm").unwrap();
    let old = store.add(ftm, "ftm-x", parties(100), b"1", date(2026, 11, 1), false).unwrap();
    let refused = store.add(ftm, "ftm-x", parties(89), b"2", date(2026, 11, 2), false);
    assert!(matches!(refused, Err(StoreError::Load(LoadError::Loss { before: 100, after: 89, .. }))));
    assert_eq!(store.current("ftm-x").unwrap(), Some(old));
    assert_eq!(store.add(ftm, "ftm-x", parties(90), b"3", date(2026, 11, 3), false).unwrap().count, 90);
    assert_eq!(store.add(ftm, "ftm-x", parties(10), b"4", date(2026, 11, 4), true).unwrap().count, 10);
}

#[test]
fn a_foreign_or_short_file_is_refused() {
    let store = store("foreign");
    let eul: &dyn List = list("jp-eul").unwrap();
    assert!(matches!(
        store.add(eul, "jp-eul", parties(10), b"", date(2026, 11, 1), false),
        Err(StoreError::Load(LoadError::Count { .. }))
    ));
    let twice = Reading { parties: [parties(600).parties, parties(1).parties].concat(), ..Reading::default() };
    assert!(matches!(
        store.add(eul, "jp-eul", twice, b"", date(2026, 11, 1), false),
        Err(StoreError::Load(LoadError::Twice { .. }))
    ));
    let unknown = Reading { unknown: vec!["colour".to_owned()], ..parties(600) };
    assert!(matches!(
        store.add(eul, "jp-eul", unknown, b"", date(2026, 11, 1), false),
        Err(StoreError::Load(LoadError::Unknown { .. }))
    ));
    assert_eq!(store.current("jp-eul").unwrap(), None);
}

#[test]
fn what_changed_is_named() {
    let old = parties(3).parties;
    let mut new = parties(4).parties;
    new.remove(0);
    new[0].add_name("Other", crate::NameKind::Alias);
    new[1].row = 77;
    let found = difference(&old, &new);
    assert_eq!(
        (found.added, found.removed, found.changed),
        (vec!["p0003".to_owned()], vec!["p0000".to_owned()], vec!["p0001".to_owned()])
    );
}
