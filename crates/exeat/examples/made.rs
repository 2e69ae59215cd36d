//! Scratch: profile of the made rule set.
#[path = "../../../bench/src/answer.rs"] #[allow(dead_code)] mod answer;
#[path = "../../../bench/src/made.rs"] #[allow(dead_code)] mod made;
#[path = "../../../bench/src/exeat_side.rs"] #[allow(dead_code)] mod exeat_side;
fn main() -> anyhow::Result<()> {
    let n: u32 = std::env::args().nth(1).unwrap().parse()?;
    let rules = made::Rules::made(n, 2026);
    let mut dice = made::Dice::new(2027);
    let all: Vec<made::Shipment> = (0..10_000).map(|_| made::Shipment::made(&rules, made::ItemIs::Known, &mut dice)).collect();
    let book = exeat_side::load(exeat_side::files(&rules)?)?;
    let law = exeat_side::as_of(&book)?;
    let read: Vec<_> = all.iter().map(|s| exeat_side::shipment(&book, s)).collect::<Result<_, _>>()?;
    for (a, s) in all.iter().zip(&read) {
        let got = exeat_side::answer(&law, &rules, &law.outcome(s))?;
        let want = answer::expected(&rules, a);
        assert!(got == want);
    }
    for _ in 0..std::env::args().nth(2).map_or(5, |n| n.parse().unwrap()) {
        let t = std::time::Instant::now();
        for s in &read { std::hint::black_box(law.outcome(s)); }
        let o = t.elapsed() / 10_000;
        let t = std::time::Instant::now();
        for s in &read { std::hint::black_box(law.prove(s)); }
        println!("outcome {:?} prove {:?}", o, t.elapsed() / 10_000);
    }
    Ok(())
}
