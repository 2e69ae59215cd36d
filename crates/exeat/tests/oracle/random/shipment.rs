//! A random shipment, as text.

use super::{Draw, day};

const DECLARED: [&str; 2] = ["wmd_use", "red_flags"];

impl Draw {
    pub fn shipment(&mut self) -> Vec<Vec<String>> {
        let mut tables = vec![self.head()];
        tables.push(self.table("[facts]", |draw| {
            let urgent = draw.yes_no("urgent");
            urgent.into_iter().collect()
        }));
        for _ in 0..self.dice.any(&[0, 1, 1, 2]) {
            tables.extend(self.party());
        }
        tables.push(self.roles());
        let uses = self.dice.any(&[1, 1, 1, 2]);
        for _ in 0..uses {
            tables.push(vec!["[[end_use]]".to_owned()]);
            tables.push(self.table("[end_use.facts]", |draw| {
                let names = ["military_use", "civil_use", DECLARED[0], DECLARED[1]];
                names.into_iter().filter_map(|name| draw.yes_no(name)).collect()
            }));
        }
        if self.dice.chance(80) {
            let mut declaration = vec!["[declaration]".to_owned(), "by = \"A. Skua\"".to_owned()];
            declaration.extend(self.dice.chance(90).then(|| format!("on = \"{}\"", day(-3))));
            tables.push(declaration);
        }
        for regime in self.regimes.clone() {
            if self.dice.chance(25) {
                tables.push(vec!["[[claim]]".to_owned(), format!("exemption = \"{regime}/CLAIM\"")]);
            }
        }
        if self.dice.chance(20) {
            tables.push(self.licence());
        }
        let lines = self.dice.any(&[1, 1, 1, 2]);
        for _ in 0..lines {
            tables.extend(self.a_line(lines));
        }
        tables
    }

    fn table(&mut self, header: &str, keys: impl FnOnce(&mut Draw) -> Vec<String>) -> Vec<String> {
        let mut table = vec![header.to_owned()];
        table.extend(keys(self));
        table
    }

    fn stated(&mut self) -> bool {
        let unknown = self.unknown;
        !self.dice.chance(unknown)
    }

    fn head(&mut self) -> Vec<String> {
        let to = self.dice.one(&["JP", "NZ", "BR"]);
        let mut head = vec!["from = \"AQ\"".to_owned(), format!("to = \"{to}\"")];
        if self.stated() {
            head.push(format!("final = \"{}\"", self.dice.one(&["JP", "NZ", "BR"])));
        }
        if self.dice.chance(85) {
            head.push(format!("activity = \"{}\"", self.dice.one(&["export", "export", "gift", "disclosure"])));
        }
        if self.stated() {
            head.push(format!("via = [{}]", self.dice.one(&["", "\"BR\"", "\"JP\", \"BR\""])));
        }
        if self.stated() {
            let (first, last) = (self.dice.below(4) as i64 - 2, self.dice.below(3) as i64);
            let range = if self.dice.chance(30) {
                format!("{}..{}", day(first), day(first + last))
            } else {
                day(first).to_string()
            };
            head.push(format!("contract_on = \"{range}\""));
        }
        head
    }

    /// `yes` and `no`, now and then with an author of its own, or by several.
    fn yes_no(&mut self, name: &str) -> Option<String> {
        if !self.stated() {
            return None;
        }
        let word = self.dice.one(&["yes", "no", "no"]);
        Some(match self.dice.below(8) {
            0 => format!("{name} = {{ value = \"{word}\", by = \"B. Tern\", on = \"{}\" }}", day(-4)),
            1 => format!("{name} = {{ value = \"{word}\", by = \"B. Tern\" }}"),
            2 => {
                format!("{name} = [\"{word}\", {{ value = \"{}\", by = \"C. Gull\" }}]", self.dice.one(&["yes", "no"]))
            }
            3 => format!("{name} = \"unknown\""),
            _ => format!("{name} = \"{word}\""),
        })
    }

