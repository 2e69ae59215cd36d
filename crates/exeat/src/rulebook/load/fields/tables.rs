//! Tables whose keys are names, not words of the format: facts, units, countries, readings, expectations.

use super::{Fields, Spelled};
use toml::Spanned;
use toml::de::DeValue;

impl<'a> Fields<'a> {
    /// The tables of `[[key]]`, if it holds such a list.
    pub(in crate::rulebook) fn each_if_list(&self, key: &'static str) -> Vec<Fields<'a>> {
        let is_list = self.table.get(key).is_some_and(|value| value.get_ref().is_array());
        if is_list { self.each(key) } else { Vec::new() }
    }

    /// All keys that hold tables, in the order written; other values are wrong here.
    pub(in crate::rulebook) fn tables(&self, remedy: &str) -> Vec<(Spelled, Fields<'a>)> {
        let mut read: Vec<(Spelled, Fields<'a>)> = Vec::new();
        for (key, value) in self.table {
            let text = key.get_ref().clone().into_owned();
            let name = Spelled { place: self.source.place(key.span()), text };
            match value.get_ref().as_table() {
                Some(table) => {
                    let of = format!("`{}`", name.text);
                    read.push((name, self.inner(table, key.span(), of)));
                }
                None => self.wrong(value, &name.text, remedy),
            }
        }
        read.sort_by_key(|(name, _)| name.place.span.start);
        read
    }

    /// All keys that hold texts, whole numbers, flags or lists of them, in the order written, as texts.
    pub(in crate::rulebook) fn pairs(&self, except: &[&'static str]) -> Vec<(Spelled, Spelled)> {
        let mut read = Vec::new();
        for (key, value) in self.table.iter().filter(|(key, _)| !except.contains(&key.get_ref().as_ref())) {
            let name = Spelled { text: key.get_ref().clone().into_owned(), place: self.source.place(key.span()) };
            let items: Vec<&Spanned<DeValue<'a>>> =
                value.get_ref().as_array().map_or_else(|| vec![value], |items| items.iter().collect());
            for item in items {
                let plain = match item.get_ref() {
                    DeValue::Boolean(flag) => Some(flag.to_string()),
                    DeValue::Integer(number) => Some(number.to_string()),
                    _ => None,
                };
                let spelled = plain
                    .map(|text| Spelled { text, place: self.source.place(item.span()) })
                    .or_else(|| self.spelled_value(item));
                match spelled {
                    Some(text) => read.push((name.clone(), text)),
                    None => self.wrong(item, &name.text, "write text"),
                }
            }
        }
        read.sort_by_key(|(_, value)| value.place.span.start);
        read
    }
}
