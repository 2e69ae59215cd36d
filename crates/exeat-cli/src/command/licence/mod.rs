//! `exeat licence`: from the application to the last gram.

mod args;
mod paper;
mod report;
mod table;
mod workbook;

use std::io::Write;

use exeat::licence::{Act, Amount, Asked, Claim, Clock, Licence, Terms, Validity};
use exeat_store::{Body, LicenceView, Refers, Replayed, Request, Store, StoreError, sweep};
use jiff::civil::Date;

use crate::command::ledger::{Fault, Law};
use crate::status::{Done, Failure};
pub(crate) use args::LicenceCommand;
use args::{Act as Asks, Drawn, Plain, What};

pub(crate) fn run(command: &LicenceCommand) -> Done {
    let (at, law, out) = (&command.at, command.at.law()?, &mut std::io::stdout().lock());
    match &command.what {
        What::Show { id, on } => report::show(&*at.open_to_read()?, &law, id, on.unwrap_or_else(|| law.today()), out),
        What::Report { what, xlsx } => {
            let store = at.open_to_read()?;
            workbook::told(xlsx.as_deref(), out, |out| report::run(&*store, &law, what, out))
        }
        What::Export { what, xlsx } => {
            let store = at.open_to_read()?;
            workbook::told(xlsx.as_deref(), out, |out| table::export(&*store, *what, out))
        }
        What::Import { what, file } => table::import(&*at.open(&law)?, *what, file, &at.by, out),
        What::Sweep { on } => {
            let swept = sweep(&*at.open(&law)?, on.unwrap_or_else(|| law.today()), &at.by)?;
            writeln!(out, "{} reservations and {} licences were over", swept.expired.len(), swept.lapsed.len())?;
            Ok(0)
        }
        What::Do(act) => {
            let store = at.open(&law)?;
            let day = act.plain().on.unwrap_or_else(|| law.today());
            let (licence, act, plain, refers) = act_of(act, &*store, &law, out)?;
            ask(&*store, &licence, act, (plain, day), refers, &at.by, out)
        }
    }
}

type Ready = (String, Vec<Act>, Plain, Option<Refers>);

/// The acts that a command asks for.
fn act_of(asks: &Asks, store: &dyn Store, law: &Law, out: &mut dyn Write) -> Result<Ready, Failure> {
    let plain = asks.plain();
    let day = plain.on.unwrap_or_else(|| law.today());
    let simple = |act: Act| Ok((plain.id.clone(), vec![act], plain.clone(), None));
    match asks {
        Asks::Apply { terms, route, documents, .. } => {
            let mut terms = paper::terms_of(terms)?;
            terms.documents.extend(documents.iter().cloned());
            let missing = paper::checklist(route.as_deref(), &terms.documents, out)?;
            let acts = if missing == 0 {
                vec![Act::Draft(Box::new(terms)), Act::Apply]
            } else {
                vec![Act::Draft(Box::new(terms))]
            };
            Ok((plain.id.clone(), acts, plain.clone(), None))
        }
        Asks::Accept { watch_listed, .. } => {
            let kept = licence_of(store, &plain.id)?;
            simple(Act::Accept(review(&kept, law, day, watch_listed.as_deref())?))
        }
        Asks::Stop { clock, reason, .. } => {
            let reason = exeat::licence::StopReason::parse(reason)
                .ok_or_else(|| Fault::input(format!("`{reason}` stops no clock")))?;
            simple(Act::Stop { clock: clock.clone(), from: day, reason })
        }
        Asks::Restart { clock, .. } => simple(Act::Restart { clock: clock.clone(), on: day }),
        Asks::Grant { number, from, until, terms, .. } => {
            let mut granted = match terms {
                Some(path) => paper::terms_of(path)?,
                None => licence_of(store, &plain.id)?.licence.terms,
            };
            granted.valid = Some(Validity { from: *from, until: *until });
            simple(Act::Grant { on: day, number: number.clone(), terms: Box::new(granted) })
        }
        Asks::Amend { terms, .. } => {
            let mut amended: Terms = paper::terms_of(terms)?;
            amended.valid = amended.valid.or(licence_of(store, &plain.id)?.licence.terms.valid);
            simple(Act::Amend(Box::new(amended)))
        }
        Asks::Refuse(_) => simple(Act::Refuse),
        Asks::Withdraw(_) => simple(Act::Withdraw),
        Asks::Suspend(_) => simple(Act::Suspend),
        Asks::Resume(_) => simple(Act::Resume),
        Asks::Revoke(_) => simple(Act::Revoke),
        Asks::Surrender(_) => simple(Act::Surrender),
        Asks::Reserve { drawn, until, .. } => simple(Act::Reserve { claim: claim(drawn, day)?, until: *until }),
        Asks::Draw { drawn, reservation, .. } => {
            let refers = reservation.clone().map(Refers::Key);
            let claim = claim(drawn, day)?;
            let act = if refers.is_some() { Act::DrawReserved(claim) } else { Act::Draw(claim) };
            Ok((plain.id.clone(), vec![act], plain.clone(), refers))
        }
        Asks::Release { of, .. } => {
            Ok((plain.id.clone(), vec![Act::Release], plain.clone(), Some(Refers::Key(of.clone()))))
        }
        Asks::Reverse { of, .. } => {
            Ok((plain.id.clone(), vec![Act::Reverse], plain.clone(), Some(Refers::Key(of.clone()))))
        }
    }
}