    fn party(&mut self) -> Vec<Vec<String>> {
        let role = self.dice.one(&[
            "end_user",
            "end_user",
            "consignee",
            "intermediate_consignee",
            "recipient",
            "bank",
            "end_users_customer",
        ]);
        let mut party = vec!["[[party]]".to_owned(), format!("role = \"{role}\"")];
        let names = [
            "Kestrel Ordnance",
            "Kestrel Bakery",
            "Tern Biscuits",
            "Tern Biscuits",
            "Heron Optics",
            "Marine Biscuits",
            "Пекарня Крачка",
        ];
        match self.dice.below(8) {
            0 => {}
            1 => party.push(format!(
                "names = [{{ text = \"{}\" }}, {{ text = \"{}\" }}]",
                self.dice.one(&names),
                self.dice.one(&names)
            )),
            _ => party.push(format!("name = \"{}\"", self.dice.one(&names))),
        }
        if self.stated() {
            party.push(format!("country = \"{}\"", self.dice.one(&["AQ", "JP", "NZ"])));
        }
        let mut tables = vec![party];
        tables.push(self.table("[party.facts]", |draw| {
            ["military_user", "known_user"].into_iter().filter_map(|name| draw.yes_no(name)).collect()
        }));
        if self.dice.chance(15) {
            let against =
                format!("{}-{}", self.dice.any(&self.regimes.clone()), self.dice.one(&["stop-1", "stop-2", "watch-1"]));
            let decision = self.dice.one(&["same", "different"]);
            tables.push(vec![
                "[[party.screening]]".to_owned(),
                format!("against = \"{against}\""),
                format!("decision = \"{decision}\""),
                "by = \"B. Tern\"".to_owned(),
                format!("on = \"{}\"", day(-2)),
            ]);
        }
        tables
    }

    fn roles(&mut self) -> Vec<String> {
        let roles = ["end_user", "consignee", "intermediate_consignee", "recipient", "bank"];
        let all = self.dice.chance(60);
        let complete: Vec<String> =
            roles.iter().filter(|_| all || self.dice.chance(50)).map(|role| format!("\"{role}\"")).collect();
        vec!["[parties]".to_owned(), format!("complete = [{}]", complete.join(", "))]
    }

    fn licence(&mut self) -> Vec<String> {
        let kind = self.dice.one(&["special_approval", "special_approval", "individual"]);
        let mut licence = vec!["[[licence]]".to_owned(), "id = \"L-1\"".to_owned(), format!("kind = \"{kind}\"")];
        licence.push(format!(
            "items = [{}]",
            self.dice.one(&["\"*\"", "\"*\"", "\"1A01.a\"", "\"1A01.a\", \"1A01.b\", \"1A02.a\""])
        ));
        if self.dice.chance(30) {
            licence.push(format!("destinations = [{}]", self.dice.one(&["\"JP\"", "\"JP\", \"NZ\", \"BR\""])));
        }
        if self.dice.chance(20) {
            licence.push("end_users = [\"Kestrel Ordnance\", \"Tern Biscuits\"]".to_owned());
        }
        if self.dice.chance(30) {
            licence.push(format!(
                "valid = {{ from = \"{}\", until = \"{}\" }}",
                day(-9),
                day(self.dice.any(&[-1, 0, 9]))
            ));
        }
        licence.push(format!("regime = \"{}\"", self.dice.any(&self.regimes.clone())));
        licence
    }

    /// Of several lines or models more is stated, so that their completions can be counted.
    fn a_line(&mut self, lines: usize) -> Vec<Vec<String>> {
        let (unknown, models) = (self.unknown, self.dice.any(&[0, 0, 0, 2]));
        self.unknown = if lines + models > 1 { unknown.min(25) } else { unknown };
        let mut line = vec!["[[line]]".to_owned()];
        if self.stated() {
            line.push(format!("hs = \"{}\"", self.dice.one(&["8505", "2846", "8501"])));
        }
        if self.stated() {
            line.push(format!("origin = \"{}\"", self.dice.one(&["AQ", "JP"])));
        }
        let mut tables = vec![line];
        let share = if models > 0 { 60 } else { 100 };
        tables.push(self.table("[line.properties]", |draw| draw.properties(share)));
        if self.dice.chance(15) {
            tables.push(self.record("[line.classification]"));
        }
        for model in 1..=models {
            tables.push(vec!["[[line.model]]".to_owned(), format!("id = \"M{model}\"")]);
            tables.push(self.table("[line.model.properties]", |draw| draw.properties(85)));
            if self.dice.chance(10) {
                tables.push(self.record("[line.model.classification]"));
            }
        }
        self.unknown = unknown;
        tables
    }

