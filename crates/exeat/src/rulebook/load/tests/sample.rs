//! A small regime that holds one of each block.

pub(super) const REGIME: &str = r#"id = "xx"
authority = "OFFICE"
languages = ["en"]
zone = "Asia/Tokyo"
begins = "2020-01-01"
verified_to = "2026-01-01"
stale_after = "30 days"
neighbours = ["munitions"]
[calendar.2026]
off = ["2026-01-01..2026-01-04"]
worked = ["2026-01-10"]
"#;

pub(super) const UNITS: &str = r#"["wt%"]
dimension = "share of mass"
factor = "1/100"
["val%"]
dimension = "share of value"
factor = "1/100"
["%"]
dimension = "share"
factor = "1/100"
[mm]
dimension = "length"
factor = "1/1000"
[m]
dimension = "length"
factor = 1
[USD]
dimension = "money in USD"
factor = 1
"#;

pub(super) const COUNTRIES: &str = r#"[CN]
name = { en = "China" }
[CN-bonded]
name = { en = "bonded zone" }
within = "CN"
[HR]
name = { en = "Croatia" }
[JP]
name = { en = "Japan" }
"#;

pub(super) const VOCABULARY: &str = r#"[dysprosium]
scope = "line"
type = "share"
unit = "wt%"
domain = "0..100 %"
applies_when = "material in [magnet, alloy]"
absent_below = "0.01 wt%"
paper = "test_report"
cost = 2
who = "laboratory"
question = { en = "How much dysprosium?" }
[terbium]
scope = "line"
type = "share"
unit = "wt%"
question = { en = "How much terbium?" }
[value_share]
scope = "line"
type = "share"
unit = "val%"
question = { en = "Which share of the value?" }
[thickness]
scope = "line"
type = "quantity"
unit = "mm"
domain = "> 0 mm"
question = { en = "How thick?" }
[material]
scope = "line"
type = "set"
question = { en = "Of what?" }
[material.values.magnet]
whole_since = "2024-12-01"
[material.values.alloy]
[material.values.none-of-these]
[military_user]
scope = "party"
type = "yes-no"
question = { en = "Is it a military user?" }
[military_use]
scope = "end_use"
type = "yes-no"
question = { en = "Is it a military use?" }
[changed]
scope = "end_use"
type = "yes-no"
gates = "no"
question = { en = "Has the use changed?" }
[contract_on]
scope = "shipment"
type = "date"
question = { en = "When was the contract made?" }
"#;

pub(super) const ACT: &str = r#"+++
id = "2025-1"
kind = "instrument"
issuers = ["OFFICE"]
title = { en = "The act" }
published = "2025-01-01"
effective = "2025-02-01"
source = "https://example.org/1"
confidence = "high"
+++

## 1 Listed items

What is listed needs a licence.

```reach export
as = "export"
when = 'from = CN and not to = CN'
```

```requirement listed-items
under = ["export"]
when = 'listed'
```

```case magnet
decided_by = "official text"
date = "2025-03-01"
facts = '''
from = "CN"
to = "JP"
'''
expect = { outcome = "licence_required", open = ["a", "b"], lines = [{ line = 2, model = "A", floor = "prohibited" }] }
because = "2025-1#1 1C1.a"
never = ["military"]
```

## 2 Military users

```definition to-japan
when = 'to = JP or final = JP'
```

```prohibition military
route = "special_application"
when = 'to-japan and (some end_user where military-user or military_use)'
```

```term military-user
[reading.text]
kind = "instrument"
held_by = "the words"
means = "military_user"
[reading.listed]
kind = "guidance"
published = "2025-06-01"
held_by = "OFFICE"
means = "military_user or on control-list"
```

```exemption small
defeats = ["listed-items"]
claim = true
when = 'thickness < 2 m and total(value) <= 1000 USD and contract_on >= 2025-01-01'
```

```route ordinary
when = 'listed'
kinds = ["individual"]
documents = ["contract"]
clocks = [{ id = "review", working_days = 45, from = "acceptance" }]
```

```duty keep
do = { en = "Keep the papers" }
clock = { years = 5 }
```

```note changed-use
when = 'changed'
text = { en = "The use has changed" }
```
"#;

pub(super) const SECOND: &str = r#"+++
id = "2025-2"
kind = "instrument"
issuers = ["OFFICE"]
title = { en = "The suspension" }
published = "2025-05-01"
source = "https://example.org/2"
+++
## 1 Suspension
```clause
effective = "2025-06-01"
confidence = "low"
```
```effect
suspends = ["2025-1#2"]
until = { date = "2026-05-01", words = "to 1 May", last_day = "unclear" }
```
```effect
delists = ["xx-1"]
from = "2025-07-01"
```
```statement longer
claims = { extends = "2025-2", until = "2027-05-01" }
```
"#;

pub(super) const ENTRY: &str = r#"code = "1C1"
title = { en = "Magnets" }
[[item]]
code = "1C1.a"
reasons = ["NS1"]
title = { en = "With dysprosium" }
[[item.version]]
by = "2025-1#1"
when = 'material = magnet and (contains dysprosium or sum(dysprosium + terbium) > 0.1 wt% or hs = 8505111000)'
hs = ["8505111000"]
hs_year = 2026
"#;

pub(super) const PARTIES: &str = r#"act = "2025-1#2"
list = "control-list"
[[party]]
id = "xx-1"
names = [{ text = "Works", lang = "en", kind = "official" }]
country = "JP"
"#;

pub(super) const GROUP: &str = r#"id = "eu"
[[member]]
word = "HR"
from = "2013-07-01"
"#;

pub(super) const CASES: &str = r#"# More cases

```case two
date = "2025-03-01"
facts = 'to = "JP"'
policy = { readings = { "xx/military-user" = "listed" } }
scenario = "worse"
expect = { floor = "no_licence_required" }
```
"#;

pub(super) const SCENARIO: &str = r#"+++
id = "worse"
kind = "scenario"
title = { en = "Worse" }
published = "2025-12-01"
+++
## 1 Ban
```prohibition worse-ban
when = 'to in eu'
```
"#;

pub(super) const KINDS: &str = r#"[open]
by = "2025-1"
article = "4"
[individual]
by = "2025-1"
article = "3"
uses_max = 1
months_max = 12
review = { working_days = 45 }
amendment = { days = 20, off_for_watch_listed = true }
"#;
