//! The answer as JSON: schema `exeat.determination/1`, documented in `docs/schema/determination.json`.
//!
//! Every key is always there; what does not apply is `null` or empty. Sentences are in the language asked for.

mod finding;

use super::catalogue::{self, Catalogue};
use super::{Language, compose, words};
use crate::assess::{
    Caveat, Determination, DutyOwed, LicenceFit, LineAnswer, LineRef, Message, OpenPoint, Question, QuestionGroup,
    Range, ReadingRow, Record, RegimeAnswer, Release, Rest, RestsOn, Route, StatementShown,
};
use crate::canonical::Json;
use crate::rulebook::{Clock, Localised};
use finding::{citation, finding};

/// The number of the schema; it rises when a reader of the old one could go wrong.
pub const SCHEMA: &str = "exeat.determination/1";

/// The whole answer.
#[must_use]
pub fn json(determination: &Determination, language: Language) -> Json {
    let wire = Wire { language, words: catalogue::of(language) };
    wire.determination(determination)
}

/// Writes the parts in one language.
struct Wire {
    language: Language,
    words: &'static Catalogue,
}

impl Wire {
    fn determination(&self, answer: &Determination) -> Json {
        let mut fields = vec![
            ("schema", text(SCHEMA)),
            ("reference", optional(answer.reference.as_deref())),
            ("date", text(&words::when(answer.date, &answer.zone))),
            ("known", text(&words::instant(answer.known, &answer.zone))),
        ];
        fields.extend(range(answer.range));
        let regimes = answer.regimes.iter().map(|regime| (regime.id.clone(), regime_answer(regime))).collect();
        fields.extend([
            ("exact", Json::Bool(answer.exact)),
            ("release", self.release(&answer.release)),
            ("summary", text(&compose::summary(answer, self.language))),
            ("regimes", Json::Object(regimes)),
            ("lines", each(&answer.lines, |line| self.line(line))),
            ("findings", each(&answer.findings, |found| finding(found, self.language))),
            ("findings_silent", count(answer.findings_silent)),
            ("open", each(&answer.open, |point| self.open_point(point))),
            ("questions", each(&answer.questions, |group| self.question_group(group))),
            ("rests_on", self.rests_on(&answer.rests_on)),
            ("route", route(&answer.route)),
            ("duties", each(&answer.duties, |duty| self.duty(duty))),
            ("readings", each(&answer.readings, reading)),
            ("statements", each(&answer.statements, |statement| self.statement(statement))),
            ("caveats", each(&answer.caveats, |caveat| self.caveat(caveat))),
            ("record", record(&answer.record)),
        ]);
        object(fields)
    }

    fn release(&self, release: &Release) -> Json {
        let split = if release.may_leave.is_empty() || release.hold.is_empty() {
            Json::Null
        } else {
            object([("may_leave", each(&release.may_leave, line_ref)), ("hold", each(&release.hold, line_ref))])
        };
        object([
            ("decision", text(words::decision(release.decision))),
            ("reason", text(&release.reason)),
            ("licences", each(&release.licences, |fit| self.licence(fit))),
            ("split", split),
        ])
    }

    fn licence(&self, fit: &LicenceFit) -> Json {
        let because: Vec<String> = fit.because.iter().map(|message| self.words.message(message)).collect();
        object([
            ("id", text(&fit.id)),
            ("fits", Json::Bool(fit.fits)),
            ("because", if because.is_empty() { Json::Null } else { text(&because.join("; ")) }),
            ("covers", each(&fit.covers, line_ref)),
            ("draws", texts(&fit.draws)),
        ])
    }

    fn line(&self, line: &LineAnswer) -> Json {
        let mut fields = vec![("line", count(line.line)), ("model", optional(line.model.as_deref()))];
        fields.extend(range(line.range));
        let listed = each(&line.listed, |item| {
            object([
                ("code", text(&item.code)),
                ("title", self.localised(&item.title)),
                ("state", text(words::state(item.state))),
                ("by", text(words::listed_by(item.by))),
            ])
        });
        let groups = each(&line.open_groups, |(group, open)| object([("group", text(group)), ("open", count(*open))]));
        fields.extend([
            ("listed", listed),
            ("open_groups", groups),
            ("ground", optional(line.ground.map(words::ground))),
            ("findings", texts(&line.findings)),
        ]);
        object(fields)
    }

    fn open_point(&self, point: &OpenPoint) -> Json {
        object([
            ("kind", text(words::open_kind(point.kind))),
            ("id", text(&point.id)),
            ("message", text(&self.words.message(&point.message))),
            ("decides", Json::Bool(point.decides)),
            ("ceiling", text(words::outcome(point.ceiling))),
            ("citation", point.citation.as_ref().map_or(Json::Null, |cited| citation(cited, self.language))),
        ])
    }

    fn question_group(&self, group: &QuestionGroup) -> Json {
        object([
            ("paper", text(&group.paper)),
            ("who", texts(&group.who)),
            ("cost", count(group.cost)),
            ("questions", each(&group.questions, |question| self.question(question))),
        ])
    }

    fn question(&self, question: &Question) -> Json {
        let asked = match &question.message {
            Some(message) => text(&self.words.message(message)),
            None => self.localised(&question.question),
        };
        object([
            ("fact", text(&question.fact)),
            ("about", texts(&question.about)),
            ("question", asked),
            ("answers", texts(&question.answers)),
        ])
    }

