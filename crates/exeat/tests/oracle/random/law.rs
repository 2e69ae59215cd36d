//! A random rulebook, as text.

use super::condition::For;
use super::{DAY, Draw, day};
use crate::case::Piece;

const UNITS: &str = r#"["%"]
dimension = "share"
factor = "1/100"
["wt%"]
dimension = "share of mass"
factor = "1/100"
[kg]
dimension = "mass"
factor = 1
[g]
dimension = "mass"
factor = "1/1000"
[K]
dimension = "temperature"
factor = 1
[degC]
dimension = "temperature"
factor = 1
offset = "273.15"
[USD]
dimension = "money in USD"
factor = 1
"#;

const COUNTRIES: &str = r#"[AQ]
name = { en = "Antarctica" }
[BR]
name = { en = "Brazil" }
[JP]
name = { en = "Japan" }
[NZ]
name = { en = "New Zealand" }
"#;

impl Draw {
    /// Units, countries and the vocabulary.
    pub fn shared(&mut self) -> Vec<Piece> {
        let of = |path: &str, text: &str| Piece { path: path.to_owned(), text: text.to_owned() };
        let mut law = vec![of("units.toml", UNITS), of("countries.toml", COUNTRIES)];
        law.extend(self.vocabulary().into_iter().map(|fact| of("vocabulary.toml", &fact)));
        law
    }

    fn vocabulary(&mut self) -> Vec<String> {
        let fact = |name: &str, scope: &str, form: &str| {
            format!(
                "[{name}]\nscope = \"{scope}\"\ntype = {form}\npaper = \"contract\"\nwho = \"exporter\"\nquestion = {{ en = \"{name}?\" }}\n"
            )
        };
        let number = |name: &str, kind: &str, unit: &str, domain: &str| {
            fact(name, "line", &format!("\"{kind}\"\nunit = \"{unit}\"\ndomain = \"{domain}\""))
        };
        let applies = |draw: &mut Draw, text: String| match draw.dice.chance(25) {
            true => format!(
                "{text}applies_when = \"{}\"\n",
                draw.dice.one(&["material = magnet", "not function = pump", "item_kind = goods"])
            ),
            false => text,
        };
        let absent = |draw: &mut Draw, text: String| match draw.dice.chance(50) {
            true => format!("{text}absent_below = \"{} wt%\"\n", draw.dice.one(&["1", "0.5"])),
            false => text,
        };
        let closed = |draw: &mut Draw, name: &str, words: &[&str]| {
            let mut text = fact(name, "line", "\"set\"");
            for word in words {
                let since = draw.dice.any(&[
                    "2025-01-01".to_owned(),
                    "2025-01-01".to_owned(),
                    DAY.to_string(),
                    day(1).to_string(),
                    String::new(),
                ]);
                text += &format!("[{name}.values.{word}]\n");
                if !since.is_empty() {
                    text += &format!("whole_since = \"{since}\"\n");
                }
            }
            text + &format!("[{name}.values.none-of-these]\n")
        };
        let (dy, grade) = (
            number("dy", "share", "wt%", "0..4 %"),
            fact("grade", "line", "\"choice\"\nvalues = [\"plain\", \"fine\", \"other\"]"),
        );
        let (dy, grade) = (absent(self, dy), applies(self, grade));
        let (dy, hot) = (applies(self, dy), fact("hot", "line", "\"yes-no\""));
        let temp = number("temp", "quantity", "degC", ">= -100 degC");
        vec![
            fact("item_kind", "line", "\"choice\"\nvalues = [\"goods\", \"software\", \"technology\", \"service\"]"),
            closed(self, "material", &["magnet", "alloy"]),
            closed(self, "function", &["pump"]),
            closed(self, "technology_for", &["pumps"]),
            applies(self, hot),
            grade,
            dy,
            number("tb", "share", "wt%", "0..4 %"),
            number("iron", "share", "wt%", if self.dice.chance(80) { "1..4 %" } else { "0..4 %" }),
            applies(self, number("mass", "quantity", "kg", "0..6 kg")),
            applies(self, temp),
            fact("activity", "shipment", "\"choice\"\nvalues = [\"export\", \"gift\", \"disclosure\"]"),
            fact("urgent", "shipment", "\"yes-no\""),
            fact("military_user", "party", "\"yes-no\""),
            fact("known_user", "party", "\"yes-no\""),
            fact("military_use", "end_use", "\"yes-no\""),
            fact("civil_use", "end_use", "\"yes-no\""),
            fact("wmd_use", "declaration", "\"yes-no\""),
            fact("red_flags", "declaration", "\"yes-no\""),
        ]
    }

