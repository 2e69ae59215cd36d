//! What each column means: our own names, headings of SAP, Kingdee and plain Excel, or a mapping file.

use crate::headings::KNOWN;
use crate::input::Refused;
use crate::table::Table;
use exeat::fact::Role;
use exeat::nearest::nearest;
use exeat::rulebook::{FactType, Rulebook, Scope};
use toml::de::{DeTable, DeValue};

/// The meaning of all columns of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// One for each heading, in order.
    pub columns: Vec<Column>,
    /// Values that hold for every row: `(field, texts)`.
    pub always: Vec<(String, Vec<String>)>,
}

/// One column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// The heading as written.
    pub heading: String,
    /// The field that it fills, with dots; `None`: it is kept and not read.
    pub field: Option<String>,
    /// The unit of its bare numbers.
    pub unit: Option<String>,
    /// How the meaning was found.
    pub by: By,
}

/// How the meaning of a column was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// The heading is a field's own name.
    Name,
    /// Guessed from a heading that is known in the trade.
    Guess,
    /// By the mapping file.
    Mapping,
    /// Not at all.
    #[default]
    Unread,
}

/// Fields that a column may fill beside facts and those of parties.
const FIELDS: [&str; 31] = [
    "reference",
    "date",
    "contract_on",
    "declared_at",
    "activity",
    "from",
    "via",
    "to",
    "final",
    "last_exported_from",
    "line",
    "model",
    "description",
    "hs",
    "origin",
    "quantity",
    "value",
    "quantity.unit",
    "value.unit",
    "end_use.description",
    "parties.complete",
    "parties.absent",
    "declaration.by",
    "declaration.on",
    "classification.result",
    "classification.code",
    "classification.by",
    "classification.on",
    "classification.why",
    "classification.looked_at",
    "classification.evidence",
];

/// Fields of a party.
const OF_PARTY: [&str; 3] = ["name", "country", "address"];
/// What may be said beside a fact's value.
const OF_FACT: [&str; 3] = ["by", "on", "evidence"];

/// Finds the meaning of every column: the mapping file first, then our own names, then headings known in the trade.
///
/// # Errors
/// The mapping names a field that does not exist, or two columns mean the same.
pub fn columns(table: &Table, mapping: Option<&str>, rulebook: &Rulebook, own: &[String]) -> Result<Columns, Refused> {
    let mapping = mapping.map(|text| Mapping::read(text, rulebook)).transpose()?.unwrap_or_default();
    let mut columns: Vec<Column> = Vec::with_capacity(table.headings.len());
    for heading in &table.headings {
        let mut column = match mapping.columns.iter().find(|known| known.heading == heading.trim()) {
            Some(known) => known.clone(),
            None if own.contains(heading) => Column::default(),
            None => guess(heading, rulebook),
        };
        column.heading.clone_from(heading);
        let twice = columns.iter().position(|other| other.field.is_some() && other.field == column.field);
        match twice.and_then(|at| columns.get_mut(at)) {
            None => {}
            // What a person or a name says stands above a guess; of two guesses the first.
            Some(_) if column.by == By::Guess => column = Column { heading: heading.clone(), ..Column::default() },
            Some(other) if other.by == By::Guess => {
                *other = Column { heading: other.heading.clone(), ..Column::default() };
            }
            Some(other) => {
                let what =
                    format!("the columns `{}` and `{heading}` mean the same, `{}`", other.heading, field_of(&column));
                return Err(Refused::new(what, "rename one of them, or leave one out in the mapping file"));
            }
        }
        columns.push(column);
    }
    if columns.iter().all(|column| column.field.is_none()) {
        return Err(Refused::new(
            "no heading is known",
            "write field names in the first row (`reference`, `description`, `to` …), or give a mapping file with `--map`",
        ));
    }
    Ok(Columns { columns, always: mapping.always })
}

fn field_of(column: &Column) -> &str {
    column.field.as_deref().unwrap_or("")
}

fn guess(heading: &str, rulebook: &Rulebook) -> Column {
    let heading = heading.trim();
    if let Ok(field) = field(heading, rulebook) {
        return Column { field: Some(field), by: By::Name, ..Column::default() };
    }
    let (name, unit) = with_unit(heading);
    let plain: String =
        name.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '*' | '：' | ':')).collect();
    let plain = plain.to_lowercase();
    // In SAP's exports `Material` is the number of the material; our own name is written small.
    let known = if name.trim() == "Material" { Some("model") } else { None };
    let known = known.or_else(|| KNOWN.iter().find(|(heading, _)| *heading == plain).map(|(_, field)| *field));
    let known =
        known.map(str::to_owned).or_else(|| field(&plain, rulebook).ok()).or_else(|| field(name.trim(), rulebook).ok());
    match known.and_then(|known| field(&known, rulebook).ok()) {
        Some(field) => Column { field: Some(field), unit, by: By::Guess, ..Column::default() },
        None => Column::default(),
    }
}

/// `镝%`, `Dy (wt%)`, `Net weight [kg]`: the name and the unit.
fn with_unit(heading: &str) -> (&str, Option<String>) {
    let closed = heading.trim_end_matches([')', '）', ']', '】']);
    if closed.len() < heading.len()
        && let Some(at) = closed.rfind(['(', '（', '[', '【'])
    {
        let (name, rest) = closed.split_at(at);
        let unit: String = rest.chars().skip(1).collect();
        let unit = unit.trim().replace('％', "%");
        if !unit.is_empty() && unit.is_ascii() {
            return (name, Some(unit));
        }
    }
    match heading.strip_suffix('%').or_else(|| heading.strip_suffix('％')) {
        Some(name) => (name, Some("%".to_owned())),
        None => (heading, None),
    }
}

