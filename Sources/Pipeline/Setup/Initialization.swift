internal import DurableFiles
internal import JourneyModel

/// Writes a first configuration and its key into a folder of exports.
package enum Initialization {
  /// What was written.
  package struct Written: Sendable {
    /// The path of the configuration.
    package var path: String
    /// How many inputs it has, and how many lines somebody has to confirm.
    package var inputs: Int
    package var questions: Int
  }

  /// Writes them; what is there already is an error, or in the key's case kept.
  package static func run(in folder: String) throws(RunFailure) -> Written {
    let configuration = Directory.path(of: "throughline.yaml", in: folder)
    let key = Directory.path(of: "throughline.key", in: folder)
    do throws(FileError) {
      guard try !Directory.hasEntry(configuration) else {
        throw FileError(operation: "create", path: configuration, code: 17)
      }
    } catch {
      throw .creating(error)
    }
    let draft = try ConfigurationDraft(folder: folder)
    do throws(FileError) {
      if try !Directory.hasEntry(key) { try KeyFile.create(key) }
      try WholeFile.replace(configuration, with: draft.text, mode: 0o644)
    } catch {
      throw .creating(error)
    }
    let questions = draft.text.split(separator: "\n").count { $0.contains("CONFIRM:") }
    return Written(path: configuration, inputs: draft.inputCount, questions: questions)
  }
}
