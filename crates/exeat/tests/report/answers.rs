//! Answers made by hand, one for each way that a report must tell.

use exeat::assess::{
    Caveat, Citation, ClauseState, Determination, DutyOwed, Finding, Ground, ItemCitation, LicenceFit, LineAnswer,
    LineRef, ListedBy, ListedItem, Message, OpenKind, OpenPoint, Outcome, Proof, ProofOp, Question, QuestionGroup,
    Range, ReadingRow, Record, RegimeAnswer, Release, ReleaseDecision, Rest, RestsOn, Route, Standing, State,
    StatementShown,
};
use exeat::fact::{Author, When};
use exeat::rulebook::{Clock, Confidence, Kind, Localised, Prospects, RuleKind};
use jiff::civil::date;

const FREE: Range = Range { floor: Outcome::NoLicenceRequired, ceiling: Outcome::NoLicenceRequired };
const LICENCE: Range = Range { floor: Outcome::LicenceRequired, ceiling: Outcome::LicenceRequired };
const BAN: Range = Range { floor: Outcome::Prohibited, ceiling: Outcome::Prohibited };
const OPEN: Range = Range { floor: Outcome::NoLicenceRequired, ceiling: Outcome::Prohibited };

/// All of them with their names.
pub(crate) fn all() -> Vec<(&'static str, Determination)> {
    vec![("split", split()), ("open", open()), ("ban", ban()), ("free", free()), ("covered", covered())]
}

fn in_three(en: &str, zh: &str, ja: &str) -> Localised {
    Localised([("en", en), ("ja", ja), ("zh", zh)].map(|(code, text)| (code.to_owned(), text.to_owned())).to_vec())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn message(key: &'static str, values: &[(&'static str, &str)]) -> Message {
    Message { key, values: values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect() }
}

fn citation(act: &str, clause: &str, state: ClauseState) -> Citation {
    Citation {
        act: format!("cn/{act}"),
        clause: clause.to_owned(),
        title: in_three(
            "Export control of items of seven rare earths",
            "对七类中重稀土相关物项实施出口管制",
            "七種の中重希土類関連品目の輸出管理",
        ),
        state,
        effective: "2025-04-04".to_owned(),
        source: "https://example.org/act".to_owned(),
        confidence: Confidence::High,
        kind: Kind::Instrument,
    }
}

fn fact(asks: &str, fact: &str, value: Option<&str>, state: State) -> Proof {
    let author = Author {
        by: Some("SGS".into()),
        on: Some(date(2026, 2, 10)),
        evidence: Some("R-17".into()),
        from_declaration: false,
    };
    let author = if value.is_some() { author } else { Author::default() };
    Proof {
        op: ProofOp::Fact { fact: fact.to_owned(), asks: asks.to_owned(), value: value.map(str::to_owned), author },
        state,
        of: vec![],
    }
}

fn finding(id: &str, rule: &str, kind: RuleKind, state: State, lines: &[&str]) -> Finding {
    let proof = Proof {
        op: ProofOp::And,
        state,
        of: vec![
            fact("= NdFeB", "magnet_family", Some("NdFeB"), State::True),
            fact("contains", "dysprosium", (state == State::True).then_some("2.1 %"), state),
        ],
    };
    Finding {
        id: id.to_owned(),
        rule: format!("cn/{rule}"),
        kind: Some(kind),
        state,
        defeated_by: None,
        lines: texts(lines),
        limbs: Vec::new(),
        citation: Some(citation("2025-18", "1", ClauseState::InForce)),
        basis: None,
        proof,
        items: Vec::new(),
    }
}

fn line(
    number: u32,
    model: Option<&str>,
    range: Range,
    codes: &[(&str, State, ListedBy)],
    ground: Option<Ground>,
) -> LineAnswer {
    let listed = codes.iter().map(|(code, state, by)| ListedItem {
        code: format!("cn/{code}"),
        title: in_three("Magnet material with dysprosium", "含镝的钕铁硼永磁材料", "ジスプロシウムを含む磁石材料"),
        state: *state,
        by: *by,
    });
    LineAnswer {
        line: number,
        model: model.map(str::to_owned),
        range,
        listed: listed.collect(),
        open_groups: Vec::new(),
        ground,
        findings: texts(&["f1"]),
    }
}

