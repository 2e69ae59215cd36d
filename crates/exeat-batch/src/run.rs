//! Decides all rows of a table: shipments side by side on several threads, results in the order of the rows.

use crate::answer::{Answer, Answers};
use crate::columns::Columns;
use crate::document::{Value, Written};
use crate::limit::{ALIKE_MAX, CHUNK, LAWS_MAX, ROWS_OF_SHIPMENT_MAX, THREADS_MAX};
use crate::question::{AskedOfRow, asked_of};
use crate::shipment::Plan;
use crate::table::{Broken, Table};
use exeat::assess::{Asked, Determination, Law, Range};
use exeat::fact::read::{Format, read_shipment};
use exeat::fact::{Shipment, When};
use exeat::problem::Problem;
use exeat::report::{Language, SheetQuestion, sheet_questions, sheet_rests, sheet_rows};
use exeat::rulebook::Rulebook;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is asked of every row.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    /// The law.
    pub rulebook: &'a Rulebook,
    /// Day, what was known, policy, scenario; its day is that of rows without one.
    pub asked: Asked,
    /// The day stands above those of the rows.
    pub day_stands: bool,
    /// Language of the words in the cells.
    pub language: Language,
    /// Threads.
    pub threads: usize,
}

/// What came of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Decided: its cells, in the order of the report's headings.
    Decided {
        /// The cells.
        cells: Vec<String>,
        /// Its range, as the ladder orders it.
        range: Range,
    },
    /// Left out: what is wrong with it.
    Broken(Vec<Broken>),
}

/// What came of a table.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// One for each row of the table, in order.
    pub rows: Vec<Row>,
    /// Questions of all rows.
    pub(crate) questions: Vec<AskedOfRow>,
    /// `(what, state, on whose word)` and the rows, by their place in the table.
    pub(crate) rests: Vec<([String; 3], Vec<usize>)>,
    /// What the answers were made from: `(key of sheet.record, text)`.
    pub record: Vec<(&'static str, String)>,
    /// Answers that could not be used.
    pub broken_answers: Vec<Broken>,
}

/// What came of one shipment.
struct Decided {
    rows: Vec<(usize, Row)>,
    questions: Vec<AskedOfRow>,
    rests: Vec<[String; 3]>,
    broken_answers: Vec<Broken>,
}

