//! Scratch: runs all cases of a law folder.
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let root = std::path::Path::new(&args[1]);
    let mut files = Vec::new();
    fn walk(root: &std::path::Path, dir: &std::path::Path, files: &mut Vec<(String, Vec<u8>)>) {
        for e in std::fs::read_dir(dir).unwrap() { let p = e.unwrap().path();
            if p.is_dir() { if p.file_name().unwrap() != "src" && p.file_name().unwrap() != "target" { walk(root, &p, files) } }
            else { files.push((p.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), std::fs::read(&p).unwrap())); } }
    }
    walk(root, root, &mut files);
    files.retain(|(p, _)| p.contains('/') || (p.ends_with(".toml") && p != "Cargo.toml"));
    let t = std::time::Instant::now();
    let loaded = match exeat::rulebook::Rulebook::load(files, &exeat::rulebook::Selection::All) { Ok(l) => l, Err(p) => { println!("{p}"); std::process::exit(4) } };
    println!("loaded in {:?}", t.elapsed());
    println!("{}", loaded.warnings);
    let (mut ok, mut bad) = (0, 0);
    for regime in &loaded.rulebook.regimes {
        for case in &regime.cases {
            if args.len() > 2 && args[2] != "--lint" && !case.id.contains(&args[2]) { continue }
            let t = std::time::Instant::now();
            let run = exeat::case::run_case(&loaded.rulebook, regime, case);
            let e = t.elapsed();
            if e.as_millis() > 300 { println!("SLOW {} {:?}", case.id, e); }
            if run.differences.is_empty() { ok += 1 } else { bad += 1; println!("== {}/{}", regime.id, case.id); for d in run.differences { println!("   {}", d.chars().take(400).collect::<String>()) } }
        }
    }
    println!("{ok} hold, {bad} part");
    if args.iter().any(|a| a == "--lint") {
        let mut coverage = exeat::rulebook::CaseCoverage::default();
        for regime in &loaded.rulebook.regimes { for case in &regime.cases { exeat::case::cover(&loaded.rulebook, regime, case, &mut coverage); } }
        let lint = exeat::rulebook::lint(&loaded.rulebook, exeat::rulebook::LintFor { coverage: Some(&coverage), ..Default::default() });
        println!("{}", lint.problems);
    }
}
