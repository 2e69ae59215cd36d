//! `exeat check --ask`: an interview on the terminal, then a page to check the answers; the shipment is written completed.
//!
//! Questions are neutral: no outcome is shown for an answer not yet given. Plain lines in, plain lines out, so that it
//! can be piped.

use crate::args::LawArgs;
use crate::asked::AskedArgs;
use crate::input;
use crate::status::Failure;
use crate::toml_text::toml_text;
use anyhow::{Context, anyhow};
use exeat::assess::{Asked, Determination, Law};
use exeat::canonical::Json;
use exeat::fact::read::{Format, read_document, read_shipment};
use exeat::fact::{AnswerGiven, Shipment, complete};
use exeat::problem::Problems;
use exeat::report::{Language, SheetQuestion, ask_word, place_word, sheet_questions};
use exeat::rulebook::{FactType, Rulebook};
use std::fs;
use std::io::{BufRead, Write};
use std::path::Path;

/// Questions of which it is tried what their answers would settle.
const TRIED_MAX: usize = 8;
/// Answers that are tried of one question.
const ANSWERS_MAX: usize = 6;
/// Questions of one interview; the longest seen has 60.
const QUESTIONS_MAX: usize = 500;

/// What was answered, in order.
struct Told {
    question: SheetQuestion,
    about: String,
    answer: Given,
}

#[derive(Clone)]
enum Given {
    Answer(AnswerGiven),
    Unknown,
    Else(String),
}

/// The interview.
struct Interview<'a, R, W> {
    rulebook: &'a Rulebook,
    law: Law<'a>,
    language: Language,
    document: Json,
    told: Vec<Told>,
    by: String,
    on: String,
    from: R,
    to: W,
}

/// Asks, and gives the completed shipment as JSON with its format's name; writes it where `out` says.
pub(crate) fn run(
    path: &Path,
    format: Option<Format>,
    (asked, law): (&AskedArgs, &LawArgs),
    rulebook: &Rulebook,
    language: Language,
    out: Option<&Path>,
) -> Result<(Shipment, Vec<u8>, Asked), Failure> {
    if path.as_os_str() == "-" {
        return Err(Failure::Usage(anyhow!(
            "--ask reads the answers from standard input: name a file for the shipment"
        )));
    }
    let given = input::read(path, format).map_err(Failure::Input)?;
    let bad = |problems: Problems| Failure::BadInput(vec![problems]);
    let shipment = read_shipment(given.format, &given.name, &given.bytes, rulebook).map_err(bad)?;
    let asked = asked.asked(rulebook, law, &shipment)?;
    let document = read_document(given.format, &given.name, &given.bytes, rulebook).map_err(bad)?;
    let mut interview = Interview {
        rulebook,
        law: Law::as_of(rulebook, &asked),
        language,
        document,
        told: Vec::new(),
        by: String::new(),
        on: String::new(),
        from: std::io::stdin().lock(),
        to: std::io::stderr().lock(),
    };
    interview.hold().context("the interview broke off").map_err(Failure::Input)?;
    let document = interview.document;
    let bytes = document.to_canonical().into_bytes();
    let shipment = read_shipment(Format::Json, &given.name, &bytes, rulebook).map_err(bad)?;
    if let Some(out) = out {
        let text = match Format::of_file_name(&out.to_string_lossy()) {
            Some(Format::Toml) => toml_text(&document),
            Some(Format::Json) => document.to_indented() + "\n",
            _ => return Err(Failure::Usage(anyhow!("--out: a completed shipment is written as `.toml` or `.json`"))),
        };
        fs::write(out, text)
            .with_context(|| format!("`{}` cannot be written", out.display()))
            .map_err(Failure::Input)?;
    }
    Ok((shipment, bytes, asked))
}

