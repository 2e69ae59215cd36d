//! Where two answers part, field by field.

use exeat::canonical::Json;

/// Where two answers part.
pub(super) fn differ(path: &str, kept: &Json, now: &Json, differences: &mut Vec<String>) {
    match (kept, now) {
        (Json::Object(kept), Json::Object(now)) => {
            for (key, value) in kept {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                match now.iter().find(|(known, _)| known == key) {
                    Some((_, other)) => differ(&path, value, other, differences),
                    None => differences.push(format!("{path}: only in the record")),
                }
            }
            let new = now.iter().filter(|(key, _)| !kept.iter().any(|(known, _)| known == key));
            differences.extend(new.map(|(key, _)| format!("{path}.{key}: not in the record")));
        }
        (Json::Array(kept), Json::Array(now)) if kept.len() == now.len() => {
            for (at, (kept, now)) in kept.iter().zip(now).enumerate() {
                differ(&format!("{path}[{at}]"), kept, now, differences);
            }
        }
        (kept, now) if kept == now => {}
        (kept, now) => differences.push(format!("{path}: {} became {}", short(kept), short(now))),
    }
}

fn short(json: &Json) -> String {
    let text = json.to_canonical();
    let mut letters = text.chars();
    let head: String = letters.by_ref().take(80).collect();
    if letters.next().is_some() { format!("{head}…") } else { head }
}