    fn rests_on(&self, rests: &RestsOn) -> Json {
        let classification = [
            ("by", optional(rests.classification.by.as_deref())),
            ("lines", texts(&rests.classification.lines)),
            ("evidence", texts(&rests.classification.evidence)),
        ];
        let on = rests.declaration.on.map(|day| day.to_string());
        let declaration = [("by", optional(rests.declaration.by.as_deref())), ("on", optional(on.as_deref()))];
        let parties = [("method", optional(rests.parties.method.as_deref())), ("lists", texts(&rests.parties.lists))];
        let verified =
            rests.law.verified_to.iter().map(|(regime, day)| (regime.clone(), text(&day.to_string()))).collect();
        let earliest = rests.law.verified_to.iter().map(|(_, day)| *day).min().map(|day| day.to_string());
        let law = [("verified_to", optional(earliest.as_deref())), ("regimes", Json::Object(verified))];
        object([
            ("classification", self.rest(&rests.classification, classification)),
            ("declaration", self.rest(&rests.declaration, declaration)),
            ("parties", self.rest(&rests.parties, parties)),
            ("law", self.rest(&rests.law, law)),
            ("points", self.rest(&rests.points, [])),
        ])
    }

    fn rest<const N: usize>(&self, rest: &Rest, own: [(&'static str, Json); N]) -> Json {
        let mut fields = vec![("closed", Json::Bool(rest.closed)), ("because", self.messages(&rest.because))];
        fields.extend(own);
        object(fields)
    }

    fn duty(&self, duty: &DutyOwed) -> Json {
        object([
            ("id", text(&duty.id)),
            ("state", text(words::state(duty.state))),
            ("do", self.localised(&duty.text)),
            ("due", optional(duty.due.as_deref())),
            ("clock", duty.clock.as_ref().map_or(Json::Null, clock)),
            ("citation", citation(&duty.citation, self.language)),
        ])
    }

    fn statement(&self, statement: &StatementShown) -> Json {
        object([
            ("id", text(&statement.id)),
            ("by", text(&statement.by.join(", "))),
            ("published", text(&statement.published)),
            ("text", self.localised(&statement.text)),
            ("source", text(&statement.source)),
            ("note", text(&self.words.word("statement.not_law"))),
        ])
    }

    fn caveat(&self, caveat: &Caveat) -> Json {
        let said = match &caveat.message {
            Some(message) => text(&self.words.message(message)),
            None => self.localised(&caveat.text),
        };
        object([("id", text(&caveat.id)), ("text", said), ("of", texts(&caveat.of))])
    }

    fn messages(&self, messages: &[Message]) -> Json {
        each(messages, |message| text(&self.words.message(message)))
    }

    fn localised(&self, localised: &Localised) -> Json {
        text(localised.get(self.language.code()))
    }
}

fn regime_answer(regime: &RegimeAnswer) -> Json {
    let mut fields = range(regime.range).to_vec();
    fields.push(("ground", optional(regime.ground.map(words::ground))));
    object(fields)
}

fn range(range: Range) -> [(&'static str, Json); 3] {
    [
        ("outcome", text(words::outcome_of(range))),
        ("floor", text(words::outcome(range.floor))),
        ("ceiling", text(words::outcome(range.ceiling))),
    ]
}

fn line_ref(line: &LineRef) -> Json {
    object([("line", count(line.line)), ("model", optional(line.model.as_deref()))])
}

fn route(route: &Route) -> Json {
    let by = |word: &'static str, pairs: &[(String, String)]| {
        each(pairs, |(what, rule)| object([(word, text(what)), ("rule", text(rule))]))
    };
    object([
        ("open", texts(&route.open)),
        ("closed", by("kind", &route.closed)),
        ("voids", by("kind", &route.voids)),
        ("claimable", texts(&route.claimable)),
        ("documents", texts(&route.documents)),
        ("missing", texts(&route.missing)),
        ("clocks", each(&route.clocks, clock)),
        ("clocks_off", by("clock", &route.clocks_off)),
        ("prospects", optional(route.prospects.map(words::prospects))),
        ("prospects_open", Json::Bool(route.prospects_open)),
        ("special", optional(route.special.as_deref())),
    ])
}

fn clock(clock: &Clock) -> Json {
    let number = |number: Option<u32>| number.map_or(Json::Null, count);
    object([
        ("id", text(&clock.id)),
        ("working_days", number(clock.working_days)),
        ("days", number(clock.days)),
        ("years", number(clock.years)),
        ("from", text(&clock.from)),
    ])
}

fn reading(row: &ReadingRow) -> Json {
    object([
        ("term", text(&row.term)),
        ("reading", text(&row.reading)),
        ("held_by", text(&row.held_by)),
        ("kind", text(words::kind(row.kind))),
        ("hedge", optional(row.hedge.as_deref())),
        ("standing", text(words::standing(row.standing))),
        ("outcome", object(range(row.range).into_iter().skip(1))),
    ])
}

fn record(record: &Record) -> Json {
    object([
        ("rulebook", text(&record.rulebook)),
        ("lists", text(&record.lists)),
        ("input", text(&record.input)),
        ("policy", optional(record.policy.as_deref())),
        ("scenario", optional(record.scenario.as_deref())),
        ("semantics", count(record.semantics)),
        ("engine", text(&record.engine)),
    ])
}

fn object(fields: impl IntoIterator<Item = (&'static str, Json)>) -> Json {
    Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn optional(text: Option<&str>) -> Json {
    text.map_or(Json::Null, |text| Json::Text(text.to_owned()))
}

fn count(number: u32) -> Json {
    Json::Integer(i64::from(number))
}

fn each<T>(things: &[T], one: impl FnMut(&T) -> Json) -> Json {
    Json::Array(things.iter().map(one).collect())
}

fn texts(texts: &[String]) -> Json {
    each(texts, |one| text(one))
}
