internal import DurableFiles
internal import Intake
internal import JourneyModel
internal import RecordFormats

/// Makes the first draft of an adapter from a sample file.
package enum Drafting {
  /// The draft for a file, whose name gives the adapter's id where `id` is nil.
  ///
  /// It takes the place of no other: `known` are the ids there are.
  package static func draft(
    path: String, id: String?, beside known: [String]
  ) throws(RunFailure) -> String {
    if let id, known.contains(id) {
      throw RunFailure(
        .usage, .a112, "there is an adapter '\(id)' already",
        help: "Choose another --id; 'throughline adapters show \(id)' writes the one there is.")
    }
    let file = try File.openInput(path)
    let sample: InputSample
    do throws(FileError) {
      sample = try InputSample(of: file, limits: ByteLimits())
    } catch {
      throw .reading(error)
    }
    let name = Directory.name(of: path)
    let text = AdapterDraft.text(
      of: sample.bytes, isFinal: sample.isFinal, fileName: name,
      id: id ?? AdapterDraft.id(from: name, beside: known))
    guard let text else {
      throw RunFailure(
        .dataRefused, .i304, "\(path) holds neither rows nor JSON objects",
        help: "Name a CSV or JSON export with at least one record.")
    }
    return text
  }
}
