/// The text of one settings file, kept so that a problem can show its line.
package final class SourceText: Sendable {
  /// The file, as the user named it.
  package let file: String
  private let lines: [Substring]

  /// The text of a file.
  package init(text: String, file: String) {
    self.file = file
    self.lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
  }

  /// A line from 1, without its end; nil if the file has fewer.
  package func line(_ number: Int) -> String? {
    lines.indices.contains(number - 1) ? String(lines[number - 1]) : nil
  }
}
