//! Tables: the same workbook back, broken rows by cell, answers read back, the same bytes whatever the threads.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test that cannot go on has failed, and it reads and writes files"
)]

mod common;

use calamine::{Data, Reader, Xlsx};
use common::{Ran, example, exeat, folder};
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

const ON: [&str; 4] = ["--date", "2026-03-02", "--known", "2026-03-02"];

/// What all models of the example have in common.
const MAPPING: &str = r#"
[always]
from = "CN"
to = "JP"
final = "JP"
activity = "export"
item_kind = "goods"
material = "permanent-magnet"
function = "none-of-these"
magnet_family = "NdFeB"
processing = "magnet"
origin = "CN"
"exporter.name" = "宁波示例磁材有限公司"
"exporter.country" = "CN"
"end_user.name" = "Example Seimitsu K.K."
"end_user.country" = "JP"
"parties.complete" = ["end_user", "consignee", "intermediate_consignee"]
military_user = "no"
military_use = "no"
raises_military_capability = "no"
wmd_use = "no"
terrorist_use = "no"
endangers_national_security = "no"
told_by_authority = "no"
red_flags = "no"
"declaration.by" = "M. Sato, compliance"
"declaration.on" = "2026-02-20"
"#;

type Sheet = Vec<Vec<String>>;

fn run(book: &Path, more: &[&str]) -> Ran {
    let path = book.display().to_string();
    exeat(&[&["check", &path], &ON[..], more].concat())
}

/// All sheets of a workbook as text.
fn sheets(path: &Path) -> Vec<(String, Sheet)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let names = book.sheet_names();
    let text = |cell: &Data| if *cell == Data::Empty { String::new() } else { cell.to_string() };
    names
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            (name, range.rows().map(|row| row.iter().map(text).collect()).collect())
        })
        .collect()
}

fn column(sheet: &Sheet, heading: &str) -> Vec<String> {
    let at = sheet[0].iter().position(|known| known == heading).unwrap_or_else(|| panic!("{heading}: {:?}", sheet[0]));
    sheet[1..].iter().map(|row| row.get(at).cloned().unwrap_or_default()).collect()
}

fn count(cells: &[String], word: &str) -> usize {
    cells.iter().filter(|cell| *cell == word).count()
}

/// Seventeen models with the headings of an ERP; shares are numbers that the sheet shows as per cent.
fn seventeen(path: &Path, dysprosium_of_four: Option<f64>) {
    let mut book = Workbook::new();
    let percent = Format::new().set_num_format("0.00%");
    let sheet = book.add_worksheet();
    sheet.set_name("出口明细").unwrap();
    for (at, heading) in
        ["单据编号", "行号", "规格型号", "物料名称", "数量", "单位", "金额", "币别", "镝%", "铽%"].iter().enumerate()
    {
        sheet.write_string(0, at as u16, *heading).unwrap();
    }
    for model in 1..=17_u32 {
        sheet.write_string(model, 0, "PO-4716").unwrap();
        sheet.write_number(model, 1, model).unwrap();
        sheet.write_string(model, 2, format!("M-{model:02}")).unwrap();
        sheet.write_string(model, 3, "烧结钕铁硼磁体").unwrap();
        sheet.write_number(model, 4, 100).unwrap();
        sheet.write_string(model, 5, "千克").unwrap();
        sheet.write_number(model, 6, 1000 * model).unwrap();
        sheet.write_string(model, 7, "USD").unwrap();
        match (model, dysprosium_of_four) {
            (4, None) => &mut *sheet,
            (4, Some(share)) => sheet.write_number_with_format(model, 8, share, &percent).unwrap(),
            _ => sheet.write_string(model, 8, "< 0.01").unwrap(),
        };
        match model {
            11 => sheet.write_number(model, 9, 0.8).unwrap(),
            _ => sheet.write_string(model, 9, "未检出（<0.01%）").unwrap(),
        };
    }
    fs::write(path, book.save_to_buffer().unwrap()).unwrap();
}

fn mapping(folder: &Path) -> PathBuf {
    let path = folder.join("mapping.toml");
    fs::write(&path, MAPPING).unwrap();
    path
}