impl<R: BufRead, W: Write> Interview<'_, R, W> {
    fn hold(&mut self) -> anyhow::Result<()> {
        self.by = self.prompt("who")?.unwrap_or_default();
        self.on = self.prompt("day")?.unwrap_or_default();
        for _ in 0..QUESTIONS_MAX {
            let Some(answer) = self.answer() else { break };
            let Some((question, about)) = self.next(&answer) else { break };
            let Some(given) = self.ask(&question, &about)? else { break };
            if let Given::Answer(answer) = &given {
                complete(&mut self.document, answer, self.rulebook, false);
            }
            self.told.push(Told { question, about, answer: given });
        }
        self.check()
    }

    fn word(&self, key: &str, values: &[(&str, &str)]) -> String {
        ask_word(key, self.language, values)
    }

    fn say(&mut self, text: &str) -> anyhow::Result<()> {
        writeln!(self.to, "{text}")?;
        Ok(())
    }

    /// A line from the other side; `None` at its end.
    fn prompt(&mut self, key: &str) -> anyhow::Result<Option<String>> {
        let text = self.word(key, &[]);
        write!(self.to, "{text}: ")?;
        self.to.flush()?;
        let mut line = String::new();
        let read = std::io::Read::take(&mut self.from, 20_000).read_line(&mut line)?;
        writeln!(self.to)?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    fn read(&self, document: &Json) -> Result<Shipment, Problems> {
        read_shipment(Format::Json, "", document.to_canonical().as_bytes(), self.rulebook)
    }

    fn answer(&self) -> Option<Determination> {
        self.read(&self.document).ok().map(|shipment| self.law.determine(&shipment))
    }

    /// Questions that are open and were not asked yet.
    fn open(&self, answer: &Determination) -> Vec<(SheetQuestion, String)> {
        let mut open = Vec::new();
        for question in sheet_questions(answer, self.language) {
            let places = if question.about.is_empty() { vec![String::new()] } else { question.about.clone() };
            for about in places {
                let asked = self.told.iter().any(|told| {
                    told.about == about
                        && told.question.fact == question.fact
                        && told.question.against == question.against
                });
                // Of a party that nobody named only whether it exists is asked; with its name it becomes a party.
                let nobody = about.ends_with("/further");
                if !asked && !nobody {
                    open.push((question.clone(), about));
                }
            }
        }
        open
    }

    /// The question whose answers would settle most per cost, one step ahead; of equals the first.
    fn next(&self, answer: &Determination) -> Option<(SheetQuestion, String)> {
        let open = self.open(answer);
        let mut best: Option<(usize, u64, u64)> = None;
        for (at, (question, about)) in open.iter().enumerate().take(TRIED_MAX) {
            if open.len() == 1 {
                break;
            }
            let settles = self.settles(question, about, open.len());
            let cost = u64::from(question.cost.max(1));
            // Fractions are compared crosswise: settles / cost.
            if best.is_none_or(|(_, known, known_cost)| settles * known_cost > known * cost) {
                best = Some((at, settles, cost));
            }
        }
        let at = best.map_or(0, |(at, ..)| at);
        open.into_iter().nth(at)
    }

    /// How many questions fewer are left after an answer, in thousandths, over answers that may be given.
    fn settles(&self, question: &SheetQuestion, about: &str, before: usize) -> u64 {
        let answers = self.possible(question);
        let (mut sum, mut tried) = (0_u64, 0_u64);
        for text in answers.iter().take(ANSWERS_MAX) {
            let mut document = self.document.clone();
            let given = self.given(question, about, text, "");
            if !complete(&mut document, &given, self.rulebook, false) {
                continue;
            }
            let Ok(shipment) = self.read(&document) else { continue };
            let left = self.open(&self.law.determine(&shipment)).len();
            sum += u64::try_from(before.saturating_sub(left)).unwrap_or(0);
            tried += 1;
        }
        (sum * 1000).checked_div(tried).unwrap_or(0)
    }

    /// Answers that are tried: words, or a number below, at and above each limit of law.
    fn possible(&self, question: &SheetQuestion) -> Vec<String> {
        let vocabulary = &self.rulebook.vocabulary;
        let Some(fact) = vocabulary.find(&question.fact).map(|id| vocabulary.fact(id)) else {
            return question.answers.split(", ").filter(|word| !word.is_empty()).map(str::to_owned).collect();
        };
        match (fact.kind, fact.unit) {
            (FactType::Share | FactType::Quantity, Some(unit)) => {
                let units = &self.rulebook.units;
                let shown = fact.bounds.iter().filter_map(|bound| units.from_base(*bound, unit));
                shown.map(|bound| format!("{bound} {}", units.unit(unit).symbol)).collect()
            }
            (FactType::Country | FactType::Countries, _) => {
                self.rulebook.countries.iter().map(|country| country.code.clone()).take(ANSWERS_MAX).collect()
            }
            _ => fact.words.iter().map(|word| word.word.clone()).collect(),
        }
    }

    fn given(&self, question: &SheetQuestion, about: &str, text: &str, evidence: &str) -> AnswerGiven {
        AnswerGiven {
            fact: question.fact.clone(),
            about: about.to_owned(),
            against: question.against.clone(),
            text: text.to_owned(),
            by: self.by.clone(),
            on: self.on.clone(),
            evidence: evidence.to_owned(),
        }
    }

    /// Asks until the answer can be read; `None`: stop.
    fn ask(&mut self, question: &SheetQuestion, about: &str) -> anyhow::Result<Option<Given>> {
        self.say(&format!("\n{}", question.question))?;
        if !about.is_empty() && question.fact != "further" {
            let place = place_word(about, self.language);
            let text = self.word("about", &[("about", &place)]);
            self.say(&text)?;
        }
        let text = self.word("wanted", &[("paper", &question.paper), ("who", &question.who)]);
        self.say(&text)?;
        let numeric = !question.answers.is_empty() && !question.answers.contains(", ");
        let text = match (question.answers.is_empty(), numeric) {
            (true, _) => String::new(),
            (_, true) => self.word("number", &[("unit", &question.answers)]),
            _ => self.word("answers", &[("answers", &question.answers)]),
        };
        if !text.is_empty() {
            self.say(&text)?;
        }
        loop {
            let Some(line) = self.prompt("prompt")? else { return Ok(None) };
            match line.as_str() {
                "." => return Ok(None),
                "?" | "" => return Ok(Some(Given::Unknown)),
                ">" => return Ok(Some(Given::Else(self.prompt("else_who")?.unwrap_or_default()))),
                text => {
                    let mut given = self.given(question, about, text, "");
                    let mut document = self.document.clone();
                    complete(&mut document, &given, self.rulebook, false);
                    match self.read(&document) {
                        Ok(_) => {
                            given.evidence = self.prompt("evidence")?.unwrap_or_default();
                            return Ok(Some(Given::Answer(given)));
                        }
                        Err(problems) => self.not_understood(&problems)?,
                    }
                }
            }
        }
    }

    fn not_understood(&mut self, problems: &Problems) -> anyhow::Result<()> {
        let (what, remedy) = problems.all().first().map_or_else(Default::default, |problem| {
            let what = problem.what.rsplit_once("`: ").map_or(problem.what.as_str(), |(_, what)| what);
            (what.to_owned(), problem.remedy.clone())
        });
        let text = self.word("wrong", &[("what", &what), ("remedy", &remedy)]);
        self.say(&text)
    }

    /// The page to check: every answer, and a number to change one.
    fn check(&mut self) -> anyhow::Result<()> {
        loop {
            if let Some(answer) = self.answer() {
                let left = self.open(&answer).len().to_string();
                let key = if left == "0" { "nothing" } else { "left" };
                let text = self.word(key, &[("count", &left)]);
                self.say(&text)?;
            }
            let title = self.word("check", &[]);
            self.say(&format!("\n{title}"))?;
            let rows: Vec<String> = self.told.iter().enumerate().map(|(at, told)| self.row(at, told)).collect();
            for row in rows {
                self.say(&row)?;
            }
            let Some(line) = self.prompt("change")? else { return Ok(()) };
            if line.is_empty() {
                return Ok(());
            }
            let at = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            if let Some(at) = at.filter(|at| *at < self.told.len()) {
                self.change(at)?;
            }
        }
    }

    fn row(&self, at: usize, told: &Told) -> String {
        let (answer, evidence) = match &told.answer {
            Given::Answer(answer) => (answer.text.clone(), answer.evidence.clone()),
            Given::Unknown => (self.word("unknown", &[]), String::new()),
            Given::Else(who) => (self.word("else_knows", &[("who", who)]), String::new()),
        };
        let values = [
            ("number", (at + 1).to_string()),
            ("question", told.question.question.clone()),
            ("about", place_word(&told.about, self.language)),
            ("answer", answer),
            ("evidence", evidence),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.word("row", &values).trim_end().to_owned()
    }

    /// Another answer to the same question. One that softens the outcome without new evidence does not take the place
    /// of the first: both stand, and the two sources are at odds in the determination too.
    fn change(&mut self, at: usize) -> anyhow::Result<()> {
        let Some(told) = self.told.get(at) else { return Ok(()) };
        let (question, about, old) = (told.question.clone(), told.about.clone(), told.answer.clone());
        let Some(new) = self.ask(&question, &about)? else { return Ok(()) };
        let before = self.answer();
        if let Given::Answer(answer) = &new {
            let mut replaced = self.document.clone();
            complete(&mut replaced, answer, self.rulebook, false);
            let after = self.read(&replaced).ok().map(|shipment| self.law.determine(&shipment));
            let softer = match (&before, &after) {
                (Some(before), Some(after)) => {
                    after.range.ceiling < before.range.ceiling || after.range.floor < before.range.floor
                }
                _ => false,
            };
            let old_evidence = match &old {
                Given::Answer(old) => old.evidence.clone(),
                _ => String::new(),
            };
            let no_evidence = answer.evidence.is_empty() || answer.evidence == old_evidence;
            let was_told = matches!(old, Given::Answer(_));
            if softer && no_evidence && was_told {
                complete(&mut self.document, answer, self.rulebook, true);
                let text = self.word("softened", &[]);
                self.say(&text)?;
            } else {
                self.document = replaced;
            }
            if let Given::Answer(old) = &old {
                let values = [("before", old.text.as_str()), ("after", &answer.text), ("evidence", &answer.evidence)];
                let text = self.word("changed", &values);
                self.say(&text)?;
            }
        }
        if let Some(told) = self.told.get_mut(at) {
            told.answer = new;
        }
        Ok(())
    }
}
