//! A shipment's document as TOML, as a person would write it: fields first, then tables, then lists of tables.

use exeat::canonical::Json;

/// The text, with a line break at its end.
pub(crate) fn toml_text(document: &Json) -> String {
    let mut out = String::new();
    if let Json::Object(fields) = document {
        table(fields, "", &mut out);
    }
    out
}

fn table(fields: &[(String, Json)], path: &str, out: &mut String) {
    let is_table = |value: &Json| matches!(value, Json::Object(fields) if !is_short(fields));
    let is_tables = |value: &Json| {
        matches!(value, Json::Array(items) if !items.is_empty()
            && items.iter().all(|item| matches!(item, Json::Object(fields) if !is_short(fields))))
    };
    for (key, value) in fields.iter().filter(|(_, value)| !is_table(value) && !is_tables(value) && *value != Json::Null)
    {
        out.push_str(&format!("{} = {}\n", name(key), inline(value)));
    }
    for (key, value) in fields {
        let below = if path.is_empty() { name(key) } else { format!("{path}.{}", name(key)) };
        match value {
            Json::Object(fields) if is_table(value) => {
                out.push_str(&format!("\n[{below}]\n"));
                table(fields, &below, out);
            }
            Json::Array(items) if is_tables(value) => {
                for item in items {
                    out.push_str(&format!("\n[[{below}]]\n"));
                    if let Json::Object(fields) = item {
                        table(fields, &below, out);
                    }
                }
            }
            _ => {}
        }
    }
}

/// A stated value with its author, a name with its language: one line.
fn is_short(fields: &[(String, Json)]) -> bool {
    fields.iter().any(|(key, _)| key == "value" || key == "text")
        && fields.iter().all(|(key, _)| ["value", "by", "on", "evidence", "text", "lang"].contains(&key.as_str()))
}

fn inline(value: &Json) -> String {
    match value {
        Json::Null => "\"\"".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Integer(whole) => whole.to_string(),
        Json::Text(_) => text(value),
        Json::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Json::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(key, value)| format!("{} = {}", name(key), inline(value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
    }
}

/// A basic string of TOML: JSON's escapes are among its own.
fn text(value: &Json) -> String {
    value.to_canonical().replace('\u{7f}', "\\u007f")
}

fn name(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if bare { key.to_owned() } else { text(&Json::Text(key.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::toml_text;
    use exeat::canonical::Json;

    #[test]
    fn what_is_written_is_read_back() {
        let text = "a = \"x\\ny\"\n\n[b.\"c d\"]\nvalue2 = 1\nlist = [\"p\", \"q\"]\nfact = { value = \"2 %\", by = \"me\" }\n\n[[e]]\nid = 7\n\n[[e.f]]\nid = \"g\"\n";
        let read = |text: &str| text.parse::<toml::Table>().unwrap();
        let json = Json::Object(vec![
            ("a".into(), Json::Text("x\ny".into())),
            (
                "b".into(),
                Json::Object(vec![(
                    "c d".into(),
                    Json::Object(vec![
                        ("value2".into(), Json::Integer(1)),
                        ("list".into(), Json::Array(vec![Json::Text("p".into()), Json::Text("q".into())])),
                        (
                            "fact".into(),
                            Json::Object(vec![
                                ("value".into(), Json::Text("2 %".into())),
                                ("by".into(), Json::Text("me".into())),
                            ]),
                        ),
                    ]),
                )]),
            ),
            (
                "e".into(),
                Json::Array(vec![Json::Object(vec![
                    ("id".into(), Json::Integer(7)),
                    ("f".into(), Json::Array(vec![Json::Object(vec![("id".into(), Json::Text("g".into()))])])),
                ])]),
            ),
        ]);
        assert_eq!(read(&toml_text(&json)), read(text));
    }
}