/// The workbook again, with the answers that `answer` gives to a row of the sheet of questions.
fn fill(from: &Path, to: &Path, answer: impl Fn(&[String]) -> Option<[&'static str; 4]>) {
    let mut book = Workbook::new();
    for (name, rows) in sheets(from) {
        let at = rows[0].iter().position(|heading| heading == "answer" || heading == "答案");
        let sheet = book.add_worksheet();
        sheet.set_name(&name).unwrap();
        for (line, row) in rows.iter().enumerate() {
            for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                sheet.write_string(line as u32, column as u16, text).unwrap();
            }
            let told = at.filter(|_| line > 0).and_then(|at| answer(row).map(|told| (at, told)));
            for (at, told) in told.into_iter() {
                for (beside, text) in told.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                    sheet.write_string(line as u32, (at + beside) as u16, *text).unwrap();
                }
            }
        }
    }
    fs::write(to, book.save_to_buffer().unwrap()).unwrap();
}

#[test]
fn seventeen_models_come_back_fifteen_released_two_held() {
    let folder = folder("table-seventeen");
    let (book, out, map) = (folder.join("book.xlsx"), folder.join("out.xlsx"), mapping(&folder));
    seventeen(&book, Some(0.021));
    let args = ["--map", map.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let ran = run(&book, &args);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("column C `规格型号`: model (guessed)"), "{}", ran.err);
    let read = sheets(&out);
    let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["出口明细", "Questions", "What it rests on"]);
    let sheet = &read[0].1;
    assert_eq!(sheet[0][..4], ["单据编号", "行号", "规格型号", "物料名称"]);
    assert_eq!(sheet[0][10..], ["outcome", "floor", "ceiling", "release", "entry", "why", "next step"]);
    let (outcome, release, entry) = (column(sheet, "outcome"), column(sheet, "release"), column(sheet, "entry"));
    assert_eq!((count(&release, "may_leave"), count(&release, "hold")), (15, 2), "{release:?}");
    assert_eq!((outcome[3].as_str(), outcome[10].as_str()), ("licence_required", "licence_required"));
    assert_eq!((entry[3].as_str(), entry[10].as_str()), ("1C905.a.4", "1C904.a.4"));
    assert_eq!(read[1].1.len(), 1, "nothing is asked: {:?}", read[1].1);
    let rests = &read[2].1;
    assert!(rests.iter().any(|row| row[2].contains("M. Sato, compliance, 2026-02-20")), "{rests:?}");

    // The same input gives the same bytes, whatever the threads; and the answered book is answered alike.
    let first = fs::read(&out).unwrap();
    let again = folder.join("again.xlsx");
    run(&book, &["--map", args[1], "--out", again.to_str().unwrap(), "--threads", "1"]);
    assert!(first == fs::read(&again).unwrap());
    let round = run(&out, &["--map", args[1], "--out", again.to_str().unwrap()]);
    assert_eq!(round.status, 0, "{}", round.err);
    assert_eq!(sheets(&again)[0].1, read[0].1);
}

