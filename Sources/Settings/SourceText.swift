internal import JourneyModel

/// The text of one settings file, kept so that a problem can show its line.
package final class SourceText: Sendable {
  /// The file, as the user named it.
  package let file: String
  private let lines: [ArraySlice<Character>]

  /// The text of a file.
  package init(text: String, file: String) {
    self.file = file
    self.lines = Array(text).split(omittingEmptySubsequences: false) { $0.isNewline }
  }

  /// A line from 1, without its end; nil if the file has fewer.
  func line(_ number: Int) -> ArraySlice<Character>? {
    lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }

  /// What is shown of a line from 1; nil if the file has fewer.
  func excerpt(_ number: Int, around column: Int) -> Excerpt? {
    line(number).map { Excerpt(of: $0, around: column) }
  }
}
