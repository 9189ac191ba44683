internal import DurableFiles
internal import Intake
internal import JourneyModel
internal import RecordFormats

/// Makes the first draft of an adapter from a sample file.
package enum Drafting {
  /// The draft for a file, whose name gives the adapter's id where `id` is nil.
  package static func draft(path: String, id: String?) throws(RunFailure) -> String {
    let file = try File.openInput(path)
    let sample: InputSample
    do throws(FileError) {
      sample = try InputSample(of: file, limits: ByteLimits())
    } catch {
      throw .reading(error)
    }
    let text = AdapterDraft.text(
      of: sample.bytes, isFinal: sample.isFinal, fileName: Directory.name(of: path), id: id)
    guard let text else {
      throw RunFailure(
        .dataRefused, .i304, "\(path) holds neither rows nor JSON objects",
        help: "Name a CSV or JSON export with at least one record.")
    }
    return text
  }
}