#[test]
fn a_table_answers_as_a_file_of_its_own_does() {
    let folder = folder("table-equal");
    let (book, out, map) = (folder.join("book.xlsx"), folder.join("out.csv"), mapping(&folder));
    seventeen(&book, Some(0.021));
    run(&book, &["--map", map.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    let one = exeat(&["check", &example("magnets-seventeen-models.toml"), "--known", "2026-03-02", "--format", "json"]);
    let one: serde_json::Value = serde_json::from_str(&one.out).unwrap();
    let text = fs::read_to_string(&out).unwrap();
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let lines = one["lines"].as_array().unwrap();
    assert_eq!(lines.len(), rows.len());
    for (line, row) in lines.iter().zip(rows) {
        let words = ["outcome", "floor", "ceiling"].map(|key| line[key].as_str().unwrap());
        assert!(row.contains(&words.join(",")), "{words:?}: {row}");
    }
}

#[test]
fn filled_answers_are_read_back_and_unanswered_rows_stay() {
    let folder = folder("table-answers");
    let path = |name: &str| folder.join(name);
    let (book, out, filled, second) = (path("book.xlsx"), path("out.xlsx"), path("filled.xlsx"), path("second.xlsx"));
    let map = mapping(&folder);
    seventeen(&book, None);
    let map = map.to_str().unwrap();
    run(&book, &["--map", map, "--out", out.to_str().unwrap(), "--lang", "zh"]);
    let before = sheets(&out);
    let questions = &before[1].1;
    assert_eq!(before[1].0, "问题");
    let asked: Vec<&Vec<String>> = questions[1..].iter().filter(|row| row[12] == "line|dysprosium").collect();
    assert_eq!(asked.len(), 1, "{questions:?}");
    assert_eq!((asked[0][5].as_str(), asked[0][6].as_str(), asked[0][7].as_str()), ("1", "4000 USD", "5"));

    // "I do not know" is a full answer and leaves the row as it was.
    fill(&out, &filled, |row| (row[12] == "line|dysprosium").then_some(["不知道", "", "", ""]));
    run(&filled, &["--map", map, "--answers", "--out", second.to_str().unwrap()]);
    let unknown = sheets(&second);
    assert_eq!(column(&unknown[0].1, "outcome")[3], "undetermined");
    assert!(unknown[1].1.iter().any(|row| row.get(8).is_some_and(|cell| cell == "不知道")), "the answer is kept");

    // An answer without person and day is told, and not used.
    fill(&out, &filled, |row| (row[12] == "line|dysprosium").then_some(["2.1 %", "", "", ""]));
    let ran = run(&filled, &["--map", map, "--answers", "--out", second.to_str().unwrap()]);
    assert!(ran.err.contains("answer not used: 问题!I2: the answer names no person and day"), "{}", ran.err);
    assert_eq!(column(&sheets(&second)[0].1, "outcome")[3], "undetermined");

    let told = ["2.1 %", "SGS-CSTC", "2026-02-10", "R-17"];
    fill(&out, &filled, |row| (row[12] == "line|dysprosium").then_some(told));
    let ran = run(&filled, &["--map", map, "--answers", "--out", second.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let after = sheets(&second);
    let (outcome, before) = (column(&after[0].1, "outcome"), column(&before[0].1, "结论"));
    assert_eq!((before[3].as_str(), outcome[3].as_str()), ("未定", "licence_required"));
    assert_eq!(count(&outcome, "no_licence_required"), count(&before, "无需许可"));
    assert!(after[1].1[1..].iter().any(|row| row[8..12] == told), "the answer is kept: {:?}", after[1].1);

    // What was answered once is still answered when the new workbook is run again.
    let third = path("third.xlsx");
    run(&second, &["--map", map, "--answers", "--out", third.to_str().unwrap()]);
    assert_eq!(column(&sheets(&third)[0].1, "outcome"), outcome);
}

/// A book of 3,000 rows, each a shipment of its own; forty of them hold one broken cell each.
fn three_thousand(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headings = ["reference", "description", "quantity", "to", "end_user.country", "dysprosium", "terbium"];
    for (at, heading) in headings.iter().enumerate() {
        sheet.write_string(0, at as u16, *heading).unwrap();
    }
    for row in 1..=3000_u32 {
        let broken = (row % 75 == 10).then_some(row / 75 % 4);
        let cells = [
            format!("PO-{row}"),
            "sintered NdFeB magnets".to_owned(),
            if broken == Some(0) { "100 kgg" } else { "100 kg" }.to_owned(),
            if broken == Some(1) { "Jpan" } else { "JP" }.to_owned(),
            "JP".to_owned(),
            match broken {
                Some(2) => "a little",
                Some(3) => "2,1 %",
                _ if row % 2 == 0 => "2.1 %",
                _ => "< 0.01 %",
            }
            .to_owned(),
            "< 0.01 %".to_owned(),
        ];
        for (at, text) in cells.iter().enumerate() {
            sheet.write_string(row, at as u16, text).unwrap();
        }
    }
    fs::write(path, book.save_to_buffer().unwrap()).unwrap();
}

#[test]
fn forty_broken_rows_of_three_thousand_are_told_by_cell_and_the_others_decided() {
    let folder = folder("table-broken");
    let (book, out, map) = (folder.join("book.xlsx"), folder.join("out.xlsx"), mapping(&folder));
    three_thousand(&book);
    let ran = run(&book, &["--map", map.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let errors: Vec<&str> = ran.err.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 40);
    assert!(errors[0].starts_with("error: Sheet1!C11: the unit `kgg` is not known"), "{}", errors[0]);
    assert!(errors[1].starts_with("error: Sheet1!D86: ") && errors[1].ends_with("write `JP`"), "{}", errors[1]);
    assert!(errors[3].contains("Sheet1!F236") && errors[3].contains("`2.1 %`"), "{}", errors[3]);
    assert!(ran.err.contains("2960 rows decided"), "{}", ran.err);
    let outcome = column(&sheets(&out)[0].1, "outcome");
    assert_eq!(count(&outcome, "not_decided"), 40);
    assert_eq!(count(&outcome, "no_licence_required") + count(&outcome, "licence_required"), 2960);
    let failing =
        run(&book, &["--map", map.to_str().unwrap(), "--out", out.to_str().unwrap(), "--fail-on", "prohibited"]);
    assert_eq!(failing.status, 30, "a broken row is no clearance");
}

#[test]
fn a_broken_row_of_a_shipment_leaves_its_other_rows_decided() {
    let folder = folder("table-shared");
    let (book, map) = (folder.join("book.csv"), mapping(&folder));
    let rows = "reference,line,model,dysprosium,terbium\nA,1,X,< 0.01 %,< 0.01 %\nA,2,Y,lots,< 0.01 %\nA,3,Z,2.1 %,< 0.01 %\nA,3,Z,2.1 %,< 0.01 %\n";
    fs::write(&book, rows).unwrap();
    let ran = run(&book, &["--map", map.to_str().unwrap()]);
    let lines: Vec<&str> = ran.out.lines().skip(1).collect();
    assert!(
        lines[0].contains(",no_licence_required,no_licence_required,no_licence_required,may_leave,"),
        "{}",
        ran.out
    );
    assert!(lines[1].contains("not_decided") && lines[1].contains("D3: `lots`"), "{}", ran.out);
    assert!(
        lines[2].contains("licence_required") && lines[3].contains("C5: the line `3/Z` stands twice"),
        "{}",
        ran.out
    );
}

#[test]
fn what_is_no_value_is_named_and_never_run() {
    let folder = folder("table-named");
    let (book, out) = (folder.join("book.xlsx"), folder.join("out.xlsx"));
    let mut made = Workbook::new();
    let sheet = made.add_worksheet();
    for (at, heading) in ["reference", "description", "to", "from"].iter().enumerate() {
        sheet.write_string(0, at as u16, *heading).unwrap();
    }
    for (at, text) in ["A", "magnets", "JP"].iter().enumerate() {
        sheet.write_string(1, at as u16, *text).unwrap();
    }
    sheet.write_formula(1, 3, Formula::new("=\"C\"&\"N\"").set_result("CN")).unwrap();
    sheet.merge_range(4, 0, 5, 1, "B", &Format::new()).unwrap();
    made.add_worksheet().set_name("old").unwrap().set_hidden(true);
    made.add_worksheet().set_name("prices").unwrap();
    fs::write(&book, made.save_to_buffer().unwrap()).unwrap();
    let ran = run(&book, &["--out", out.to_str().unwrap()]);
    for note in
        ["1 cells hold formulas", "the hidden sheet `old`", "the sheet `prices` is not read", "A5:B6 are merged"]
    {
        assert!(ran.err.contains(note), "{note}: {}", ran.err);
    }
    // Its value, and no formula, comes back.
    assert_eq!(column(&sheets(&out)[0].1, "from")[0], "CN");
    let mut written: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(&out).unwrap())).unwrap();
    assert!(written.worksheet_formula("Sheet1").unwrap().used_cells().next().is_none());
}

#[test]
fn a_table_that_cannot_be_read_is_refused_with_what_to_do() {
    let folder = folder("table-refused");
    let path = folder.join("book.csv");
    for (text, said) in [
        ("Colour,Size\nred,1\n", "no heading is known"),
        ("", "no row of headings"),
        ("reference,reference\nA,B\n", "mean the same"),
    ] {
        fs::write(&path, text).unwrap();
        let ran = run(&path, &[]);
        assert!(ran.status == 3 && ran.err.contains(said), "{text}: {} {}", ran.status, ran.err);
    }
    fs::write(&path, "reference,to\nA,JP\n").unwrap();
    let map = folder.join("map.toml");
    fs::write(&map, "[columns]\n\"to\" = \"tto\"\n").unwrap();
    let ran = run(&path, &["--map", map.to_str().unwrap()]);
    assert!(ran.status == 3 && ran.err.contains("did you mean `to`?"), "{}", ran.err);
    let ran = run(&path, &[]);
    assert!(ran.err.contains("the field `from` is missing") && ran.err.contains("0 rows decided"), "{}", ran.err);
}