/// The field of that name in its full form, or the nearest known.
fn field(name: &str, rulebook: &Rulebook) -> Result<String, String> {
    if FIELDS.contains(&name) {
        return Ok(name.to_owned());
    }
    let vocabulary = &rulebook.vocabulary;
    let fact = |name: &str| vocabulary.find(name).map(|id| vocabulary.fact(id));
    if let Some((head, tail)) = name.rsplit_once('.') {
        let of_role =
            |tail: &str| OF_PARTY.contains(&tail) || fact(tail).is_some_and(|fact| fact.scope == Scope::Party);
        if Role::parse(head).is_some() && of_role(tail) {
            return Ok(name.replace('-', "_"));
        }
        let of_use = fact(tail).is_some_and(|fact| matches!(fact.scope, Scope::EndUse | Scope::Declaration));
        if head == "end_use" && of_use {
            return Ok(name.to_owned());
        }
        if OF_FACT.contains(&tail)
            && let Ok(full) = field(head, rulebook)
            && (fact(&full).is_some() || full.rsplit_once('.').is_some_and(|(_, last)| fact(last).is_some()))
        {
            return Ok(format!("{full}.{tail}"));
        }
    }
    match fact(name) {
        Some(fact) if fact.built_in => {}
        Some(fact) => {
            return Ok(match fact.scope {
                Scope::Party => format!("end_user.{name}"),
                Scope::EndUse | Scope::Declaration => format!("end_use.{name}"),
                Scope::Line | Scope::Shipment => name.to_owned(),
            });
        }
        None => {}
    }
    let facts = vocabulary.facts.iter().map(|fact| fact.name.as_str());
    Err(match nearest(name, FIELDS.iter().copied().chain(facts)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a field of the shipment or a fact of the vocabulary".to_owned(),
    })
}

/// A mapping file.
#[derive(Debug, Default)]
struct Mapping {
    columns: Vec<Column>,
    always: Vec<(String, Vec<String>)>,
}

impl Mapping {
    fn read(text: &str, rulebook: &Rulebook) -> Result<Mapping, Refused> {
        let table = DeTable::parse(text).map_err(|error| {
            Refused::new(format!("the mapping file is not TOML: {}", error.message()), "see its example")
        })?;
        let mut mapping = Mapping::default();
        for (key, value) in table.get_ref().iter() {
            let DeValue::Table(table) = value.get_ref() else { return Err(unknown_table(key.get_ref())) };
            for (name, value) in table.iter() {
                let name = name.get_ref().to_string();
                match key.get_ref().as_ref() {
                    "columns" => mapping.columns.push(mapped(&name, value.get_ref(), rulebook)?),
                    "always" => mapping.always.push(always(&name, value.get_ref(), rulebook)?),
                    other => return Err(unknown_table(other)),
                }
            }
        }
        Ok(mapping)
    }
}

fn unknown_table(name: &str) -> Refused {
    Refused::new(format!("the mapping file has no place for `{name}`"), "write `[columns]` and `[always]`")
}

fn mapped(heading: &str, value: &DeValue<'_>, rulebook: &Rulebook) -> Result<Column, Refused> {
    let text = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    };
    let (to, unit) = match value {
        DeValue::String(to) => (Some(to.to_string()), None),
        DeValue::Table(table) => {
            (table.get("to").and_then(|to| text(to.get_ref())), table.get("unit").and_then(|unit| text(unit.get_ref())))
        }
        _ => (None, None),
    };
    let shape = "write `\"heading\" = \"field\"` or `{ to = \"field\", unit = \"%\" }`";
    let Some(to) = to else {
        return Err(Refused::new(format!("the mapping of `{heading}` names no field"), shape));
    };
    if to.is_empty() {
        return Ok(Column { heading: heading.to_owned(), ..Column::default() });
    }
    match field(&to, rulebook) {
        Ok(field) => Ok(Column { heading: heading.to_owned(), field: Some(field), unit, by: By::Mapping }),
        Err(remedy) => Err(Refused::new(format!("the mapping of `{heading}`: no field is called `{to}`"), remedy)),
    }
}

fn always(name: &str, value: &DeValue<'_>, rulebook: &Rulebook) -> Result<(String, Vec<String>), Refused> {
    let field = field(name, rulebook)
        .map_err(|remedy| Refused::new(format!("`[always]`: no field is called `{name}`"), remedy))?;
    let texts = match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Boolean(value) => vec![if *value { "yes" } else { "no" }.to_owned()],
        DeValue::Array(items) => items.iter().filter_map(|item| item.get_ref().as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    if texts.is_empty() {
        return Err(Refused::new(
            format!("`[always]`: `{name}` has no text"),
            "write text in quotes, or a list of texts",
        ));
    }
    Ok((field, texts))
}

/// Whether a fact's value is a whole set.
pub(crate) fn is_set(rulebook: &Rulebook, fact: &str) -> bool {
    rulebook.vocabulary.find(fact).is_some_and(|id| {
        matches!(rulebook.vocabulary.fact(id).kind, FactType::Set | FactType::Countries | FactType::Text)
    })
}
