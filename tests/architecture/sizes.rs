//! How long files may be.

use crate::source::{files, read};

/// A longer file has more than one subject. Lists that are one table are the longest.
const LINES_MAX: usize = 500;
/// Half of all files are no longer than this.
const LINES_MEDIAN_MAX: usize = 130;

/// Every file with its lines, the shortest first.
fn lengths() -> Vec<(usize, String)> {
    let all = ["src", "providers", "tests", "benches"]
        .into_iter()
        .flat_map(|folder| files(folder, ".rs"));
    let mut lengths: Vec<_> = all
        .map(|path| (read(&path).lines().count(), path))
        .collect();
    lengths.sort();
    lengths
}

#[test]
fn a_file_ends_before_it_has_two_subjects() {
    let long: Vec<String> = lengths()
        .into_iter()
        .filter(|(lines, _)| *lines > LINES_MAX)
        .map(|(lines, path)| format!("{path} has {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn half_of_the_files_are_short() {
    let lengths = lengths();
    let (median, _) = lengths[lengths.len() / 2];
    assert!(median <= LINES_MEDIAN_MAX, "the median is {median} lines");
}
