//! From the application to the last gram on the command line: apply, accept, grant, draw, report, export, verify, restore.

use std::path::Path;
use std::process::{Command, Output};

fn exeat(folder: &Path, line: &str) -> Output {
    // Words are parted by blanks; a word with blanks stands between bars.
    let words = line.split('|').enumerate().flat_map(|(i, part)| {
        if i % 2 == 1 { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() }
    });
    Command::new(env!("CARGO_BIN_EXE_exeat"))
        .args(words)
        .current_dir(folder)
        .env("EXEAT_STORE", "sqlite:store.db")
        .output()
        .unwrap()
}

fn said(folder: &Path, line: &str) -> String {
    let output = exeat(folder, line);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{line}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

fn refused(folder: &Path, line: &str) -> (Option<i32>, String) {
    let output = exeat(folder, line);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

const TERMS: &str = r#"
regime = "cn"
kind = "general"
holder = "Example Magnets"
scope = { items = ["1C905"], destinations = ["JP"], end_users = ["Example Seimitsu K.K."] }
[[limit]]
quantity = "120 kg"
[[condition]]
text = "report arrival"
duty = "report arrival to the authority"
due = "2026-12-10"
"#;

const ROUTE: &str = r#"{"route":{"documents":["contract","end_user_statement"]}}"#;

const DRAW: &str = "licence draw L --on 2026-03-20 --shipment PO-1 --item 1C905.a.4 --destination JP --end-user |Example Seimitsu K.K.|";

#[test]
fn from_application_to_report() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("terms.toml"), TERMS).unwrap();
    std::fs::write(at.join("route.json"), ROUTE).unwrap();
    let text = said(at, "licence apply L --terms terms.toml --route route.json --document contract --on 2026-01-05");
    assert!(text.contains("[ ] end_user_statement") && text.contains("L: draft"), "{text}");
    let text = said(
        at,
        "licence apply L --terms terms.toml --route route.json --document contract --document end_user_statement --on 2026-01-05",
    );
    assert!(text.contains("L: applied"), "{text}");
    assert_eq!(
        refused(at, "licence accept L --watch-listed |Example Seimitsu|").0,
        Some(1),
        "a general licence is closed then"
    );
    said(at, "licence accept L --on 2026-01-05");
    let text = said(at, "licence show L --on 2026-01-06");
    assert!(text.contains("clock review: due 2026-03-13"), "45 working days over the spring festival: {text}");
    said(at, "licence grant L --number N-1 --on 2026-03-10 --from 2026-03-10 --until 2026-12-31");
    let text = said(at, &format!("{DRAW} --amount |1:80 kg| --request k1"));
    assert!(text.contains("40 kg available, 0 kg reserved, 80 kg drawn of 120 kg"), "{text}");
    assert!(said(at, &format!("{DRAW} --amount |1:80 kg| --request k1")).contains("(done before)"));
    let (status, text) = refused(at, &format!("{DRAW} --amount |1:40.001 kg|"));
    assert_eq!(status, Some(1));
    assert!(text.contains("asks for 40.001 kg, and 40 kg of 120 kg is left") && text.contains("`limit`"), "{text}");
    assert!(refused(at, &format!("{DRAW} --amount |1:3 piece|")).1.contains("rule `unit`"));
    said(at, "licence reverse L --of k1 --on 2026-04-02 --why |goods came back|");
    let text = said(at, "licence report balances --on 2026-03-31");
    assert!(text.contains("L,1,quantity,120 kg,0 kg,80 kg,40 kg"), "{text}");
    let text = said(at, "licence report usage --from 2026-03-01 --until 2026-04-30");
    assert!(text.contains("L,1,quantity,2026-03-01,2026-04-30,1,80 kg,80 kg,0 kg"), "{text}");
    let text = said(at, "licence report due --on 2026-11-24");
    assert!(
        text.contains("2026-12-10,L,condition: report arrival") && text.contains("2026-12-31,L,last day"),
        "{text}"
    );
    log_and_copy(at);
}

fn log_and_copy(at: &Path) {
    assert!(said(at, "store check").contains("1 licences, 7 movements"), "{}", said(at, "store check"));
    said(at, "audit export log");
    let key = said(at, "audit keys");
    std::fs::write(at.join("public"), &key).unwrap();
    assert!(said(at, "audit verify log --public public").contains("all as signed"));
    said(at, "audit prove --entry 3");
    let checkpoint = said(at, "audit checkpoint");
    std::fs::write(at.join("older"), checkpoint).unwrap();
    said(at, "audit rotate second.key");
    assert_eq!(refused(at, &format!("{DRAW} --amount |1:1 kg|")).0, Some(5), "the old key signs no more");
    said(at, &format!("{DRAW} --amount |1:1 kg| --request k2 --key second.key"));
    std::fs::remove_dir_all(at.join("log")).unwrap();
    said(at, "audit export log");
    std::fs::write(at.join("public"), said(at, "audit keys")).unwrap();
    assert!(said(at, "audit verify log --public public --since older").contains("those of the older checkpoint"));
    let entries = at.join("log/tile/entries");
    let bundle = std::fs::read_dir(entries.join("000.p")).unwrap().next().unwrap().unwrap().path();
    let altered = String::from_utf8_lossy(&std::fs::read(&bundle).unwrap()).replace("draw", "drew");
    std::fs::write(&bundle, altered).unwrap();
    assert_eq!(refused(at, "audit verify log --public public").0, Some(1));
    said(at, "store backup one.backup");
    said(at, "store restore one.backup --store sqlite:copy.db");
    said(at, "store backup two.backup --store sqlite:copy.db");
    assert_eq!(std::fs::read(at.join("one.backup")).unwrap(), std::fs::read(at.join("two.backup")).unwrap());
    let sheet = said(at, "licence export movements");
    assert!(
        sheet.contains("L,8,k2,draw,1,,2026-03-20,,PO-1,local,1:1 kg,JP,Example Seimitsu K.K.,,,1C905.a.4"),
        "{sheet}"
    );
    std::fs::write(at.join("sheet.csv"), said(at, "licence export licences")).unwrap();
    assert!(said(at, "licence import licences sheet.csv --store sqlite:third.db").contains("1 rows read"));
    assert!(said(at, "licence import licences sheet.csv --store sqlite:third.db").contains("1 read before"));
}

