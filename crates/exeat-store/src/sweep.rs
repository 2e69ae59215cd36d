//! The sweep: what ends by the calendar is recorded as a movement, never by a silent look at the clock.

use exeat::licence::{Act, State};
use jiff::civil::Date;

use crate::Store;
use crate::document::date;
use crate::error::StoreError;
use crate::request::{Body, Refers, Request};

/// What a sweep recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Reservations whose hold was over, by the key they were asked with.
    pub expired: Vec<String>,
    /// Licences past their last day.
    pub lapsed: Vec<String>,
}

/// Records every reservation and every licence whose last day lies before `on`. Asked twice, it does nothing more.
pub fn sweep(store: &dyn Store, on: Date, by: &str) -> Result<Swept, StoreError> {
    let mut swept = Swept::default();
    let mut after = 0;
    loop {
        let chunk = store.licences(after)?;
        let Some(last) = chunk.last() else { return Ok(swept) };
        after = last.id;
        for view in chunk.iter().filter(|view| view.licence.state.was_granted()) {
            if view.licence.limits.iter().any(|limit| limit.reserved > 0) {
                expire(store, (view.id, &view.name), on, by, &mut swept)?;
            }
            let open = matches!(view.licence.state, State::Granted | State::Suspended);
            if open && view.licence.terms.valid.is_some_and(|valid| valid.until < on) {
                let key = format!("lapse:{}:{}", view.name, view.licence.version);
                let done = store.write(vec![request(key, by, &view.name, Act::Lapse(on), on, None)])?;
                swept.lapsed.extend(done.is_ok().then(|| view.name.clone()));
            }
        }
    }
}

fn expire(store: &dyn Store, licence: (i64, &str), on: Date, by: &str, swept: &mut Swept) -> Result<(), StoreError> {
    let mut held = Vec::new();
    let mut after = 0;
    loop {
        let chunk = store.movements(Some(licence.0), after)?;
        let Some(last) = chunk.last() else { break };
        after = last.id;
        for movement in chunk {
            held.retain(|(id, _)| movement.refers_to != Some(*id));
            let over = movement.until.as_deref().and_then(|until| date(until).ok()).is_some_and(|until| until < on);
            if movement.kind == "reserve" && over {
                held.push((movement.id, movement.key));
            }
        }
    }
    for (id, key) in held {
        let sweep_key = format!("expire:{id}");
        let done = store.write(vec![request(sweep_key, by, licence.1, Act::Expire(on), on, Some(Refers::Id(id)))])?;
        swept.expired.extend(done.is_ok().then_some(key));
    }
    Ok(())
}

fn request(key: String, by: &str, licence: &str, act: Act, dated: Date, refers: Option<Refers>) -> Request {
    let body = Body::Licence { licence: licence.to_owned(), act: Box::new(act), dated, refers, why: None };
    Request { key, by: by.to_owned(), body }
}
