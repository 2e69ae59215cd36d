//! The states of a licence and the steps between them.

use super::refusal::Refusal;

/// Where a licence stands in its life. An amendment is a new version, not a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Being written.
    Draft,
    /// Handed in.
    Applied,
    /// Taken up by the authority: its clock runs.
    Accepted,
    /// May be used.
    Granted,
    /// Turned down.
    Refused,
    /// Taken back by the applicant before a decision.
    Withdrawn,
    /// Granted, and not to be used for now.
    Suspended,
    /// Past its last day.
    Expired,
    /// Taken away.
    Revoked,
    /// Handed back.
    Surrendered,
}

/// A step from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Hand in.
    Apply,
    /// Take up.
    Accept,
    /// Grant.
    Grant,
    /// Turn down.
    Refuse,
    /// Take back.
    Withdraw,
    /// Change the terms.
    Amend,
    /// Stop its use.
    Suspend,
    /// Let it be used again.
    Resume,
    /// Take away.
    Revoke,
    /// Hand back.
    Surrender,
    /// Record that it is past its last day.
    Lapse,
}

/// What a reader is told of a licence on a day: its state, or that nothing is left, or that its days are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The state says it all.
    Is(State),
    /// Granted, but a limit that every use needs is used up.
    Exhausted,
    /// Granted, but the day lies before its first or after its last.
    OutOfDays,
}

impl State {
    /// All states with their names.
    pub const ALL: [(State, &'static str); 10] = [
        (State::Draft, "draft"),
        (State::Applied, "applied"),
        (State::Accepted, "accepted"),
        (State::Granted, "granted"),
        (State::Refused, "refused"),
        (State::Withdrawn, "withdrawn"),
        (State::Suspended, "suspended"),
        (State::Expired, "expired"),
        (State::Revoked, "revoked"),
        (State::Surrendered, "surrendered"),
    ];

    /// The state's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }

    /// The state of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<State> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }

    /// Whether a licence in this state was ever granted: its movements can still be released and reversed.
    #[must_use]
    pub fn was_granted(self) -> bool {
        matches!(self, State::Granted | State::Suspended | State::Expired | State::Revoked | State::Surrendered)
    }

    /// The state after a step, or the refusal that names both.
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        let next = match (self, step) {
            (State::Draft, Step::Apply) => State::Applied,
            (State::Applied, Step::Accept) => State::Accepted,
            (State::Accepted, Step::Grant) => State::Granted,
            (State::Accepted, Step::Refuse) => State::Refused,
            (State::Draft | State::Applied | State::Accepted, Step::Withdraw) => State::Withdrawn,
            (State::Granted, Step::Amend) => State::Granted,
            (State::Granted, Step::Suspend) => State::Suspended,
            (State::Suspended, Step::Resume) => State::Granted,
            (State::Granted | State::Suspended, Step::Revoke) => State::Revoked,
            (State::Granted | State::Suspended, Step::Surrender) => State::Surrendered,
            (State::Granted | State::Suspended, Step::Lapse) => State::Expired,
            _ => return Err(Refusal::Step { state: self, step }),
        };
        Ok(next)
    }
}

impl Step {
    /// The step's verb.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Step::Apply => "apply",
            Step::Accept => "accept",
            Step::Grant => "grant",
            Step::Refuse => "refuse",
            Step::Withdraw => "withdraw",
            Step::Amend => "amend",
            Step::Suspend => "suspend",
            Step::Resume => "resume",
            Step::Revoke => "revoke",
            Step::Surrender => "surrender",
            Step::Lapse => "lapse",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_that_has_ended_takes_no_further_step() {
        use Step::*;
        let steps = [Apply, Accept, Grant, Refuse, Withdraw, Amend, Suspend, Resume, Revoke, Surrender, Lapse];
        for end in [State::Refused, State::Withdrawn, State::Expired, State::Revoked, State::Surrendered] {
            assert!(steps.iter().all(|step| end.after(*step).is_err()), "{end:?}");
        }
        let allowed = |state: State| steps.iter().filter(|step| state.after(**step).is_ok()).count();
        assert_eq!(State::ALL.map(|(state, _)| allowed(state)), [2, 2, 3, 5, 0, 0, 4, 0, 0, 0]);
    }

    #[test]
    fn names_read_back() {
        assert!(State::ALL.iter().all(|(state, name)| State::parse(name) == Some(*state) && state.name() == *name));
        assert_eq!(State::parse("exhausted"), None, "exhaustion is read from balances");
    }
}
