use super::{LookUp, NameIndex, Near};

const GENERIC: &[&str] = &[
    "industries",
    "industry",
    "heavy",
    "corporation",
    "technology",
    "technologies",
    "systems",
    "system",
    "seimitsu",
    "electric",
    "engineering",
    "aerospace",
    "aviation",
    "materials",
    "精密",
    "工業",
    "電機",
    "製作所",
    "航空",
    "宇宙",
    "材料",
    "システム",
    "エンジニアリング",
    "マテリアル",
];

const LIST: &[(u32, &str)] = &[
    (0, "Mitsubishi Heavy Industries Shipbuilding Co."),
    (0, "三菱造船株式会社"),
    (1, "Mitsubishi Heavy Industries Aero Engines, Ltd."),
    (1, "三菱重工航空发动机株式会社"),
    (1, "三菱重工航空エンジン株式会社"),
    (2, "TDK Corporation"),
    (2, "TDK株式会社"),
    (3, "Nacalai Tesque, Inc."),
    (3, "半井试剂株式会社"),
    (3, "ナカライテスク株式会社"),
    (4, "Institute of Science Tokyo"),
    (4, "东京科学大学"),
    (5, "冲电气工业株式会社"),
    (5, "OKI Electric Industry Co., Ltd."),
];

fn index() -> NameIndex {
    NameIndex::new(LIST.iter().copied(), GENERIC)
}

fn look_up(name: &str) -> LookUp {
    index().look_up(&[name])
}

fn nears(name: &str) -> Vec<(u32, String)> {
    look_up(name).near.into_iter().map(|Near { party, shared }| (party, shared)).collect()
}

#[test]
fn a_listed_name_is_found_however_it_is_written() {
    for (name, party) in [
        ("三菱造船株式會社", 0),
        ("三菱造船", 0),
        ("MITSUBISHI HEAVY INDUSTRIES SHIPBUILDING CO LTD", 0),
        ("Ｍｉｔｓｕｂｉｓｈｉ Heavy Industries (Shipbuilding)", 0),
        ("三菱重工航空エンジン㈱", 1),
        ("ＴＤＫ", 2),
        ("TDK K.K.", 2),
        ("ﾅｶﾗｲﾃｽｸ(株)", 3),
        ("国立大学法人東京科学大学", 4),
        ("沖電気工業株式会社", 5),
        ("衝電氣工業", 5),
    ] {
        let found = look_up(name);
        assert_eq!(found.same, [party], "{name}");
        assert!(!found.unread, "{name}");
    }
}

#[test]
fn a_group_company_is_near() {
    assert_eq!(nears("三菱重工業株式会社"), [(0, "三菱".to_owned()), (1, "三菱重".to_owned())]);
    assert_eq!(nears("Mitsubishi Corporation"), [(0, "mitsubishi".to_owned()), (1, "mitsubishi".to_owned())]);
    assert_eq!(nears("東京理科大学"), [(4, "东京".to_owned())]);
    assert_eq!(nears("TDK Lambda"), [(2, "tdk".to_owned())]);
    assert!(look_up("TDK Lambda").same.is_empty());
}

#[test]
fn a_civil_maker_is_neither() {
    for name in [
        "Example Seimitsu K.K.",
        "例示精密株式会社",
        "愛知精密",
        "Example Heavy Industries Corporation",
        "例示工業株式会社",
    ] {
        assert_eq!(look_up(name), LookUp::default(), "{name}");
    }
}

#[test]
fn generic_words_leave_no_run_across_their_place() {
    // 菱造 stands on either side of 工業: cutting it out must not bring the two characters together.
    assert_eq!(nears("例菱工業造示"), []);
}

#[test]
fn a_name_in_a_writing_that_the_list_lacks_is_unread() {
    for name in ["미쓰비시", "Мицубиси", "บริษัท", "", "株式会社"] {
        assert!(look_up(name).unread, "{name}");
    }
    assert!(!index().look_up(&["미쓰비시", "Mitsubishi"]).unread);
    assert!(index().look_up(&[]).unread);
    let latin = NameIndex::new([(0, "TDK Corporation")].into_iter(), GENERIC);
    assert!(latin.look_up(&["例示精密株式会社"]).unread);
    assert!(latin.look_up(&["例示TDK"]).unread, "the part that tells it cannot be read");
}

#[test]
fn order_of_names_makes_no_difference() {
    let back = NameIndex::new(LIST.iter().rev().copied(), GENERIC);
    for names in [["三菱重工業", "Mitsubishi Oki"], ["TDK", "東京科学大学"]] {
        let other = [names[1], names[0]];
        assert_eq!(index().look_up(&names), back.look_up(&other));
    }
}

#[test]
fn an_empty_list_reads_nothing() {
    let empty = NameIndex::new(std::iter::empty(), GENERIC);
    assert!(empty.look_up(&["TDK"]).unread);
}