    fn properties(&mut self, share: usize) -> Vec<String> {
        let mut facts = Vec::new();
        let mut state = |draw: &mut Draw, often: usize, text: String| {
            if draw.dice.chance(often) && draw.dice.chance(share) {
                facts.push(text);
            }
        };
        let often = 100 - self.unknown;
        let kind = self.dice.one(&["goods", "goods", "goods", "software", "technology", "service"]);
        state(self, 90, format!("item_kind = \"{kind}\""));
        let material =
            self.dice.one(&["\"magnet\"", "[\"magnet\", \"alloy\"]", "\"none-of-these\"", "\"alloy\"", "[]"]);
        state(self, often.max(70), format!("material = {material}"));
        let function = self.dice.one(&["\"pump\"", "\"none-of-these\"", "\"none-of-these\""]);
        state(self, often.max(80), format!("function = {function}"));
        let technology = self.dice.one(&["\"pumps\"", "\"none-of-these\""]);
        state(self, often.max(80), format!("technology_for = {technology}"));
        let grade = self.dice.one(&["plain", "fine", "other"]);
        state(self, often, format!("grade = \"{grade}\""));
        let hot = self.yes_no("hot");
        state(self, 100, hot.unwrap_or_default());
        for (name, unit, low) in [("dy", "%", 0), ("tb", "%", 0), ("iron", "%", 1), ("mass", "kg", 0)] {
            let number = self.number(unit, low);
            state(self, often.max(60), format!("{name} = \"{number}\""));
        }
        let temp = self.dice.one(&["20 degC", "10..30 degC", "283.15 K", "> 20 degC", "not_applicable"]);
        state(self, often, format!("temp = \"{temp}\""));
        facts.retain(|fact| !fact.is_empty());
        facts
    }

    fn number(&mut self, unit: &str, low: usize) -> String {
        let at = low + self.dice.below(4 - low);
        match self.dice.below(12) {
            0 => format!("{at}..{} {unit}", at + 1),
            1 if low == 0 => format!("< {} {unit}", at + 1),
            2 => format!("> {at} {unit}"),
            3 => format!("{}.5 {unit}", at),
            4 if at > low => format!("{at} ± 1 {unit}"),
            5 => "not_applicable".to_owned(),
            6 if low == 0 && unit == "%" => self.dice.one(&["< 0.5 %", "< 1 %", "<= 1 %"]).to_owned(),
            7 => format!("<= {} {unit}", at + 1),
            _ => format!("{at} {unit}"),
        }
    }

    fn record(&mut self, header: &str) -> Vec<String> {
        let mut record = vec![header.to_owned()];
        if self.dice.chance(30) {
            record.extend([
                "result = \"listed\"".to_owned(),
                format!("code = \"{}\"", self.dice.one(&["1A01.a", "1A02.a", "aa/1A01.b"])),
            ]);
        } else {
            record.push("result = \"not_listed\"".to_owned());
        }
        if self.dice.chance(95) {
            record.extend([
                "by = \"B. Tern\"".to_owned(),
                format!("on = \"{}\"", day(self.dice.any(&[-100, -1, 0, -199]))),
            ]);
        }
        record.push("why = \"compared\"".to_owned());
        if self.dice.chance(40) {
            record.push(format!(
                "looked_at = [{}]",
                self.dice.one(&["\"1A01\"", "\"1A02\"", "\"1A01.a\"", "\"1A01\", \"1A02\""])
            ));
        }
        record
    }
}
