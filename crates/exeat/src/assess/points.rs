//! The open points of an answer, and the questions that would settle it.

use super::depends::depends;
use super::determine::Seen;
use super::findings::citation;
use super::open::Collector;
use super::prepared::Holder;
use super::program::Program;
use super::search::Goal;
use super::world::Var;
use super::{Message, OpenKind, OpenPoint, Outcome, Question, QuestionGroup, State, Unasked, WhyUnasked};
use crate::rulebook::{FactId, FactType, Localised};
use std::collections::{BTreeMap, BTreeSet};

/// Closed properties: what an item is at all is asked first.
const FIRST: [&str; 4] = ["item_kind", "material", "function", "technology_for"];

/// An open point with the variable behind it.
pub(crate) struct Point {
    pub(crate) var: Option<Var>,
    pub(crate) shown: OpenPoint,
}

/// Goals of one unit that are not settled false.
struct Goals {
    prohibit: Vec<Goal>,
    require: Vec<Goal>,
}

impl Seen<'_, '_> {
    /// Every open point, with whether the outcome of some line hangs on it.
    pub(crate) fn points(&self) -> Vec<Point> {
        let mut decides: BTreeMap<Var, bool> = BTreeMap::new();
        for unit in self.unit_numbers() {
            let settled = self.units.get(usize::from(unit)).is_some_and(|range| range.floor == range.ceiling);
            let goals = self.goals(unit);
            let (vars, coarse) = self.open_of(&goals);
            for var in vars {
                if decides.get(&var).copied().unwrap_or(false) {
                    continue;
                }
                // With nothing known of an item, what it is at all is asked without working out each of its entries.
                let first = coarse && self.is_first(var);
                let hangs = !settled
                    && (first
                        || depends(&self.law.programs, self.stated, &goals.prohibit, &goals.require, var, coarse));
                let known = decides.entry(var).or_insert(false);
                *known |= hangs;
            }
        }
        let mut points: Vec<Point> = decides
            .into_iter()
            .map(|(var, decides)| Point { var: Some(var), shown: self.point(var, decides) })
            .collect();
        points.extend(self.law.programs.iter().filter(|program| program.stale || program.before_begin).map(law_point));
        points.extend(self.law.asked.screening.unasked.iter().map(list_point));
        points.sort_by(|a, b| {
            (!a.shown.decides, a.shown.kind, &a.shown.id).cmp(&(!b.shown.decides, b.shown.kind, &b.shown.id))
        });
        // Several crowds of one list are one point.
        let mut seen = BTreeSet::new();
        points.retain(|point| seen.insert(point.shown.id.clone()));
        points
    }

    fn goals(&self, unit: u16) -> Goals {
        let mut goals = Goals { prohibit: Vec::new(), require: Vec::new() };
        for program in &self.law.programs {
            for here in self.places(unit) {
                for (rules, prohibits) in [(&program.prohibitions, true), (&program.requirements, false)] {
                    for rule in rules {
                        let Some(of) = program.rules.get(usize::from(*rule)) else { continue };
                        if super::eval::eval(program, self.stated, here, of.whole) == State::False {
                            continue;
                        }
                        let goal = |node| Goal { program: program.number, node, here, wanted: true };
                        match of.special.filter(|_| super::special::is_at_hand(self.stated)) {
                            None if prohibits => goals.prohibit.push(goal(of.whole)),
                            None => goals.require.push(goal(of.whole)),
                            Some((without, with)) => {
                                goals.prohibit.push(goal(without));
                                goals.require.push(goal(with));
                            }
                        }
                    }
                }
            }
        }
        goals
    }

    fn is_first(&self, var: Var) -> bool {
        match var {
            Var::Fact(_, fact) => FIRST.contains(&self.law.rulebook.vocabulary.fact(fact).name.as_str()),
            _ => false,
        }
    }

    /// Open variables of what could count; whether there are too many open items to follow each.
    fn open_of(&self, goals: &Goals) -> (BTreeSet<Var>, bool) {
        let mut found = BTreeSet::new();
        let mut coarse = false;
        for goal in goals.prohibit.iter().chain(&goals.require) {
            let Some(program) = self.law.programs.get(usize::from(goal.program)) else { continue };
            let mut collector =
                Collector { program, world: self.stated, found: std::mem::take(&mut found), coarse: false };
            collector.collect(goal.here, goal.node);
            coarse |= collector.coarse;
            found = collector.found;
        }
        (found, coarse)
    }

