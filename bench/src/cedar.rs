//! The made rule set as Cedar policies: one policy an item.
//!
//! Cedar's conditions have two values. What is unknown is therefore asked twice: once with the request that makes
//! every limit as hard as the stated range allows (what *must* hold), once with the request that makes it as easy
//! (what *may* hold). The closed property is the resource's group and stands in the policy's scope, as Cedar advises;
//! a shipment whose material is unknown belongs, when it *may*, to all groups. Items and bans are sets of their own,
//! so that no call evaluates a policy that it does not need. Policies, entities and requests are built before the
//! clock starts.

use crate::answer::{Answer, BAN, FREE, LICENCE};
use crate::made::{FLAGS, FROM_ABOVE, Item, PLACES, PROCESSINGS, Property, Rules, STRICT, Shipment, Word, word_of};
use anyhow::Result;
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, Policy, PolicyId, PolicySet, Request, Response,
    RestrictedExpression,
};
use std::collections::HashSet;

/// Numbers stand for "no lower" and "no higher" end; all stated ones lie between.
const LEAST: i64 = -1;
const MOST: i64 = 1_000_000;

/// The engine with its rules.
pub struct Cedar {
    authorizer: Authorizer,
    licence: PolicySet,
    ban: PolicySet,
}

/// One shipment as two requests.
pub struct Asked {
    must: Question,
    may: Question,
}

struct Question {
    request: Request,
    entities: Entities,
}

impl Cedar {
    pub fn load(rules: &Rules) -> Result<Cedar> {
        let mut licence = vec![policy("free", "permit(principal, action, resource);".to_owned())?];
        for (at, item) in rules.items.iter().enumerate() {
            licence.push(policy(&at.to_string(), text_of(item))?);
        }
        let by_knowledge = "context.wmd_use || context.red_flags || context.told_by_authority";
        let at = rules.knowledge();
        licence
            .push(policy(&at.to_string(), format!("forbid(principal, action, resource) when {{ {by_knowledge} }};"))?);
        let mut ban = vec![policy("free", "permit(principal, action, resource);".to_owned())?];
        for (offset, flag) in [(1, FLAGS[0]), (2, FLAGS[1])] {
            let text = format!("forbid(principal, action, resource) when {{ context.strict && context.{flag} }};");
            ban.push(policy(&(at + offset).to_string(), text)?);
        }
        Ok(Cedar {
            authorizer: Authorizer::new(),
            licence: PolicySet::from_policies(licence)?,
            ban: PolicySet::from_policies(ban)?,
        })
    }

    /// Floor and ceiling, with as few calls as they need.
    pub fn decide(&self, asked: &Asked) -> (u8, u8) {
        if self.denies(&asked.must, &self.ban) {
            return (BAN, BAN);
        }
        let licence = self.denies(&asked.must, &self.licence);
        let floor = if licence { LICENCE } else { FREE };
        let ceiling = match self.denies(&asked.may, &self.ban) {
            true => BAN,
            false if licence || self.denies(&asked.may, &self.licence) => LICENCE,
            false => FREE,
        };
        (floor, ceiling)
    }

    /// The same with every item and rule that holds or is open.
    pub fn cite(&self, rules: &Rules, asked: &Asked) -> Answer {
        let found = |question: &Question| {
            let licence = self.authorizer.is_authorized(&question.request, &self.licence, &question.entities);
            let ban = self.authorizer.is_authorized(&question.request, &self.ban, &question.entities);
            let mut found: Vec<u32> = reasons(&licence).chain(reasons(&ban)).collect();
            found.sort_unstable();
            found
        };
        Answer::of(rules, found(&asked.must), &found(&asked.may))
    }

    fn denies(&self, question: &Question, policies: &PolicySet) -> bool {
        self.authorizer.is_authorized(&question.request, policies, &question.entities).decision() == Decision::Deny
    }
}

fn reasons(response: &Response) -> impl Iterator<Item = u32> + '_ {
    response.diagnostics().reason().filter_map(|id| AsRef::<str>::as_ref(id).parse().ok())
}

fn policy(id: &str, text: String) -> Result<Policy> {
    Ok(Policy::parse(Some(PolicyId::new(id)), text)?)
}

fn text_of(item: &Item) -> String {
    let group = match item.property {
        Property::Material(word) => format!("Material::\"{}\"", word_of('m', Word::One(word))),
        Property::Function(word) => format!("Function::\"{}\"", word_of('f', Word::One(word))),
    };
    let processing = item.processing.map_or_else(String::new, |wanted| {
        // The number past the last stands for "unknown, and may be any".
        format!("(context.processing == {wanted} || context.processing == {PROCESSINGS}) && ")
    });
    let all = |limits: &Vec<(usize, i64)>| {
        let each = limits.iter().map(|(number, bound)| {
            format!("context.x{number} {} {bound}", if *number < FROM_ABOVE { ">=" } else { "<=" })
        });
        each.collect::<Vec<_>>().join(" && ")
    };
    let any: Vec<String> = item.alternatives.iter().map(|limits| format!("({})", all(limits))).collect();
    format!("forbid(principal, action, resource in {group}) when {{ {processing}({}) }};", any.join(" || "))
}

impl Asked {
    pub fn new(rules: &Rules, shipment: &Shipment) -> Result<Asked> {
        Ok(Asked { must: question(rules, shipment, false)?, may: question(rules, shipment, true)? })
    }
}

fn question(rules: &Rules, shipment: &Shipment, may: bool) -> Result<Question> {
    let mut pairs = vec![
        ("strict".to_owned(), RestrictedExpression::new_bool(shipment.to < STRICT)),
        ("to".to_owned(), RestrictedExpression::new_string(PLACES[shipment.to].to_owned())),
    ];
    let processing = shipment.processing.map_or(if may { i64::from(PROCESSINGS) } else { -1 }, i64::from);
    pairs.push(("processing".to_owned(), RestrictedExpression::new_long(processing)));
    for (number, stated) in shipment.numbers.iter().enumerate() {
        let (low, high) = stated.unwrap_or((LEAST, MOST));
        let value = if may == (number < FROM_ABOVE) { high } else { low };
        pairs.push((format!("x{number}"), RestrictedExpression::new_long(value)));
    }
    for (name, stated) in FLAGS.iter().zip(shipment.flags) {
        pairs.push(((*name).to_owned(), RestrictedExpression::new_bool(stated.unwrap_or(may))));
    }
    let resource = uid("Shipment", "it")?;
    let mut groups = groups(rules, "Material", 'm', shipment.material, may)?;
    groups.extend(self::groups(rules, "Function", 'f', shipment.function, may)?);
    let entity = Entity::new_no_attrs(resource.clone(), groups);
    let context = Context::from_pairs(pairs)?;
    let request = Request::new(uid("Party", "exporter")?, uid("Action", "leave")?, resource, context, None)?;
    Ok(Question { request, entities: Entities::from_entities([entity], None)? })
}

fn groups(rules: &Rules, of: &str, letter: char, word: Option<Word>, may: bool) -> Result<HashSet<EntityUid>> {
    match word {
        Some(word) => Ok(HashSet::from([uid(of, &word_of(letter, word))?])),
        None if may => (0..rules.words).map(|n| uid(of, &word_of(letter, Word::One(n)))).collect(),
        None => Ok(HashSet::new()),
    }
}

fn uid(of: &str, name: &str) -> Result<EntityUid> {
    Ok(format!("{of}::\"{name}\"").parse()?)
}
