//! Below which nodes of a program a variable stands.

use super::force::Hinge;
use super::prepared::Holder;
use super::program::{NodeId, Op, Program};
use super::world::Var;

/// One mark for each node.
pub(crate) struct Marks(Vec<Mark>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Unseen,
    /// Being looked at; conditions are acyclic, so this is met again only where it does not matter.
    Under,
    No,
    Yes,
}

impl Marks {
    pub(crate) fn of(program: &Program<'_>, var: Var) -> Marks {
        let mut marks = Marks(vec![Mark::Unseen; program.nodes.len()]);
        for rule in &program.rules {
            marks.mark(program, var, rule.whole);
            for node in rule.special.into_iter().flat_map(|(without, with)| [without, with]) {
                marks.mark(program, var, node);
            }
        }
        for item in &program.items {
            marks.mark(program, var, item.node);
        }
        marks
    }

    /// Whether the variable stands at or below the node.
    pub(crate) fn has(&self, node: NodeId) -> bool {
        self.0.get(node as usize).is_some_and(|mark| *mark == Mark::Yes)
    }

    fn mark(&mut self, program: &Program<'_>, var: Var, at: NodeId) -> bool {
        match self.0.get(at as usize) {
            Some(Mark::Unseen) => {}
            Some(mark) => return *mark == Mark::Yes,
            None => return false,
        }
        self.set(at, Mark::Under);
        let mut found = is_at(program, var, program.node(at).op);
        for child in program.children(at).collect::<Vec<_>>() {
            found |= self.mark(program, var, child);
        }
        let further: Vec<NodeId> = match program.node(at).op {
            Op::Call(definition) => {
                program.definitions.get(usize::from(definition)).map(|(_, node)| *node).into_iter().collect()
            }
            Op::Reach(rule) => program.rules.get(usize::from(rule)).map(|rule| rule.whole).into_iter().collect(),
            Op::Term(term) => program.terms.get(usize::from(term)).map(|term| term.nodes.clone()).unwrap_or_default(),
            Op::Listed(asked) => {
                let only = program.asked_items.get(usize::from(asked)).and_then(|asked| asked.only.as_ref());
                let items = program.items.iter().zip(0_u32..);
                items
                    .filter(|(_, number)| only.is_none_or(|only| only.has(*number)))
                    .map(|(item, _)| item.node)
                    .collect()
            }
            Op::Linear(linear) => {
                let terms = program.linears.get(usize::from(linear)).filter(|linear| linear.over_lines);
                let facts = terms.into_iter().flat_map(|linear| &linear.terms).map(|(_, fact)| usize::from(fact.0));
                facts.filter_map(|fact| program.applies.get(fact).copied().flatten()).collect()
            }
            Op::Approved => {
                let voids =
                    program.rules.iter().filter(|rule| !rule.rule.terms.voids.is_empty()).map(|rule| rule.whole);
                program.items.iter().map(|item| item.node).chain(voids).collect()
            }
            _ => Vec::new(),
        };
        for node in further {
            found |= self.mark(program, var, node);
        }
        self.set(at, if found { Mark::Yes } else { Mark::No });
        found
    }

    fn set(&mut self, at: NodeId, mark: Mark) {
        if let Some(slot) = self.0.get_mut(at as usize) {
            *slot = mark;
        }
    }
}

/// Whether a node asks for the variable itself.
fn is_at(program: &Program<'_>, var: Var, op: Op) -> bool {
    match (var, op) {
        (
            Var::Fact(_, fact),
            Op::Word { fact: of, .. }
            | Op::Words { fact: of, .. }
            | Op::Cells { fact: of, .. }
            | Op::Contains { fact: of, .. },
        ) => fact == of,
        (Var::Fact(_, fact), Op::Linear(linear)) => program
            .linears
            .get(usize::from(linear))
            .is_some_and(|linear| linear.terms.iter().any(|(_, of)| *of == fact)),
        (Var::Fact(Holder::Shipment, fact), Op::Approved) => {
            ["to", "final"].contains(&program.rulebook.vocabulary.fact(fact).name.as_str())
        }
        (Var::Further(_), Op::Approved) => true,
        (Var::Further(role), Op::Some(of) | Op::Every(of)) => role == of,
        (Var::Near(..) | Var::Nameless(..) | Var::Unread(..) | Var::Effect(..) | Var::Hour, Op::On(_)) => true,
        (Var::Gap(_, gap, _), Op::Gap(of)) => gap == of,
        (Var::Low(_, item, _), Op::Low(of)) => item == of,
        (Var::Reading(_, term), Op::Term(of)) => term == of,
        (Var::Effect(..) | Var::Hour, Op::Force(force)) => program.forces.get(force as usize).is_some_and(|force| {
            force.hangs_on.iter().any(|hinge| match (var, hinge) {
                (Var::Effect(_, effect), Hinge::NotSuspended(of) | Hinge::SettledFrom(of, _)) => effect == *of,
                (Var::Hour, Hinge::From(_) | Hinge::Before(_) | Hinge::SettledFrom(..)) => true,
                _ => false,
            })
        }),
        _ => false,
    }
}