fn rest(by: &str) -> Rest {
    Rest { closed: true, by: Some(by.to_owned()), ..Rest::default() }
}

fn base(range: Range, decision: ReleaseDecision, reason: &str, lines: Vec<LineAnswer>) -> Determination {
    let ground = (range == FREE).then_some(Ground::NotListed);
    Determination {
        reference: Some("PO-4711".to_owned()),
        date: When::Day(date(2026, 3, 2)),
        known: "2026-03-02T00:00:00+08:00".parse().unwrap(),
        zone: "Asia/Shanghai".to_owned(),
        range,
        exact: true,
        release: Release { decision, reason: reason.to_owned(), licences: vec![], may_leave: vec![], hold: vec![] },
        regimes: vec![RegimeAnswer { id: "cn".to_owned(), range, ground }],
        lines,
        findings: Vec::new(),
        findings_silent: 3,
        open: Vec::new(),
        questions: Vec::new(),
        rests_on: RestsOn {
            classification: Rest { evidence: texts(&["R-17"]), lines: texts(&["1"]), ..rest("facts") },
            declaration: Rest { on: Some(date(2026, 2, 20)), ..rest("M. Sato, compliance") },
            parties: Rest {
                closed: true,
                method: Some("exact/1".to_owned()),
                lists: texts(&["cn/control-list", "cn/watch-list"]),
                ..Rest::default()
            },
            law: Rest { closed: true, verified_to: vec![("cn".to_owned(), date(2026, 10, 10))], ..Rest::default() },
            points: Rest { closed: true, ..Rest::default() },
        },
        route: Route::default(),
        duties: Vec::new(),
        readings: Vec::new(),
        statements: Vec::new(),
        caveats: vec![Caveat {
            id: "neighbour-regimes".to_owned(),
            message: Some(message("caveat-neighbours", &[("regime", "cn")])),
            text: Localised::default(),
            of: texts(&["monitored chemicals", "military items"]),
        }],
        record: Record {
            rulebook: format!("sha256:{}", "ab".repeat(32)),
            lists: format!("sha256:{}", "cd".repeat(32)),
            input: format!("sha256:{}", "ef".repeat(32)),
            policy: None,
            scenario: None,
            semantics: 1,
            engine: "0.1.0".to_owned(),
        },
    }
}

/// Two models need a licence, one by a record; the third is free. The licence at hand has ended.
fn split() -> Determination {
    let of = |model: &str| LineRef { line: 1, model: Some(model.to_owned()) };
    let met = [("1C905.a.4", State::True, ListedBy::Facts)];
    let recorded = [("1C905.a.4", State::True, ListedBy::Record)];
    let lines = vec![
        line(1, Some("N35SH-A"), LICENCE, &met, None),
        line(1, Some("N35SH-B"), FREE, &[], Some(Ground::NotListed)),
        line(1, Some("N35SH-C"), LICENCE, &recorded, None),
    ];
    let mut answer = base(LICENCE, ReleaseDecision::Hold, "licence_needed", lines);
    answer.release.may_leave = vec![of("N35SH-B")];
    answer.release.hold = vec![of("N35SH-A"), of("N35SH-C")];
    answer.release.licences = vec![LicenceFit {
        id: "LIC-2026-0012".to_owned(),
        fits: false,
        because: vec![message("licence-ended", &[("date", "2026-02-28")])],
        covers: vec![],
        draws: vec![],
    }];
    let mut requirement = finding("f1", "listed-item", RuleKind::Requirement, State::True, &["1/N35SH-A", "1/N35SH-C"]);
    let cited = citation("2025-18", "1", ClauseState::InForce);
    requirement.basis = Some(Citation {
        title: in_three("Export Control Law", "出口管制法", "輸出管理法"),
        effective: "2020-12-01".to_owned(),
        ..citation("ecl", "12", ClauseState::InForce)
    });
    requirement.items = vec![ItemCitation { code: "cn/1C905.a.4".to_owned(), state: State::True, citation: cited }];
    answer.findings = vec![requirement, finding("f2", "japan-military", RuleKind::Prohibition, State::False, &["1"])];
    answer.route = Route {
        open: texts(&["individual", "general"]),
        closed: vec![("registration".to_owned(), "cn/registration-not-open".to_owned())],
        documents: texts(&["contract", "end_user_statement", "test_report"]),
        missing: texts(&["contract", "end_user_statement"]),
        clocks: vec![Clock {
            id: "review".to_owned(),
            working_days: Some(45),
            days: None,
            years: None,
            from: "acceptance".to_owned(),
        }],
        prospects: Some(Prospects::Ordinary),
        ..Route::default()
    };
    answer.duties = vec![DutyOwed {
        id: "cn/customs-remark".to_owned(),
        state: State::True,
        text: in_three("State 1C905.a.4 in the remarks field.", "在备注栏注明1C905.a.4。", "備考欄に1C905.a.4と記す。"),
        due: Some("at declaration".to_owned()),
        clock: None,
        citation: citation("2025-18", "2", ClauseState::InForce),
    }];
    answer
}