    /// One regime: acts, entries, lists and groups.
    pub fn regime(&mut self, id: &str) -> Vec<Piece> {
        let mut pieces = vec![self.envelope(id)];
        let acts = 1 + self.dice.below(3);
        let clauses = 1 + self.dice.below(2);
        let reaches = (1 + self.dice.below(2)).min(2);
        for act in 1..=acts {
            pieces.extend(self.act(id, act, clauses, acts, reaches));
        }
        if id == "aa" && self.dice.chance(15) {
            pieces.extend(self.scenario(id));
        }
        pieces.extend(self.entries(id, acts, clauses));
        pieces.extend(self.lists(id, acts, clauses));
        pieces.extend(self.groups(id, acts, clauses));
        name_defeated(&mut pieces);
        pieces
    }

    fn envelope(&mut self, id: &str) -> Piece {
        let begins = if self.dice.chance(95) { day(-2000) } else { self.dice.any(&[day(0), day(1)]) };
        let verified = self.dice.any(&[30, 30, 30, 30, 30, 30, 0, -1, -3, -59, -60, -61]);
        let verified = day(verified).max(begins);
        let text = format!(
            "id = \"{id}\"\nauthority = \"Office\"\nlanguages = [\"en\"]\nzone = \"Asia/Tokyo\"\nbegins = \"{begins}\"\nverified_to = \"{verified}\"\nstale_after = \"60 days\"\n"
        );
        Piece { path: format!("{id}/regime.toml"), text }
    }

    fn moment(&mut self) -> String {
        match self.dice.below(12) {
            0 => format!("{DAY}T09:00+09:00"),
            1 => format!("{}T09:00+09:00", day(-1)),
            2 => DAY.to_string(),
            3 => day(1).to_string(),
            4 => day(-1).to_string(),
            _ => day(-200 + self.dice.below(5) as i64).to_string(),
        }
    }

    fn act(&mut self, id: &str, act: usize, clauses: usize, acts: usize, reaches: usize) -> Vec<Piece> {
        let path = format!("{id}/acts/2026-{act}.md");
        let piece = |text: String| Piece { path: path.clone(), text };
        let settled = act == 1 && self.dice.chance(80);
        let published = if settled {
            day(-300)
        } else {
            self.dice.any(&[day(-300), day(-300), day(-300), day(-2), day(-1), day(0), day(1)])
        };
        let effective = if settled { day(-300).to_string() } else { self.moment() };
        let mut pieces = vec![piece(format!(
            "+++\nid = \"2026-{act}\"\nkind = \"instrument\"\nissuers = [\"Office\"]\ntitle = {{ en = \"Act {act}\" }}\npublished = \"{published}\"\neffective = \"{effective}\"\nsource = \"https://example.invalid/{act}\"\nconfidence = \"high\"\n+++\n"
        ))];
        for clause in 1..=clauses {
            pieces.push(piece(format!("## {clause} Of things\n")));
            self.effective.insert(format!("{id}/2026-{act}#{clause}"), effective.clone());
            if self.dice.chance(25) {
                let effective = self.moment();
                self.effective.insert(format!("{id}/2026-{act}#{clause}"), effective.clone());
                pieces.push(piece(format!("```clause\neffective = \"{effective}\"\n```\n")));
            }
            if act == 1 && clause == 1 {
                pieces.extend(self.names(id).into_iter().map(piece));
                pieces.extend((1..=reaches).map(|reach| self.reach(id, reach)).map(piece));
            }
            let rules = 1 + self.dice.below(3);
            for rule in 1..=rules {
                let name = format!("{id}-{act}-{clause}-{rule}");
                pieces.push(piece(self.rule(id, &name, reaches)));
            }
            if self.dice.chance(45) {
                let effect = self.effect(id, acts, clauses);
                pieces.push(piece(effect));
            }
        }
        if self.dice.chance(15) {
            let (of, to) = (1 + self.dice.below(acts), day(self.dice.any(&[-1, 10, 40])));
            pieces.push(piece(format!(
                "```statement {id}-{act}-said\nclaims = {{ extends = [\"2026-{of}\"], until = \"{to}\" }}\n```\n"
            )));
        }
        pieces
    }