fn licence_of(store: &dyn Store, id: &str) -> Result<LicenceView, Failure> {
    store.licence(id)?.ok_or_else(|| Fault::refused(format!("no licence `{id}` is on file")).into())
}

/// The clock that acceptance starts, by the licence's kind.
fn review(kept: &LicenceView, law: &Law, on: Date, watch_listed: Option<&str>) -> Result<Option<Clock>, Failure> {
    let ground = law.ground();
    let terms = &kept.licence.terms;
    let Some(kind) = ground.kind(&terms.regime, &terms.kind) else { return Ok(None) };
    if let Some(party) = watch_listed.filter(|_| kind.closed_for_watch_listed) {
        return Err(Fault::refused(format!(
            "a licence of kind `{}` is closed while `{party}` is on the watch list ({})",
            kind.code, kind.law
        ))
        .into());
    }
    Ok(kind.review.as_ref().map(|clock| Clock {
        id: clock.id.clone(),
        term: clock.term,
        started: on,
        off: watch_listed.filter(|_| clock.off_for_watch_listed).map(|party| format!("`{party}` is on the watch list")),
        stops: Vec::new(),
    }))
}

fn claim(drawn: &Drawn, on: Date) -> Result<Claim, Failure> {
    let amount = |text: &String| {
        // Without a line's number it is the first line.
        let (line, amount) = text.split_once(':').unwrap_or(("1", text));
        let line = line
            .trim()
            .parse()
            .map_err(|_| Fault::input(format!("`{text}`: write LINE:AMOUNT, such as `1:120 kg`")))?;
        Ok::<_, Fault>((line, Amount::parse(amount).map_err(Fault::input)?))
    };
    Ok(Claim {
        version: drawn.licence_version,
        on,
        shipment: drawn.shipment.clone(),
        asked: Asked {
            items: drawn.item.iter().cloned().collect(),
            end_user: drawn.end_user.clone(),
            consignee: drawn.consignee.clone(),
            destination: drawn.destination.clone(),
            end_use: drawn.end_use.clone(),
        },
        amounts: drawn.amount.iter().map(amount).collect::<Result<_, _>>()?,
    })
}

/// Asks the store, and tells what came of it.
fn ask(
    store: &dyn Store,
    id: &str,
    acts: Vec<Act>,
    (plain, dated): (Plain, Date),
    refers: Option<Refers>,
    by: &str,
    out: &mut dyn Write,
) -> Done {
    let key = match &plain.request {
        Some(key) => key.clone(),
        None => fresh_key(store, id, acts.first().map_or("", Act::name))?,
    };
    let group = acts.into_iter().enumerate().map(|(i, act)| Request {
        key: if i == 0 { key.clone() } else { format!("{key}+{i}") },
        by: by.to_owned(),
        body: Body::Licence {
            licence: id.to_owned(),
            act: Box::new(act),
            dated,
            refers: refers.clone(),
            why: plain.why.clone(),
        },
    });
    let answered = store.write(group.collect()).map_err(|error| match error {
        StoreError::Unconfirmed(_) => Fault { text: format!("{error}: --request {key}"), ..Fault::from(error) },
        error => Fault::from(error),
    })?;
    let receipts = answered.map_err(|(_, refused)| Fault::refused(format!("{refused} (rule `{}`)", refused.rule())))?;
    let again = receipts.iter().any(|receipt| receipt.replayed == Replayed::Yes);
    let kept = licence_of(store, id)?.licence;
    writeln!(out, "{id}: {}{}; asked as `{key}`", kept.state.name(), if again { " (done before)" } else { "" })?;
    balances(&kept, out)?;
    Ok(0)
}

/// A key for an act that names none: two calls are two acts.
fn fresh_key(store: &dyn Store, id: &str, act: &str) -> Result<String, Failure> {
    let time = jiff::Timestamp::now().as_nanosecond();
    let key = format!("{act}:{id}:{time}:{}", std::process::id());
    match store.movement(&key)? {
        None => Ok(key),
        Some(_) => Err(Fault::input("name the request with `--request KEY`").into()),
    }
}

fn balances(licence: &Licence, out: &mut dyn Write) -> Result<(), Failure> {
    for limit in &licence.limits {
        let line = if limit.line == 0 { "whole".to_owned() } else { format!("line {}", limit.line) };
        let text = |count| limit.measure.text(count);
        let (available, reserved) = (text(limit.available()), text(limit.reserved));
        writeln!(
            out,
            "  {line}: {available} available, {reserved} reserved, {} drawn of {}",
            text(limit.drawn),
            text(limit.granted)
        )?;
    }
    Ok(())
}
