//! Party lists and groups.

use super::effect::day_of;
use super::fields::{Fields, Spelled};
use super::regime::{Draft, Space, Wanted};
use super::report::Report;
use super::shared;
use crate::rulebook::{Group, GroupMember, ListedName, ListedParty, NameKind, PartyList, SourceFile};

const NAME_KINDS: [(&str, NameKind); 4] = [
    ("official", NameKind::Official),
    ("alias", NameKind::Alias),
    ("former", NameKind::Former),
    ("search", NameKind::Search),
];

/// Reads the parties that one clause lists.
pub(super) fn read(file: usize, files: &[SourceFile], report: &Report, draft: &mut Draft) {
    let source = shared::source(file, files, report);
    let table = source.table();
    let fields = Fields::new(source, &table, "the party list");
    let act = fields.need("act", "name the clause that lists them: `act = \"2026-11#1\"`");
    let clause = act.and_then(|act| draft.clause(&act, report));
    let list = fields.need("list", "write the regime's name for the list: `list = \"control-list\"`");
    let mut parties = Vec::new();
    for party in fields.each("party") {
        if let Some((id, party, country)) = self::party(party) {
            draft.take(Space::Party, &id, "a listed party", files, report);
            let _ = draft.refer(Wanted::Country, country.into_iter().collect(), &format!("party `{}`", id.text));
            parties.push(party);
        }
    }
    if parties.is_empty() {
        report.warning(&fields.place(), "the party list has no party", "write `[[party]]` with id and names");
    }
    for unread in ["note", "source", "count"] {
        let _ = fields.has(unread);
    }
    let place = fields.place();
    fields.done();
    let (Some(clause), Some(list)) = (clause, list) else { return };
    draft.regime.party_lists.push(PartyList { clause, list: list.text, parties, place });
}

fn party(fields: Fields<'_>) -> Option<(Spelled, ListedParty, Option<Spelled>)> {
    let report = fields.report();
    let id = fields.need("id", "write an id that is unique in the regime: `id = \"cn-2026-11-01\"`")?;
    let fields = fields.named(format!("party `{}`", id.text));
    let mut names = Vec::new();
    for name in fields.each("names") {
        let name = name.named(format!("a name of party `{}`", id.text));
        let text = name.need("text", "write the name: `text = \"…\"`").filter(|text| !text.text.trim().is_empty());
        let lang = name.text("lang");
        if lang.is_none() {
            report.warning(
                &name.place(),
                format!("a name of party `{}` says no language", id.text),
                "write `lang = \"zh\"`",
            );
        }
        let kind = name.choice("kind", &NAME_KINDS).unwrap_or(NameKind::Official);
        let _ = name.has("note");
        name.done();
        let lang = lang.map_or_else(|| "und".to_owned(), |lang| lang.text);
        names.extend(text.map(|text| ListedName { text: text.text, lang, kind }));
    }
    if names.is_empty() {
        report.error(
            &id.place,
            format!("party `{}` has no name", id.text),
            "write `names = [{ text = \"…\", lang = \"zh\", kind = \"official\" }]`",
        );
    }
    let country = fields.text("country");
    let party = ListedParty {
        id: id.text.clone(),
        names,
        country: country.as_ref().map(|country| country.text.clone()),
        addresses: fields.words("addresses"),
    };
    for unread in ["note", "source", "identifiers", "number"] {
        let _ = fields.has(unread);
    }
    fields.done();
    Some((id, party, country))
}

/// Reads a group.
pub(super) fn read_group(file: usize, files: &[SourceFile], report: &Report, draft: &mut Draft) {
    let source = shared::source(file, files, report);
    let table = source.table();
    let fields = Fields::new(source, &table, "the group");
    let Some(id) = fields.need("id", "write the group's id, the name of the file") else { return };
    let path = files.get(file).map_or("", |file| file.path.as_str());
    let stem = path.rsplit('/').next().unwrap_or("").trim_end_matches(".toml");
    if stem != id.text {
        report.warning(
            &id.place,
            format!("the group `{}` stands in a file named `{stem}`", id.text),
            format!("name the file `{}.toml`", id.text),
        );
    }
    draft.take(Space::Rule, &id, "a group", files, report);
    let members = fields.each("member").into_iter().filter_map(|member| self::member(member, &id, draft)).collect();
    for unread in ["note", "source", "title", "name"] {
        let _ = fields.has(unread);
    }
    fields.done();
    draft.regime.groups.push(Group { id: id.text, members, place: id.place });
}

fn member(fields: Fields<'_>, group: &Spelled, draft: &Draft) -> Option<GroupMember> {
    let report = fields.report();
    let fields = fields.named(format!("a member of group `{}`", group.text));
    let word = fields.need("word", "write the country, code or word: `word = \"HR\"`");
    let (from, until) = (fields.moment("from"), fields.moment("until"));
    if from.zip(until).is_some_and(|(from, until)| day_of(until) < day_of(from)) {
        report.error(
            &fields.place_of("until"),
            "the membership ends before it starts",
            "write an `until` that is not before `from`",
        );
    }
    let by = fields.text("by").and_then(|by| draft.clause(&by, report));
    for unread in ["note", "source"] {
        let _ = fields.has(unread);
    }
    fields.done();
    Some(GroupMember { word: word?.text, from, until, by })
}
