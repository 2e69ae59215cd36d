//! Any text: a condition or an error within it; a condition is written back as a text that reads as the same tree.

#![no_main]

use exeat::rulebook::parse_condition;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| match parse_condition(text) {
    Ok(tree) => {
        let canonical = tree.to_string();
        assert_eq!(parse_condition(&canonical).as_ref(), Ok(&tree), "{canonical}");
    }
    Err(error) => assert!(text.get(error.at.clone()).is_some(), "{error:?}"),
});
