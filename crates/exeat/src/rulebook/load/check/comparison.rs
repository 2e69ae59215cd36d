//! A quantity against a limit: are both of one kind, one dimension and one basis.

use super::condition::{Checker, form, is_number};
use crate::rulebook::load::report::near;
use crate::rulebook::{Dimension, Fact, FactType, Literal, Quantity, UnitId};

impl Checker<'_, '_> {
    /// Tells what is wrong with a comparison.
    pub(super) fn compare(&self, left: &Quantity, right: &Literal, in_party: bool) {
        let facts: Vec<&Fact> = left.facts().into_iter().filter_map(|name| self.fact(name, in_party)).collect();
        let Some(first) = facts.first().copied() else { return };
        match right {
            Literal::Date(_) => {
                if first.kind != FactType::Date || !matches!(left, Quantity::Fact(_)) {
                    self.error(
                        &first.name,
                        format!("`{}` is compared with a day, but is no date", first.name),
                        format!("write `{}`", form(first)),
                    );
                }
            }
            Literal::Number { unit, .. } => {
                for wrong in facts.iter().filter(|fact| !is_number(fact)) {
                    self.error(
                        &wrong.name,
                        format!("`{}` is compared with a number, but is no share or quantity", wrong.name),
                        format!("write `{}`", form(wrong)),
                    );
                }
                if facts.iter().all(|fact| is_number(fact)) {
                    self.unit(left, &facts, unit);
                }
            }
        }
    }

    fn unit(&self, left: &Quantity, facts: &[&Fact], symbol: &str) {
        let units = &self.names.rulebook.units;
        let Some(unit) = units.find(symbol) else {
            let remedy = near(symbol, units.units.iter().map(|unit| unit.symbol.as_str()), "add it to units.toml");
            return self.error(symbol, format!("the unit `{symbol}` is not in units.toml"), remedy);
        };
        let [first, rest @ ..] = facts else { return };
        let Some(own) = first.unit else { return };
        let own_dimension = &units.unit(own).dimension;
        if let Quantity::Ratio(..) = left {
            return self.ratio(facts, unit);
        }
        for other in rest {
            if let Some(theirs) =
                other.unit.map(|unit| &units.unit(unit).dimension).filter(|theirs| *theirs != own_dimension)
            {
                let what = format!(
                    "`{}` ({}) and `{}` ({}) cannot be added",
                    first.name, own_dimension.0, other.name, theirs.0
                );
                self.error(&other.name, what, "add facts of one basis only".to_owned());
            }
        }
        let given = units.unit(unit);
        if given.dimension == *own_dimension {
            return;
        }
        let own_unit = units.unit(own);
        if first.kind == FactType::Share
            && symbol == "%"
            && (given.factor, given.offset) == (own_unit.factor, own_unit.offset)
        {
            self.report.warning(
                &self.at(symbol),
                format!("`%` says no basis; `{}` is a {}", first.name, own_dimension.0),
                format!("write `{}`", own_unit.symbol),
            );
            return;
        }
        let what = format!(
            "`{}` is a {} ({}), `{symbol}` a {}",
            first.name, own_dimension.0, own_unit.symbol, given.dimension.0
        );
        // A line states its quantity and value in any unit; against a limit of another dimension it stays open.
        if first.built_in && matches!(first.name.as_str(), "quantity" | "value") {
            let remedy =
                format!("write the limit in `{}`; amounts are never converted between dimensions", own_unit.symbol);
            self.report.warning(&self.at(symbol), what, remedy);
        } else {
            self.error(
                symbol,
                what,
                format!("write the limit in `{}`, or ask for a fact of the other basis", own_unit.symbol),
            );
        }
    }

    /// A ratio of one dimension is a plain share; of two, the unit's dimension is written `force/mass`.
    fn ratio(&self, facts: &[&Fact], unit: UnitId) {
        let units = &self.names.rulebook.units;
        let [above, below] = facts else { return };
        let (Some(above_unit), Some(below_unit)) = (above.unit, below.unit) else { return };
        let (top, bottom) = (&units.unit(above_unit).dimension, &units.unit(below_unit).dimension);
        let given = units.unit(unit);
        let plain = top == bottom
            && given.dimension.0.starts_with("share")
                | matches!(given.dimension.0.as_str(), "ratio" | "number" | "count");
        let derived = given.dimension == Dimension(format!("{}/{}", top.0, bottom.0));
        if !plain && !derived {
            let wanted = if top == bottom { "share".to_owned() } else { format!("{}/{}", top.0, bottom.0) };
            self.error(
                &given.symbol,
                format!("`{}` is a {}, the ratio a {wanted}", given.symbol, given.dimension.0),
                format!("write a unit of the dimension `{wanted}`, such as `%` of a plain share"),
            );
        }
    }
}
