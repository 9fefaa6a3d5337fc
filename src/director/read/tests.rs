//! Prompts of our own and what they mean.

use crate::director::read::read;

#[test]
fn dump() {
    let path = std::env::var("PROMPTS").unwrap_or_default();
    let Ok(text) = std::fs::read_to_string(path) else { return };
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let reading = read(row["text"].as_str().unwrap());
        println!(
            "{}",
            serde_json::json!({"id": row["id"], "plan": reading.brief, "u": reading.understood, "n": reading.not_understood, "text": row["text"]})
        );
    }
}