    /// Definitions and terms, one of each for use of parties and otherwise.
    fn names(&mut self, id: &str) -> Vec<String> {
        let mut blocks = Vec::new();
        for (name, what) in [("plain", For::Plain), ("armed", For::Party)] {
            let when = self.condition(id, what);
            blocks.push(format!("```definition {id}-{name}\nwhen = '{when}'\n```\n"));
        }
        for (name, what) in [("term", For::Plain), ("user", For::Party)] {
            let mut text = format!("```term {id}-{name}\n");
            for reading in ["one", "two", "three"].into_iter().take(1 + self.dice.below(3)) {
                let kind = self.dice.one(&["instrument", "instrument", "guidance", "decision", "practice", "report"]);
                let held_by = self.dice.one(&["Office", "Court"]);
                let published = self.dice.any(&[day(-250), day(-250), day(-1), day(0), day(1)]);
                let means = self.condition(id, what);
                text += &format!(
                    "[reading.{reading}]\nkind = \"{kind}\"\nheld_by = \"{held_by}\"\npublished = \"{published}\"\nmeans = '{means}'\n"
                );
            }
            blocks.push(text + "```\n");
        }
        blocks
    }

    fn reach(&mut self, id: &str, reach: usize) -> String {
        let when = match self.dice.below(6) {
            0 => self.condition(id, For::Rule),
            1 => "activity = export".to_owned(),
            2 => "not to = NZ".to_owned(),
            _ => "from = AQ".to_owned(),
        };
        format!("```reach {id}-reach-{reach}\nwhen = '{when}'\n```\n")
    }

    fn rule(&mut self, id: &str, name: &str, reaches: usize) -> String {
        let when = self.condition(id, For::Rule);
        let when = format!("when = '{when}'");
        let under = match self.dice.below(5) {
            0 => format!("under = [\"{id}-reach-{}\"]\n", 1 + self.dice.below(reaches)),
            _ => String::new(),
        };
        match self.dice.below(11) {
            0..=3 => format!("```requirement {name}\n{under}{when}\n```\n"),
            4..=7 => {
                let route = self.dice.one(&["none", "special_application"]);
                format!("```prohibition {name}\n{under}route = \"{route}\"\n{when}\n```\n")
            }
            8 | 9 => {
                let claim = if self.dice.chance(40) { "claim = true\n" } else { "" };
                let mut defeats: Vec<String> =
                    (0..=self.dice.below(2)).map(|_| format!("DEFEATS{}", self.dice.below(8))).collect();
                defeats.sort();
                defeats.dedup();
                let defeats: Vec<String> = defeats.into_iter().map(|name| format!("\"{name}\"")).collect();
                format!("```exemption {name}\ndefeats = [{}]\n{claim}{when}\n```\n", defeats.join(", "))
            }
            _ => match self.dice.below(4) {
                0 | 1 => format!("```route {name}\nvoids = [\"special_approval\"]\n{when}\n```\n"),
                2 => format!("```duty {name}\ndo = {{ en = \"Report\" }}\n{when}\n```\n"),
                _ => format!("```note {name}\ntext = {{ en = \"Mind\" }}\n{when}\n```\n"),
            },
        }
    }