    fn point(&self, var: Var, decides: bool) -> OpenPoint {
        let program = |regime: u8| self.law.programs.get(usize::from(regime));
        let (kind, id, message, cited) = match var {
            Var::Fact(holder, fact) => {
                let name = &self.law.rulebook.vocabulary.fact(fact).name;
                let about = self.holder_name(holder);
                let id = if about.is_empty() { name.clone() } else { format!("{about}/{name}") };
                (OpenKind::Fact, id, message("open-fact", vec![("fact", name.clone()), ("about", about)]), None)
            }
            Var::Hour => {
                let hours = program(0).map_or_else(String::new, |of| {
                    of.hours.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
                });
                (OpenKind::Fact, "hour".to_owned(), message("open-hour", vec![("hours", hours)]), None)
            }
            Var::Reading(regime, term) => {
                let name = program(regime).and_then(|of| {
                    of.terms.get(usize::from(term)).map(|term| format!("{}/{}", of.regime.id, term.term.id))
                });
                let cited = program(regime).and_then(|of| {
                    let clause = of.terms.get(usize::from(term))?.term.clause;
                    Some(citation(of, clause, of.forces.get(clause.0 as usize)?.state))
                });
                let name = name.unwrap_or_default();
                (OpenKind::Reading, format!("reading:{name}"), message("open-reading", vec![("term", name)]), cited)
            }
            Var::Effect(regime, effect) => self.effect_point(regime, effect),
            Var::Near(regime, party, listed) => {
                let of = program(regime).and_then(|of| of.parties.get(listed as usize));
                let id = of.map_or("", |of| of.party.id.as_str());
                let name = of.and_then(|of| of.party.names.first()).map_or("", |name| name.text.as_str());
                let about = self.holder_name(Holder::Party(party));
                let values = vec![
                    ("party", self.party_text(Holder::Party(party))),
                    ("listed", name.to_owned()),
                    ("id", id.to_owned()),
                ];
                (OpenKind::Fact, format!("near:{about}/{id}"), message("open-near", values), None)
            }
            Var::Nameless(regime, holder, crowd) => {
                let lists = program(regime).into_iter().flat_map(|of| &of.asked_lists);
                let list = lists.filter(|asked| asked.crowds.contains(&crowd)).map(|asked| asked.name.as_str());
                let list = list.min().unwrap_or("");
                let about = self.holder_name(holder);
                (
                    OpenKind::Fact,
                    format!("name:{about}/{list}"),
                    message("open-name", vec![("party", about), ("list", list.to_owned())]),
                    None,
                )
            }
            Var::Unread(regime, party, crowd) => {
                let lists = program(regime).into_iter().flat_map(|of| &of.asked_lists);
                let list = lists.filter(|asked| asked.crowds.contains(&crowd)).map(|asked| asked.name.as_str());
                let list = list.min().unwrap_or("");
                let about = self.holder_name(Holder::Party(party));
                let values = vec![("party", self.party_text(Holder::Party(party))), ("list", list.to_owned())];
                (OpenKind::Gap, format!("gap:unread:{about}/{list}"), message("open-unread", values), None)
            }
            Var::Further(role) => (
                OpenKind::Fact,
                format!("further:{}", role.word()),
                message("open-further", vec![("role", role.word().to_owned())]),
                None,
            ),
            Var::Gap(regime, gap, unit) => {
                let text = program(regime).and_then(|of| of.gaps.get(gap as usize)).cloned().unwrap_or_default();
                (
                    OpenKind::Gap,
                    format!("gap:{}/{text}", self.unit_name(unit)),
                    message("open-gap", vec![("gap", text), ("line", self.unit_name(unit))]),
                    None,
                )
            }
            Var::Low(regime, item, unit) => self.low_point(regime, item, unit),
        };
        OpenPoint { kind, id, message, decides, ceiling: self.range.ceiling, citation: cited }
    }

    fn effect_point(&self, regime: u8, effect: u16) -> (OpenKind, String, Message, Option<super::Citation>) {
        let Some(program) = self.law.programs.get(usize::from(regime)) else {
            return (OpenKind::Gap, String::new(), message("open-effect", Vec::new()), None);
        };
        let Some(of) = program.regime.effects.get(usize::from(effect)) else {
            return (OpenKind::Gap, String::new(), message("open-effect", Vec::new()), None);
        };
        let cited = citation(program, of.clause, super::ClauseState::Unresolved);
        let values = vec![
            ("act", cited.act.clone()),
            ("targets", of.targets.join(", ")),
            (
                "until",
                of.until.map_or_else(String::new, |until| {
                    super::determine::printed(match until {
                        crate::rulebook::Until::Included(moment)
                        | crate::rulebook::Until::Excluded(moment)
                        | crate::rulebook::Until::Unclear(moment) => moment,
                    })
                }),
            ),
        ];
        (OpenKind::Gap, format!("effect:{}/{}", program.regime.id, of.id), message("open-effect", values), Some(cited))
    }

