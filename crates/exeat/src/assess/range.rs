//! Floor and ceiling: Kleene's bounds first, then the completions where they leave an interval.

use super::eval::{Here, eval};
use super::program::Program;
use super::search::{Found, Goal, possible};
use super::special::is_at_hand;
use super::splitworld::{Assume, SplitWorld};
use super::world::{AsStated, World};
use super::{Outcome, Range, State};

/// A rule that holds or is open at a place: regime, rule, place, state.
pub(crate) type CountedRule = (u8, u16, Here, State);

/// Works out the ranges of one shipment.
pub(crate) struct Ranges<'a, 'r> {
    programs: &'a [Program<'r>],
    stated: &'a AsStated<'a>,
    /// What is assumed besides the facts (a reading fixed, for the rows).
    assumed: Vec<Assume>,
}

/// Rules of one place that could count, by what they bring.
#[derive(Default)]
struct Counting {
    prohibit: Vec<(Goal, State)>,
    require: Vec<(Goal, State)>,
    /// Rules that hold or are open, with their place.
    rules: Vec<CountedRule>,
}

impl<'a, 'r> Ranges<'a, 'r> {
    pub(crate) fn new(programs: &'a [Program<'r>], stated: &'a AsStated<'a>) -> Ranges<'a, 'r> {
        Ranges { programs, stated, assumed: Vec::new() }
    }

    pub(crate) fn assuming(mut self, assumed: Vec<Assume>) -> Ranges<'a, 'r> {
        self.assumed = assumed;
        self
    }

    fn units(&self) -> std::ops::Range<u16> {
        0..u16::try_from(self.stated.prepared().units.len()).unwrap_or(u16::MAX)
    }

    /// The shipment's range: the strictest line's ceiling, the floor over all lines together.
    pub(crate) fn shipment(&self) -> (Range, bool) {
        self.of(None, self.units()).0
    }

    /// The same, with the rules that hold or are open at each place: regime, rule, place, state.
    pub(crate) fn shipment_with_rules(&self) -> ((Range, bool), Vec<CountedRule>) {
        self.of(None, self.units())
    }

    pub(crate) fn regime(&self, program: u8) -> (Range, bool) {
        self.of(Some(program), self.units()).0
    }

    pub(crate) fn unit(&self, unit: u16) -> (Range, bool) {
        self.of(None, unit..unit + 1).0
    }

    /// The range over some regimes and units.
    fn of(&self, only: Option<u8>, units: std::ops::Range<u16>) -> ((Range, bool), Vec<CountedRule>) {
        let mut counting = Counting::default();
        for unit in units {
            for program in self.programs.iter().filter(|program| only.is_none_or(|only| only == program.number)) {
                for end_use in 0..self.stated.prepared().shipment.end_uses.len().max(1) {
                    let here = Here { unit, end_use: u16::try_from(end_use).unwrap_or(u16::MAX), party: None };
                    self.count(program, here, &mut counting);
                }
            }
        }
        let (mut range, exact) = self.range_of(&counting);
        let unchecked = |program: &&Program<'_>| {
            (program.stale || program.before_begin || program.unasked) && only.is_none_or(|only| only == program.number)
        };
        if self.programs.iter().any(|program| unchecked(&program)) {
            range.ceiling = Outcome::Prohibited;
        }
        ((range, exact), counting.rules)
    }

    fn count(&self, program: &Program<'_>, here: Here, counting: &mut Counting) {
        let mut narrowed = (!self.assumed.is_empty()).then(|| SplitWorld::new(self.stated));
        if narrowed.as_mut().is_some_and(|world| !world.assume(&self.assumed)) {
            return;
        }
        for (rules, prohibits) in [(&program.prohibitions, true), (&program.requirements, false)] {
            for rule in rules {
                let Some(of) = program.rules.get(usize::from(*rule)) else { continue };
                let state = match &narrowed {
                    None => eval(program, self.stated, here, of.whole),
                    Some(world) => eval(program, world, here, of.whole),
                };
                if state == State::False {
                    continue;
                }
                counting.rules.push((program.number, *rule, here, state));
                let goal = |node| Goal { program: program.number, node, here, wanted: true };
                match of.special.filter(|_| is_at_hand(self.stated)) {
                    None if prohibits => counting.prohibit.push((goal(of.whole), state)),
                    None => counting.require.push((goal(of.whole), state)),
                    Some((without, with)) => {
                        let state_of = |node| match &narrowed {
                            None => eval(program, self.stated, here, node),
                            Some(world) => eval(program, world, here, node),
                        };
                        let may_count = |of: &(Goal, State)| of.1 != State::False;
                        counting.prohibit.extend(Some((goal(without), state_of(without))).filter(may_count));
                        counting.require.extend(Some((goal(with), state_of(with))).filter(may_count));
                    }
                }
            }
        }
    }

    fn range_of(&self, counting: &Counting) -> (Range, bool) {
        let sure = |goals: &[(Goal, State)]| goals.iter().any(|(_, state)| *state == State::True);
        let floor = match (sure(&counting.prohibit), sure(&counting.require)) {
            (true, _) => Outcome::Prohibited,
            (false, true) => Outcome::LicenceRequired,
            (false, false) => Outcome::NoLicenceRequired,
        };
        let ceiling = match (counting.prohibit.is_empty(), counting.require.is_empty()) {
            (false, _) => Outcome::Prohibited,
            (true, false) => Outcome::LicenceRequired,
            (true, true) => Outcome::NoLicenceRequired,
        };
        if floor == ceiling {
            return (Range { floor, ceiling }, true);
        }
        let (ceiling, sure_ceiling) = self.ceiling(counting, floor, ceiling);
        let (floor, sure_floor) = if floor == ceiling { (floor, true) } else { self.floor(counting, floor, ceiling) };
        (Range { floor, ceiling }, sure_ceiling && sure_floor)
    }

    fn search(&self, goals: &[Goal], any_of: &[Goal]) -> Found {
        if self.assumed.is_empty() && super::witness::found(self.programs, self.stated, goals, any_of) {
            return Found::Yes;
        }
        let mut world = SplitWorld::new(self.stated);
        if !world.assume(&self.assumed) {
            return Found::No;
        }
        possible(self.programs, &mut world, goals, any_of)
    }

    /// The strictest outcome that some completion brings.
    fn ceiling(&self, counting: &Counting, floor: Outcome, ceiling: Outcome) -> (Outcome, bool) {
        let goals = |of: &[(Goal, State)]| of.iter().map(|(goal, _)| *goal).collect::<Vec<_>>();
        let mut exact = true;
        if ceiling == Outcome::Prohibited {
            match self.search(&[], &goals(&counting.prohibit)) {
                Found::Yes => return (Outcome::Prohibited, true),
                Found::Unsure => return (Outcome::Prohibited, false),
                Found::No => {}
            }
        }
        if floor >= Outcome::LicenceRequired {
            return (floor, exact);
        }
        if !counting.require.is_empty() {
            match self.search(&[], &goals(&counting.require)) {
                Found::Yes => return (Outcome::LicenceRequired, exact),
                Found::Unsure => exact = false,
                Found::No => return (Outcome::NoLicenceRequired, exact),
            }
            return (Outcome::LicenceRequired, exact);
        }
        (Outcome::NoLicenceRequired, exact)
    }

    /// The mildest outcome that some completion brings, over all places together.
    fn floor(&self, counting: &Counting, floor: Outcome, ceiling: Outcome) -> (Outcome, bool) {
        let without =
            |of: &[(Goal, State)]| of.iter().map(|(goal, _)| Goal { wanted: false, ..*goal }).collect::<Vec<_>>();
        let mut exact = true;
        if floor == Outcome::NoLicenceRequired {
            let mut goals = without(&counting.prohibit);
            goals.extend(without(&counting.require));
            match self.search(&goals, &[]) {
                Found::Yes => return (floor, true),
                Found::Unsure => return (floor, false),
                Found::No => {}
            }
        }
        if ceiling == Outcome::LicenceRequired {
            return (Outcome::LicenceRequired, exact);
        }
        match self.search(&without(&counting.prohibit), &[]) {
            Found::Yes => {}
            Found::Unsure => exact = false,
            Found::No => return (Outcome::Prohibited, exact),
        }
        (Outcome::LicenceRequired, exact)
    }
}