/// Decides every row. `progress` is told how many shipments are done, of how many.
pub fn check(
    table: &Table,
    columns: &Columns,
    answers: &Answers,
    asking: &Asking<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Checked {
    let plan = Plan::new(table, columns, asking.rulebook);
    let groups = plan.groups();
    let by_row = answers.of_rows(table);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let mut laws = Laws::new(asking);
        let mut own: Vec<(usize, Decided)> = Vec::new();
        loop {
            let from = next.fetch_add(CHUNK, Ordering::Relaxed);
            let Some(chunk) = groups.get(from..groups.len().min(from + CHUNK)).filter(|chunk| !chunk.is_empty()) else {
                return own;
            };
            for (at, rows) in chunk.iter().enumerate() {
                own.push((from + at, decide(&plan, rows, &by_row, &mut laws)));
            }
            let count = done.fetch_add(chunk.len(), Ordering::Relaxed) + chunk.len();
            progress(count, groups.len());
        }
    };
    let threads = asking.threads.clamp(1, THREADS_MAX).min(groups.len().div_ceil(CHUNK).max(1));
    let mut all: Vec<(usize, Decided)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for worker in workers {
            match worker.join() {
                Ok(own) => all.extend(own),
                // A row that breaks the engine breaks the run: nobody may take silence for an answer.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_by_key(|(at, _)| *at);
    gather(table, all.into_iter().map(|(_, decided)| decided), asking)
}

/// The parts of all shipments, each row at its place.
fn gather(table: &Table, all: impl Iterator<Item = Decided>, asking: &Asking<'_>) -> Checked {
    let mut rows: Vec<Option<Row>> = vec![None; table.rows.len()];
    let mut checked = Checked::default();
    let mut rests: BTreeMap<[String; 3], (usize, Vec<usize>)> = BTreeMap::new();
    for decided in all {
        let told: Vec<usize> =
            decided.rows.iter().filter(|(_, row)| matches!(row, Row::Decided { .. })).map(|(at, _)| *at).collect();
        for (order, rest) in decided.rests.into_iter().enumerate() {
            rests.entry(rest).or_insert_with(|| (order, Vec::new())).1.extend(&told);
        }
        checked.questions.extend(decided.questions);
        checked.broken_answers.extend(decided.broken_answers);
        for (at, row) in decided.rows {
            rows.get_mut(at).into_iter().for_each(|slot| *slot = Some(row.clone()));
        }
    }
    let mut rests: Vec<_> = rests.into_iter().collect();
    rests.sort_by_key(|(_, (order, rows))| (*order, std::cmp::Reverse(rows.len())));
    checked.rests = rests
        .into_iter()
        .map(|(rest, (_, mut rows))| {
            rows.sort_unstable();
            (rest, rows)
        })
        .collect();
    checked.broken_answers.sort_by(|a, b| (&a.place, &a.what).cmp(&(&b.place, &b.what)));
    checked.broken_answers.dedup();
    checked.rows = rows.into_iter().map(|row| row.unwrap_or_else(|| Row::Broken(Vec::new()))).collect();
    let date = |when: When| match when {
        When::Day(day) => day.to_string(),
        When::Instant(instant) => instant.to_string(),
    };
    checked.record = vec![
        ("rulebook", asking.rulebook.digest.clone()),
        ("date", date(asking.asked.date)),
        ("known", asking.asked.known.to_string()),
        ("engine", env!("CARGO_PKG_VERSION").to_owned()),
        ("semantics", exeat::assess::SEMANTICS.to_string()),
    ];
    checked
}

/// The law of each day asked for, compiled once a thread; and what rows that are alike were told.
struct Laws<'a> {
    asking: &'a Asking<'a>,
    known: BTreeMap<String, Law<'a>>,
    alike: BTreeMap<String, Arc<Told>>,
    /// No rule compares a quantity, or a value: rows that differ in it alone are alike.
    blind_to: Vec<&'static str>,
}

impl<'a> Laws<'a> {
    fn new(asking: &'a Asking<'a>) -> Laws<'a> {
        let vocabulary = &asking.rulebook.vocabulary;
        let blind = |name: &&str| vocabulary.find(name).is_none_or(|id| vocabulary.fact(id).bounds.is_empty());
        let blind_to = ["quantity", "value"].into_iter().filter(blind).collect();
        Laws { asking, known: BTreeMap::new(), alike: BTreeMap::new(), blind_to }
    }

    fn date(&self, shipment: &Shipment) -> When {
        match shipment.date {
            Some(date) if !self.asking.day_stands => date,
            _ => self.asking.asked.date,
        }
    }

    fn determine(&mut self, shipment: &Shipment) -> Determination {
        let date = self.date(shipment);
        let key = match date {
            When::Day(day) => day.to_string(),
            When::Instant(instant) => instant.to_string(),
        };
        if !self.known.contains_key(&key) && self.known.len() >= LAWS_MAX {
            self.known.clear();
        }
        let asking = self.asking;
        let law = self.known.entry(key).or_insert_with(|| {
            let asked = Asked { date, ..asking.asked.clone() };
            Law::as_of(asking.rulebook, &asked)
        });
        law.determine(shipment)
    }

    /// What a row that is a shipment of its own is told. Rows that say the same of everything that law can ask are
    /// decided once: their number, model and words are set aside.
    fn told_alone(&mut self, shipment: &Shipment, document: &Value) -> Arc<Told> {
        let nameless = Written::of(&document.nameless(&self.blind_to)).text;
        if let Some(told) = self.alike.get(&nameless) {
            return Arc::clone(told);
        }
        let read = read_shipment(Format::Json, "", nameless.as_bytes(), self.asking.rulebook);
        // INVARIANT (nameless): what was read with its names is read without them.
        let answer = self.determine(read.as_ref().unwrap_or(shipment));
        let told = Arc::new(Told::of(&answer, self.asking.language));
        if self.alike.len() >= ALIKE_MAX {
            self.alike.clear();
        }
        self.alike.insert(nameless, Arc::clone(&told));
        told
    }
}