/// Nothing is known of the composition or the user; an effect and a reading are open too.
fn open() -> Determination {
    let perhaps = [("1C904.a.4", State::Open, ListedBy::Facts), ("1C905.a.4", State::Open, ListedBy::Facts)];
    let mut answer = base(OPEN, ReleaseDecision::Hold, "open", vec![line(1, None, OPEN, &perhaps, None)]);
    let mut ban = finding("f1", "japan-military", RuleKind::Prohibition, State::Open, &["1"]);
    ban.limbs =
        vec![("user".to_owned(), State::Open), ("use".to_owned(), State::False), ("other".to_owned(), State::Open)];
    let mut stale = finding("f2", "listed-item", RuleKind::Requirement, State::Open, &["1"]);
    stale.citation = Some(citation("2025-57", "1", ClauseState::Unresolved));
    answer.findings = vec![ban, stale];
    let point = |kind, id: &str, message, citation| OpenPoint {
        kind,
        id: id.to_owned(),
        message,
        decides: true,
        ceiling: Outcome::Prohibited,
        citation,
    };
    answer.open = vec![
        point(OpenKind::Fact, "1/dysprosium", message("open-fact", &[("fact", "dysprosium"), ("about", "1")]), None),
        point(
            OpenKind::Gap,
            "effect:cn/2025-70#1/suspends",
            message("open-effect", &[("act", "cn/2025-70"), ("targets", "2025-57"), ("until", "2026-11-10")]),
            Some(citation("2025-70", "1", ClauseState::InForce)),
        ),
        point(
            OpenKind::Reading,
            "reading:cn/military-user",
            message("open-reading", &[("term", "cn/military-user")]),
            None,
        ),
    ];
    let question = |fact: &str, about: &[&str], question, answers: &[&str]| Question {
        fact: fact.to_owned(),
        about: texts(about),
        question,
        message: None,
        answers: texts(answers),
    };
    let share = in_three("What share by mass is dysprosium?", "镝的质量百分比是多少？", "ジスプロシウムの質量割合は。");
    let kind = in_three("Which family of magnet is it?", "属于哪类磁体？", "どの種類の磁石ですか。");
    let user = in_three(
        "Does this party belong to the armed forces?",
        "该方是否属于武装力量？",
        "この相手は軍隊に属しますか。",
    );
    let near = Question {
        message: Some(message(
            "open-near",
            &[("party", "Example Heavy Industries"), ("listed", "三菱造船株式会社"), ("id", "cn-2026-11-01")],
        )),
        ..question("near", &["end_user/1"], Localised::default(), &[])
    };
    answer.questions = vec![
        QuestionGroup {
            paper: "screening_decision".to_owned(),
            who: texts(&["exporter"]),
            cost: 1,
            questions: vec![near],
        },
        QuestionGroup {
            paper: "end_user_statement".to_owned(),
            who: texts(&["end user"]),
            cost: 2,
            questions: vec![question("military_user", &["end_user/1", "end_user/further"], user, &["yes", "no"])],
        },
        QuestionGroup {
            paper: "test_report".to_owned(),
            who: texts(&["laboratory", "maker abroad"]),
            cost: 2,
            questions: vec![
                question("dysprosium", &["1"], share, &["wt%"]),
                question("magnet_family", &["1"], kind, &["NdFeB", "SmCo", "other"]),
            ],
        },
    ];
    answer.rests_on.declaration = Rest {
        because: vec![
            message("rests-not-declared", &[("fact", "wmd_use")]),
            message("rests-not-signed", &[("fact", "red_flags")]),
            message("rests-not-declared", &[("fact", "terrorist_use")]),
        ],
        ..Rest::default()
    };
    answer.rests_on.parties =
        Rest { because: vec![message("open-further", &[("role", "end_user")])], ..Rest::default() };
    answer.route = Route {
        documents: texts(&["contract"]),
        clocks_off: vec![("review".to_owned(), "cn/watch-list-no-clock".to_owned())],
        voids: vec![
            ("general".to_owned(), "cn/watch-listed".to_owned()),
            ("registration".to_owned(), "cn/watch-listed".to_owned()),
        ],
        prospects: Some(Prospects::Refused),
        prospects_open: true,
        ..Route::default()
    };
    let row = |reading: &str, kind, standing, range| ReadingRow {
        term: "cn/military-user".to_owned(),
        reading: reading.to_owned(),
        held_by: "MOFCOM".to_owned(),
        kind,
        hedge: (kind == Kind::Guidance).then(|| "generally".to_owned()),
        standing,
        range,
    };
    answer.readings = vec![
        row("text", Kind::Instrument, Standing::Open, OPEN),
        row("supplies", Kind::Guidance, Standing::Followed, BAN),
    ];
    answer
}

