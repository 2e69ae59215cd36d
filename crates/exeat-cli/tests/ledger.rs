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