/// Reads the rows of a shipment, leaves out those that are broken, and decides the others.
fn decide(plan: &Plan<'_>, rows: &[usize], answers: &BTreeMap<usize, Vec<Answer>>, laws: &mut Laws<'_>) -> Decided {
    let mut decided =
        Decided { rows: Vec::new(), questions: Vec::new(), rests: Vec::new(), broken_answers: Vec::new() };
    let mut broken: BTreeMap<usize, Vec<Broken>> = BTreeMap::new();
    let mut answers: BTreeMap<usize, Vec<Answer>> =
        rows.iter().filter_map(|row| Some((*row, answers.get(row)?.clone()))).collect();
    if rows.len() > ROWS_OF_SHIPMENT_MAX {
        let all = Broken {
            place: plan.place(rows.first().copied().unwrap_or(0), plan.column_of("reference").unwrap_or(0)),
            what: format!("{} rows have one reference", rows.len()),
            expected: format!("at most {ROWS_OF_SHIPMENT_MAX}"),
            remedy: "give the shipments references of their own".to_owned(),
        };
        decided.rows = rows.iter().map(|row| (*row, Row::Broken(vec![all.clone()]))).collect();
        return decided;
    }
    let read = loop {
        let left_out: BTreeSet<usize> = broken.keys().copied().collect();
        if left_out.len() == rows.len() {
            break None;
        }
        let made = plan.make(rows, &left_out, &answers);
        let written = Written::of(&made.document);
        let read = read_shipment(Format::Json, "", written.text.as_bytes(), laws.asking.rulebook);
        let mut told = made.broken.clone();
        match read {
            Ok(shipment) if told.is_empty() => break Some((shipment, made)),
            Ok(_) => {}
            Err(problems) => {
                for problem in problems.all() {
                    match written.cell(&problem.span) {
                        Some((row, column)) => told.extend(with_equals(plan, rows, &left_out, (row, column), problem)),
                        None => drop_answer(problem, &mut answers, &mut decided.broken_answers),
                    }
                }
                let dropped = !decided.broken_answers.is_empty() && told.is_empty();
                if told.is_empty() && !dropped {
                    told = whole(plan, rows, &left_out, problems.all().first());
                }
            }
        }
        for (row, one) in told {
            let known = broken.entry(row).or_default();
            if !known.contains(&one) {
                known.push(one);
            }
        }
    };
    let mut of_lines = BTreeMap::new();
    if let Some((shipment, made)) = &read {
        let (told, names) = match rows {
            [_] => (laws.told_alone(shipment, &made.document), vec!["1".to_owned()]),
            _ => (Arc::new(Told::of(&laws.determine(shipment), laws.asking.language)), made.names.clone()),
        };
        finish(&told, shipment, &names, (plan, rows, &broken), &mut decided, &mut of_lines);
    }
    for row in rows {
        let done = match (broken.remove(row), of_lines.remove(row)) {
            (Some(broken), _) => Row::Broken(broken),
            (None, Some((cells, range))) => Row::Decided { cells, range },
            (None, None) => Row::Broken(Vec::new()),
        };
        decided.rows.push((*row, done));
    }
    decided
}

type OfLines = BTreeMap<usize, (Vec<String>, Range)>;

/// What is kept of an answer: its cells, questions and foundations.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) cells: Vec<Vec<String>>,
    pub(crate) ranges: Vec<Range>,
    pub(crate) questions: Vec<SheetQuestion>,
    pub(crate) rests: Vec<[String; 3]>,
}

impl Told {
    fn of(answer: &Determination, language: Language) -> Told {
        Told {
            cells: sheet_rows(answer, language).into_iter().map(|row| row.cells).collect(),
            ranges: answer.lines.iter().map(|line| line.range).collect(),
            questions: sheet_questions(answer, language),
            rests: sheet_rests(answer, language),
        }
    }
}