/// A banned user; a statement says that civil users are not affected.
fn ban() -> Determination {
    let met = [("1C905.a.4", State::True, ListedBy::Facts)];
    let mut answer = base(
        BAN,
        ReleaseDecision::Hold,
        "prohibited",
        vec![line(1, None, BAN, &met, None), line(2, None, BAN, &met, None)],
    );
    let mut ban = finding("f1", "japan-military", RuleKind::Prohibition, State::True, &["1"]);
    ban.limbs = vec![("user".to_owned(), State::True)];
    let mut defeated = finding("f2", "listed-item", RuleKind::Requirement, State::True, &["1", "2"]);
    defeated.defeated_by = Some("cn/relief".to_owned());
    let engine = Finding {
        rule: "engine/sources-at-odds".to_owned(),
        kind: None,
        citation: None,
        ..finding("f3", "x", RuleKind::Note, State::True, &["2"])
    };
    answer.findings = vec![ban, defeated, engine];
    answer.route =
        Route { special: Some("none".to_owned()), claimable: texts(&["cn/abroad-relief"]), ..Route::default() };
    answer.statements = vec![StatementShown {
        id: "cn/civilian-users".to_owned(),
        by: texts(&["MOFCOM spokesperson"]),
        published: "2026-01-08".to_owned(),
        text: in_three("Civil users will not be affected.", "民用用户不受影响。", "民生需要者は影響を受けない。"),
        source: "https://example.org/said".to_owned(),
    }];
    answer
}

fn free() -> Determination {
    base(FREE, ReleaseDecision::MayLeave, "free", vec![line(1, None, FREE, &[], Some(Ground::NotListed))])
}

/// A licence at hand covers it.
fn covered() -> Determination {
    let met = [("1C905.a.4", State::True, ListedBy::Facts)];
    let mut answer = base(LICENCE, ReleaseDecision::MayLeaveUnder, "covered", vec![line(1, None, LICENCE, &met, None)]);
    answer.release.licences = vec![LicenceFit {
        id: "LIC-7".to_owned(),
        fits: true,
        because: vec![],
        covers: vec![LineRef { line: 1, model: None }],
        draws: texts(&["80 kg", "1 use"]),
    }];
    answer.findings = vec![finding("f1", "listed-item", RuleKind::Requirement, State::True, &["1"])];
    answer
}
