import Foundation

/// Writes one Swift source that holds the given text files: `embed-files OUTPUT FILE…`.
@main
struct EmbedFilesTool {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let output = arguments.first else { return }
    let entries = try arguments.dropFirst().map { path in
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let name = URL(filePath: path).lastPathComponent
      return "    (name: \"\(name)\", text: ##\"\"\"\n\(text)\n\"\"\"##),\n"
    }
    let source = """
      /// The files embedded at build time, in name order.
      enum EmbeddedFiles {
        static let all: [(name: String, text: String)] = [
      \(entries.joined())  ]
      }

      """
    try source.write(toFile: output, atomically: true, encoding: .utf8)
  }
}
