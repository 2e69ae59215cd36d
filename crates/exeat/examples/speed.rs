//! Scratch: speed of outcome and determine on the cases of a regime.
use std::time::Instant;
fn main() { sizes();
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
    let loaded = exeat::rulebook::Rulebook::load(files, &exeat::rulebook::Selection::All).unwrap();
    let regime = loaded.rulebook.regime(&args[2]).unwrap();
    let want = args.get(3).cloned().unwrap_or_default();
    for case in regime.cases.iter().filter(|c| c.id.contains(&want)).take(400) {
        let asked = exeat::case::asked_of(regime, case).unwrap();
        let t = Instant::now();
        let law = exeat::assess::Law::as_of(&loaded.rulebook, &asked);
        let compile = t.elapsed();
        let s = exeat::fact::read::read_shipment(exeat::fact::read::Format::Toml, "x", case.facts.as_bytes(), &loaded.rulebook).unwrap();
        let n: u32 = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
        let t = Instant::now();
        for _ in 0..n { std::hint::black_box(law.outcome(std::hint::black_box(&s))); }
        let o = t.elapsed() / n;
        let t = Instant::now();
        let n2 = 3;
        for _ in 0..n2 { std::hint::black_box(law.determine(std::hint::black_box(&s))); }
        println!("{:60} compile {:?} outcome {:?} determine {:?}", case.id, compile, o, t.elapsed() / n2);
    }
}
#[allow(dead_code)]
fn sizes() { println!("Stated {} Value {} Author {}", std::mem::size_of::<exeat::fact::Stated>(), std::mem::size_of::<exeat::fact::Value>(), std::mem::size_of::<exeat::fact::Author>()); }