    fn effect(&mut self, id: &str, acts: usize, clauses: usize) -> String {
        let act = 1 + self.dice.below(acts);
        let clause = format!("2026-{act}#{}", 1 + self.dice.below(clauses));
        let target = self.dice.any(&[format!("2026-{act}"), clause.clone(), clause]);
        let party = format!("{id}-{}", self.dice.one(&["stop-1", "stop-2", "watch-1"]));
        let (start, by_hour) = (self.dice.any(&[-30, -30, -30, -1, 0, 1]), self.dice.chance(8));
        let start = if by_hour { 0 } else { start };
        let from = if by_hour { format!("{DAY}T09:00+09:00") } else { day(start).to_string() };
        let ends: Vec<i64> =
            [-20, -1, 0, 1, 20, 40].into_iter().filter(|end| *end >= start + i64::from(by_hour)).collect();
        let (end, last) = (day(self.dice.any(&ends)), self.dice.one(&["included", "excluded", "unclear"]));
        let until = format!("until = {{ date = \"{end}\", last_day = \"{last}\" }}\n");
        let until_or_not = if self.dice.chance(90) { until.clone() } else { String::new() };
        let from = format!("from = \"{from}\"\n");
        let body = match self.dice.below(12) {
            0..=4 => format!("suspends = [\"{target}\"]\n{from}{until_or_not}"),
            5 => format!("resumes = [\"{target}\"]\n{from}"),
            6 => format!("extends = [\"{target}\"]\n{from}{until}"),
            7 => format!("ends = [\"{target}\"]\n{from}"),
            8 => format!("replaces = [\"{target}\"]\n{from}"),
            9 => format!("delists = [\"{party}\"]\n{from}"),
            10 => format!("lists = [\"{party}\"]\n{from}"),
            _ => format!("suspends = [\"{party}\"]\n{from}{until_or_not}"),
        };
        format!("```effect\n{body}```\n")
    }

    fn scenario(&mut self, id: &str) -> Vec<Piece> {
        let path = format!("{id}/scenarios/worse.md");
        let rule = self.rule(id, &format!("{id}-worse"), 1);
        let from = self.moment();
        [
            format!("+++\nid = \"worse\"\nkind = \"scenario\"\ntitle = {{ en = \"Worse\" }}\npublished = \"{}\"\neffective = \"{from}\"\nsource = \"https://example.invalid/s\"\nconfidence = \"low\"\n+++\n", day(500)),
            "## 1 What if\n".to_owned(),
            rule,
        ]
        .map(|text| Piece { path: path.clone(), text })
        .to_vec()
    }

    fn clause(&mut self, acts: usize, clauses: usize) -> String {
        format!("2026-{}#{}", 1 + self.dice.below(acts), 1 + self.dice.below(clauses))
    }