    fn low_point(&self, regime: u8, item: u32, unit: u16) -> (OpenKind, String, Message, Option<super::Citation>) {
        let found = self.law.programs.get(usize::from(regime)).and_then(|program| {
            let of = program.items.get(item as usize)?;
            let version = of.item?.versions.get(of.version)?;
            Some((format!("{}/{}", program.regime.id, of.item?.code), citation(program, version.by, of.state)))
        });
        let (code, cited) = found.map_or_else(|| (String::new(), None), |(code, cited)| (code, Some(cited)));
        let values = vec![("code", code.clone()), ("line", self.unit_name(unit))];
        (OpenKind::Gap, format!("low:{}/{code}", self.unit_name(unit)), message("open-low", values), cited)
    }

    /// `1/N35SH-A`, `end_user/1`, `end_use/2`; empty for the shipment.
    pub(crate) fn holder_name(&self, holder: Holder) -> String {
        let shipment = self.prepared().shipment;
        match holder {
            Holder::Shipment => String::new(),
            Holder::Unit(unit) => self.unit_name(unit),
            Holder::Line(at) => {
                shipment.lines.get(usize::from(at)).map_or_else(String::new, |line| line.number.to_string())
            }
            Holder::EndUse(_) if shipment.end_uses.len() < 2 => "end_use".to_owned(),
            Holder::EndUse(at) => format!("end_use/{}", at + 1),
            Holder::Further(role) => format!("{}/further", role.word()),
            Holder::Party(at) => {
                let Some(party) = shipment.parties.get(usize::from(at)) else { return String::new() };
                let before =
                    shipment.parties.iter().take(usize::from(at)).filter(|other| other.role == party.role).count();
                format!("{}/{}", party.role.word(), before + 1)
            }
        }
    }

    pub(crate) fn party_text(&self, holder: Holder) -> String {
        match holder {
            Holder::Party(at) => self
                .prepared()
                .shipment
                .parties
                .get(usize::from(at))
                .and_then(|party| party.names.first())
                .map_or_else(|| self.holder_name(holder), |name| name.text.clone()),
            _ => self.holder_name(holder),
        }
    }

    /// Questions to facts on which the outcome hangs, grouped by the paper that answers them, cheapest first.
    pub(crate) fn questions(&self, points: &[Point]) -> Vec<QuestionGroup> {
        let mut asked: BTreeMap<(Rank, String), (QuestionGroup, BTreeMap<String, Question>)> = BTreeMap::new();
        for point in points.iter().filter(|point| point.shown.decides && point.shown.kind == OpenKind::Fact) {
            let Some(var) = point.var else { continue };
            let (rank, group, question) = self.question(var, &point.shown);
            let slot = asked.entry((rank, group.paper.clone())).or_insert_with(|| (group, BTreeMap::new()));
            let first = FIRST.iter().position(|fact| *fact == question.fact).unwrap_or(FIRST.len());
            let key = format!("{first}{}", question_key(&question));
            match slot.1.get_mut(&key) {
                Some(known) => known.about.extend(question.about),
                None => drop(slot.1.insert(key, question)),
            }
        }
        merge(
            asked
                .into_iter()
                .map(|((rank, _), (group, questions))| (rank, group, questions.into_values().collect()))
                .collect(),
        )
    }

    fn question(&self, var: Var, point: &OpenPoint) -> (Rank, QuestionGroup, Question) {
        let group = |paper: &str, who: Vec<String>, cost: u32| QuestionGroup {
            paper: paper.to_owned(),
            who,
            cost,
            questions: Vec::new(),
        };
        let own = |fact: &str, about: String| Question {
            fact: fact.to_owned(),
            about: if about.is_empty() { Vec::new() } else { vec![about] },
            question: Localised::default(),
            message: Some(point.message.clone()),
            answers: Vec::new(),
        };
        match var {
            Var::Fact(holder, fact) => self.fact_question(holder, fact),
            Var::Near(_, party, _) => (
                Rank::Cheap,
                group("screening_decision", vec!["exporter".to_owned()], 1),
                own("near", self.holder_name(Holder::Party(party))),
            ),
            Var::Nameless(_, holder, _) => {
                (Rank::Cheap, group("contract", vec!["exporter".to_owned()], 1), own("name", self.holder_name(holder)))
            }
            Var::Further(role) => {
                (Rank::Cheap, group("contract", vec!["exporter".to_owned()], 1), own("further", role.word().to_owned()))
            }
            _ => (Rank::Cheap, group("contract", vec!["exporter".to_owned()], 1), own("hour", String::new())),
        }
    }