/// Puts what was told to the rows that it is about.
fn finish(
    told: &Told,
    shipment: &Shipment,
    names: &[String],
    (plan, rows, broken): (&Plan<'_>, &[usize], &BTreeMap<usize, Vec<Broken>>),
    decided: &mut Decided,
    of_lines: &mut OfLines,
) {
    // INVARIANT (units): a row is one line with at most one model, so the answer has one entry a row, in their order.
    for ((row, cells), range) in rows.iter().zip(&told.cells).zip(&told.ranges) {
        of_lines.insert(*row, (cells.clone(), *range));
    }
    let named = rows.iter().zip(names).filter(|(row, _)| !broken.contains_key(row));
    let named: Vec<(usize, &str)> = named.map(|(row, name)| (*row, name.as_str())).collect();
    decided.questions = asked_of(told, shipment, rows, &named, plan);
    decided.rests.clone_from(&told.rests);
}

/// A broken cell, and the cells of other rows of the shipment that say the same in that column: the core was shown one.
fn with_equals(
    plan: &Plan<'_>,
    rows: &[usize],
    left_out: &BTreeSet<usize>,
    (row, column): (usize, usize),
    problem: &Problem,
) -> Vec<(usize, Broken)> {
    let text = |row: usize| plan.row(row).and_then(|row| row.cells.get(column)).map(crate::table::Cell::text);
    let own = text(row);
    let same = |other: &usize| *other == row || (!left_out.contains(other) && text(*other) == own);
    rows.iter()
        .copied()
        .filter(same)
        .map(|row| {
            let broken = Broken {
                place: plan.place(row, column),
                what: without_path(&problem.what),
                expected: problem.expected.clone(),
                remedy: problem.remedy.clone(),
            };
            (row, broken)
        })
        .collect()
}

/// The path within the document says nothing to whoever looks at a sheet.
fn without_path(what: &str) -> String {
    match what.strip_prefix('`').and_then(|rest| rest.split_once("`: ")) {
        Some((_, rest)) => rest.to_owned(),
        None => what.to_owned(),
    }
}

/// A problem that no cell made: of an answer that was read back, or of the whole shipment.
fn drop_answer(problem: &Problem, answers: &mut BTreeMap<usize, Vec<Answer>>, broken: &mut Vec<Broken>) {
    let is = |answer: &Answer| {
        let fact = answer.fact.split(':').next().unwrap_or(&answer.fact);
        problem.what.contains(fact) || (fact == "near" && problem.what.contains("screening"))
    };
    for all in answers.values_mut() {
        for answer in all.iter().filter(|answer| is(answer)) {
            broken.push(Broken {
                place: answer.place.clone(),
                what: without_path(&problem.what),
                expected: problem.expected.clone(),
                remedy: problem.remedy.clone(),
            });
        }
        all.retain(|answer| !is(answer));
    }
    answers.retain(|_, all| !all.is_empty());
}

/// What is missing of the whole shipment (`to`), told once for each of its rows.
fn whole(
    plan: &Plan<'_>,
    rows: &[usize],
    left_out: &BTreeSet<usize>,
    problem: Option<&Problem>,
) -> Vec<(usize, Broken)> {
    let (what, expected, remedy) = problem.map_or_else(Default::default, |problem| {
        (problem.what.clone(), problem.expected.clone(), problem.remedy.clone())
    });
    // `the field `to` is missing`: the cell in which it should stand, if the sheet has such a column.
    let column = what.split('`').skip(1).step_by(2).find_map(|name| plan.column_of(name)).unwrap_or(0);
    let remedy = if what.contains("is missing") {
        format!("{remedy}; in a table: a column of that name, or `[always]` in a mapping file")
    } else {
        remedy
    };
    let left = rows.iter().filter(|row| !left_out.contains(row));
    left.map(|row| {
        let place = plan.place(*row, column);
        (*row, Broken { place, what: what.clone(), expected: expected.clone(), remedy: remedy.clone() })
    })
    .collect()
}