    fn entries(&mut self, id: &str, acts: usize, clauses: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (entry, items) in [("1A01", &["1A01.a", "1A01.b"][..]), ("1A02", &["1A02.a"])] {
            let piece = |text: String| Piece { path: format!("{id}/entries/1/{entry}.toml"), text };
            pieces.push(piece(format!("code = \"{entry}\"\ntitle = {{ en = \"Entry {entry}\" }}\n")));
            for item in items {
                let kind = self.dice.one(&["goods", "goods", "goods", "goods", "software", "technology"]);
                // Each reason is one that some item is controlled for.
                let reasons: &[&str] = match *item {
                    "1A01.a" => &["\"NS\"", "\"NS\", \"MT\""],
                    "1A01.b" => &["\"MT\"", "\"NS\", \"MT\""],
                    _ => &["", "\"NS\"", "\"MT\""],
                };
                let reasons = self.dice.one(reasons);
                pieces.push(piece(format!("[[item]]\ncode = \"{item}\"\nkind = \"{kind}\"\nreasons = [{reasons}]\ntitle = {{ en = \"Item {item}\" }}\n")));
                let mut brought = Vec::new();
                for _ in 0..1 + self.dice.below(4) / 3 {
                    let by = self.clause(acts, clauses);
                    // Two versions of an item never begin on one day.
                    let day = self.effective[&format!("{id}/{by}")][..10].to_owned();
                    if brought.contains(&day) {
                        continue;
                    }
                    brought.push(day);
                    let confidence = self.dice.one(&["high", "high", "low"]);
                    let when = self.condition(id, For::Item);
                    pieces.push(piece(format!(
                        "[[item.version]]\nby = \"{by}\"\nconfidence = \"{confidence}\"\nwhen = '{when}'\n"
                    )));
                }
            }
        }
        pieces
    }

    fn lists(&mut self, id: &str, acts: usize, clauses: usize) -> Vec<Piece> {
        let of = |list: &str, by: String, parties: &[(&str, &str)]| {
            let path = format!("{id}/parties/{list}.toml");
            let mut pieces = vec![Piece { path: path.clone(), text: format!("act = \"{by}\"\nlist = \"{list}\"\n") }];
            for (party, name) in parties {
                let text = format!(
                    "[[party]]\nid = \"{id}-{party}\"\nnames = [{{ text = \"{name}\", lang = \"en\", kind = \"official\" }}]\ncountry = \"JP\"\n"
                );
                pieces.push(Piece { path: path.clone(), text });
            }
            pieces
        };
        let (stop, watch) = (self.clause(acts, clauses), self.clause(acts, clauses));
        let mut pieces = of("stop", stop, &[("stop-1", "Kestrel Ordnance"), ("stop-2", "Pelican Marine")]);
        pieces.extend(of("watch", watch, &[("watch-1", "Heron Optics")]));
        pieces
    }

    fn groups(&mut self, id: &str, acts: usize, clauses: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (group, words) in [("friends", &["JP", "NZ"][..]), ("codes", &["1A01.a", "1A02.a"])] {
            let path = format!("{id}/groups/{id}-{group}.toml");
            pieces.push(Piece { path: path.clone(), text: format!("id = \"{id}-{group}\"\n") });
            for word in words {
                let dated = match self.dice.below(8) {
                    0 => format!("from = \"{}\"\n", day(self.dice.below(3) as i64 - 1)),
                    1 => format!("until = \"{}\"\n", day(self.dice.below(3) as i64 - 1)),
                    2 => format!("by = \"{}\"\n", self.clause(acts, clauses)),
                    _ => String::new(),
                };
                pieces.push(Piece { path: path.clone(), text: format!("[[member]]\nword = \"{word}\"\n{dated}") });
            }
        }
        pieces
    }
}

/// Exemptions name rules by number until all are there.
fn name_defeated(pieces: &mut [Piece]) {
    let name = |text: &str| {
        let mut words =
            text.strip_prefix("```requirement ").or(text.strip_prefix("```prohibition "))?.split_whitespace();
        words.next().map(str::to_owned)
    };
    let names: Vec<String> = pieces.iter().filter_map(|piece| name(&piece.text)).collect();
    for piece in pieces.iter_mut().filter(|piece| piece.text.contains("DEFEATS")) {
        for number in 0..8 {
            let name = names.get(number % names.len().max(1)).map_or("", String::as_str);
            piece.text = piece.text.replace(&format!("DEFEATS{number}"), name);
        }
    }
    let empty = |piece: &Piece| piece.text.contains("defeats = [\"\"");
    for piece in pieces.iter_mut().filter(|piece| empty(piece)) {
        piece.text.clear();
    }
}
