//! Random conditions.

use super::{Draw, day};

/// What a condition may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// A rule: everything.
    Rule,
    /// A definition or reading used of the shipment and its lines: no names.
    Plain,
    /// A definition or reading used of a party.
    Party,
    /// An item: closed properties and facts of the line.
    Item,
}

impl Draw {
    /// A condition of a few terms.
    pub fn condition(&mut self, regime: &str, what: For) -> String {
        let depth = self.dice.any(&[0, 1, 1, 2]);
        self.tree(regime, what, depth)
    }

    fn tree(&mut self, regime: &str, what: For, depth: usize) -> String {
        if depth == 0 {
            let leaf = self.leaf(regime, what);
            return if self.dice.chance(20) { format!("not {leaf}") } else { leaf };
        }
        let count = 2 + self.dice.below(2);
        let parts: Vec<String> = (0..count).map(|_| self.tree(regime, what, depth - 1)).collect();
        match self.dice.below(12) {
            0..=4 => format!("({})", parts.join(" and ")),
            5..=9 => format!("({})", parts.join(" or ")),
            10 => format!("at least {} of ({})", self.dice.below(count) + 1, parts.join(", ")),
            _ => format!("(limb one: {} or limb two: {})", parts[0], parts[1]),
        }
    }

    fn leaf(&mut self, regime: &str, what: For) -> String {
        match what {
            For::Party => self.of_party(),
            For::Item if self.dice.chance(45) => self.closed(),
            For::Item if self.dice.chance(6) => format!("gap \"limit of {regime}\""),
            For::Item => self.of_line(),
            For::Rule if self.dice.chance(35) => self.listed(regime),
            For::Plain if self.dice.chance(12) => self.listed(regime),
            For::Rule if self.dice.chance(20) => self.name(regime),
            For::Rule | For::Plain if self.dice.chance(4) => self.dice.one(&["gap \"one\"", "gap \"two\""]).to_owned(),
            For::Rule | For::Plain => match self.dice.below(5) {
                0 => self.of_line(),
                1 => self.closed(),
                _ => self.of_other(regime),
            },
        }
    }

    fn name(&mut self, regime: &str) -> String {
        self.dice.any(&[format!("{regime}-plain"), format!("{regime}-term")])
    }

    fn listed(&mut self, regime: &str) -> String {
        let codes = [
            "listed as [1A01]",
            "listed as [1A01.a]",
            "listed as [1A*]",
            "listed as [1A02*]",
            "listed as [1A01.b, 1A02.a]",
            "listed as codes",
        ];
        match self.dice.below(7) {
            0..=2 => "listed".to_owned(),
            3 => format!("listed for {}", self.dice.one(&["NS", "MT"])),
            _ => self.dice.one(&codes).replace("codes", &format!("{regime}-codes")),
        }
    }

    fn closed(&mut self) -> String {
        let asked = [
            "material = magnet",
            "material = alloy",
            "function = pump",
            "item_kind = software",
            "technology_for = pumps",
        ];
        match self.dice.below(12) {
            0 => "material in [magnet, alloy]".to_owned(),
            1 => "material = none-of-these".to_owned(),
            2..=8 => self.dice.one(&asked[..3]).to_owned(),
            _ => self.dice.one(&asked).to_owned(),
        }
    }

    fn of_line(&mut self) -> String {
        let fact = self.dice.any(&self.line.clone());
        let compare = self.dice.one(&[">", ">=", "<", "<=", "="]);
        let (few, country) = (self.dice.below(4), self.dice.one(&["AQ", "JP", "NZ"]));
        match fact.as_str() {
            "grade" if self.dice.chance(30) => "grade in [plain, fine]".to_owned(),
            "grade" => format!("grade = {}", self.dice.one(&["plain", "fine"])),
            "hot" => "hot".to_owned(),
            "dy" | "tb" => format!("{fact} {compare} {few} wt%"),
            "contains" => self.dice.one(&["contains dy", "contains tb", "dy > 1 wt%"]).to_owned(),
            "sum" if self.dice.chance(60) => format!("sum(dy + tb) {compare} {} wt%", few + 1),
            "sum" => format!("{} {compare} {few} wt%", self.dice.one(&["dy", "tb"])),
            "ratio" if self.dice.chance(60) => format!("dy / iron {compare} {} %", self.dice.any(&[50, 100, 200])),
            "ratio" => format!("{} {compare} {few} wt%", self.dice.one(&["dy", "iron"])),
            "total" if self.dice.chance(60) => format!("total(mass) {compare} {} kg", few + 1),
            "mass" | "total" if self.dice.chance(30) => format!("mass {compare} {few}500 g"),
            "mass" | "total" => format!("mass {compare} {few} kg"),
            "temp" => format!("temp {compare} {} {}", few * 10, self.dice.one(&["degC", "K"])),
            "hs" => format!("hs = {}", self.dice.one(&["8505", "2846"])),
            _ => format!("origin = {country}"),
        }
    }

    fn of_other(&mut self, regime: &str) -> String {
        let fact = self.dice.any(&self.other.clone());
        let (country, role) = (
            self.dice.one(&["AQ", "JP", "NZ", "BR"]),
            self.dice.one(&["recipient", "intermediate_consignee", "bank", "end_users_customer"]),
        );
        match fact.as_str() {
            "to" | "final" if self.dice.chance(40) => format!("{fact} in {regime}-friends"),
            "final" if self.dice.chance(30) => "final in [JP, BR]".to_owned(),
            "to" | "final" | "via" => format!("{fact} = {country}"),
            "activity" => format!("activity = {}", self.dice.one(&["gift", "disclosure", "export"])),
            "contract_on" => format!(
                "contract_on {} {}",
                self.dice.one(&[">", ">=", "<", "<=", "="]),
                day(self.dice.below(3) as i64 - 1)
            ),
            "users" => format!("some end_user where {}", self.of_whom(regime)),
            "consignees" => format!("some consignee where {}", self.of_whom(regime)),
            "others" => format!("some {role} where {}", self.of_whom(regime)),
            "every" => format!("every {} where {}", self.dice.one(&["end_user", "consignee"]), self.of_whom(regime)),
            name => name.to_owned(),
        }
    }

    fn of_whom(&mut self, regime: &str) -> String {
        match self.dice.below(6) {
            0 => format!("({} and {})", self.of_party(), self.of_party()),
            1 => format!("(not {} or {})", self.of_party(), self.of_party()),
            2 => self.dice.any(&[format!("{regime}-armed"), format!("{regime}-user")]),
            3 => format!("({} and {})", self.of_party(), self.dice.one(&["hot", "military_use", "final = JP"])),
            _ => self.of_party(),
        }
    }

    fn of_party(&mut self) -> String {
        match self.dice.below(8) {
            0 => "on stop".to_owned(),
            1 => "on watch".to_owned(),
            2 => "on 2026-1".to_owned(),
            3 | 4 => format!("country = {}", self.dice.one(&["AQ", "JP", "NZ"])),
            _ => self.dice.one(&["military_user", "known_user"]).to_owned(),
        }
    }
}
