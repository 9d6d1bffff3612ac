//! Headings and words of files, as they are compared.

/// A heading or a word in the form used for comparing: without spaces, `_`, capitals, `(원)` and a company's form.
pub(super) fn bare(cell: &str) -> String {
    let folded: String = cell
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect();
    folded
        .replace("(원)", "")
        .replace("(주)", "")
        .replace("㈜", "")
}