/// What `check --store` prints on standard error: the record, and the draw that it allows.
fn kept(folder: &Path, args: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_exeat")).args(args).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_readme_shows_what_happens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let block = readme.split("```sh\n").find(|block| block.starts_with("export EXEAT_STORE")).unwrap();
    let block = block.split("```").next().unwrap();
    assert!(block.lines().count() <= 11, "ten lines, one of them broken");
    let folder = tempfile::tempdir().unwrap();
    for name in ["examples", "docs"] {
        std::os::unix::fs::symlink(root.canonicalize().unwrap().join(name), folder.path().join(name)).unwrap();
    }
    let bin = Path::new(env!("CARGO_BIN_EXE_exeat")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["-eu", "-c", block]).env("PATH", path).current_dir(folder.path());
    let output = command.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    assert!(out.contains("380 kg") && out.contains("316000 USD"), "{out}");
    assert!(err.contains("kept as record ") && err.contains("to draw: exeat licence draw L-1"), "{err}");
}

#[test]
fn a_check_looks_at_the_stores_licences_and_offers_the_draw() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let example = |name: &str| format!("{}/../../examples/{name}", env!("CARGO_MANIFEST_DIR"));
    let shipment = example("magnets-civil-maker.toml");
    let check = ["check", &shipment, "--known", "2026-03-02", "--format", "json", "--store", "sqlite:store.db"];
    let (answer, told) = kept(at, &check);
    assert!(answer.contains("\"decision\":\"hold\"") && !told.contains("to draw"), "no licence yet: {told}");
    said_of_grant(at, &example("licences/magnets.toml"));
    let (answer, first) = kept(at, &check);
    assert!(answer.contains("\"decision\":\"may_leave_under\""), "{answer}");
    let offer = first.lines().find_map(|line| line.strip_prefix("to draw: exeat ")).unwrap();
    let (_, second) = kept(at, &check);
    assert_eq!(first, second, "the same answer is kept once");
    let found = said(at, "record find --party seimitsu --item 1C905 --outcome licence_required");
    assert_eq!(found.lines().count(), 2, "one without a licence at hand, one with: {found}");
    let run = |line: &str| {
        let mut command = Command::new("bash");
        command.args(["-c", &format!("{} {line}", env!("CARGO_BIN_EXE_exeat"))]);
        let output = command.current_dir(at).env("EXEAT_STORE", "sqlite:store.db").output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(run(offer).contains("380 kg available, 0 kg reserved, 120 kg drawn of 500 kg"), "{offer}");
    assert!(run(offer).contains("(done before)"));
    // 380 kg bear three more such shipments; of a licence of which too little is left nothing is offered.
    for n in 1..=3 {
        run(&offer.replace("PO-4711:", &format!("again-{n}:")));
    }
    let (answer, told) = kept(at, &check);
    assert!(answer.contains("\"decision\":\"hold\"") && !told.contains("to draw"), "20 kg are left: {told}");
}

#[test]
fn licences_and_movements_go_through_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("terms.toml"), TERMS).unwrap();
    said(at, "licence apply =L --terms terms.toml --on 2026-01-05");
    said(at, "licence accept =L --on 2026-01-05");
    said(at, "licence grant =L --number N --on 2026-03-10 --from 2026-03-10 --until 2026-12-31");
    said(at, &format!("{} --amount |1:80.125 kg| --request k1", DRAW.replace("draw L", "draw =L")));
    assert!(said(at, "licence export licences --xlsx licences.xlsx").contains("1 rows written"));
    said(at, "licence export movements --xlsx movements.xlsx");
    said(at, "licence report usage --from 2026-03-01 --until 2026-03-31 --xlsx usage.xlsx");
    let other = "--store sqlite:other.db";
    assert!(said(at, &format!("licence import licences licences.xlsx {other}")).contains("1 rows read"));
    // Acts of state are no draws: they are named, and the draw is taken over.
    let output = exeat(at, &format!("licence import movements movements.xlsx {other}"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("1 rows read, 0 read before"), "{text}");
    let usage = format!("licence report usage --from 2026-03-01 --until 2026-03-31 {other}");
    assert!(
        said(at, &usage).contains("'=L,1,quantity,2026-03-01,2026-03-31,1,80.125 kg,0 kg,80.125 kg"),
        "{}",
        said(at, &usage)
    );
}

fn said_of_grant(at: &Path, terms: &str) {
    said(at, &format!("licence apply L-1 --terms {terms} --on 2026-01-05"));
    said(at, "licence accept L-1 --on 2026-01-06");
    said(at, "licence grant L-1 --number N --on 2026-02-27 --from 2026-03-01 --until 2026-12-31");
}