    fn fact_question(&self, holder: Holder, fact: FactId) -> (Rank, QuestionGroup, Question) {
        let of = self.law.rulebook.vocabulary.fact(fact);
        let about = self.holder_name(holder);
        let answers = match of.kind {
            FactType::YesNo | FactType::Choice | FactType::Set => {
                of.words.iter().map(|word| word.word.clone()).collect()
            }
            FactType::Share | FactType::Quantity => {
                of.unit.map(|unit| self.law.rulebook.units.unit(unit).symbol.clone()).into_iter().collect()
            }
            _ => Vec::new(),
        };
        let question = Question {
            fact: of.name.clone(),
            about: if about.is_empty() { Vec::new() } else { vec![about] },
            question: of.question.clone(),
            message: None,
            answers,
        };
        let paper = of.paper.clone().unwrap_or_else(|| "declaration".to_owned());
        let rank = match (FIRST.contains(&of.name.as_str()), of.cost) {
            (true, _) => Rank::First,
            (false, 0 | 1) => Rank::Cheap,
            (false, 2) => Rank::Middling,
            (false, _) => Rank::Dear,
        };
        (rank, QuestionGroup { paper, who: of.who.clone(), cost: of.cost, questions: Vec::new() }, question)
    }

    /// Whether the outcome hangs on a fact of that scope, or on who a party is.
    pub(crate) fn is_party(var: Var) -> bool {
        match var {
            Var::Near(..) | Var::Nameless(..) | Var::Unread(..) | Var::Further(_) => true,
            Var::Fact(holder, _) => matches!(holder, Holder::Party(_) | Holder::Further(_)),
            _ => false,
        }
    }
}

/// When a question is asked: what the item is at all first, then by cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    First,
    Cheap,
    Middling,
    Dear,
}

fn question_key(question: &Question) -> String {
    match &question.message {
        Some(message) => format!("{}{:?}", question.fact, message.values),
        None => question.fact.clone(),
    }
}

/// One group for each paper: it stands where its first question stands.
fn merge(asked: Vec<(Rank, QuestionGroup, Vec<Question>)>) -> Vec<QuestionGroup> {
    let mut groups: Vec<QuestionGroup> = Vec::new();
    for (_, group, questions) in asked {
        match groups.iter_mut().find(|known| known.paper == group.paper) {
            Some(known) => {
                known.questions.extend(questions);
                known.cost = known.cost.max(group.cost);
                let new: Vec<String> = group.who.into_iter().filter(|who| !known.who.contains(who)).collect();
                known.who.extend(new);
            }
            None => groups.push(QuestionGroup { questions, ..group }),
        }
    }
    groups
}

fn law_point(program: &Program<'_>) -> Point {
    let values = vec![
        ("regime", program.regime.id.clone()),
        ("verified_to", program.checked_to.to_string()),
        ("begins", program.regime.begins.to_string()),
    ];
    let key = if program.before_begin { "open-before-begin" } else { "open-law-stale" };
    let shown = OpenPoint {
        kind: OpenKind::Gap,
        id: format!("law:{}", program.regime.id),
        message: message(key, values),
        decides: true,
        ceiling: Outcome::Prohibited,
        citation: None,
    };
    Point { var: None, shown }
}

/// What the ids of points of lists that could not be asked begin with.
pub(crate) const LIST_POINT: &str = "list:";

fn list_point(unasked: &Unasked) -> Point {
    let key = match unasked.why {
        WhyUnasked::Failed => "open-list-failed",
        WhyUnasked::Stale => "open-list-stale",
    };
    let shown = OpenPoint {
        kind: OpenKind::Gap,
        id: format!("{LIST_POINT}{}", unasked.list),
        message: message(key, vec![("list", unasked.list.clone())]),
        decides: true,
        ceiling: Outcome::Prohibited,
        citation: None,
    };
    Point { var: None, shown }
}

pub(crate) fn message(key: &'static str, values: Vec<(&'static str, String)>) -> Message {
    Message { key, values }
}
