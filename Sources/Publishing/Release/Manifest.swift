import CivilTime
import JourneyModel

/// `manifest.json`: every content file with its hashes, and what the release was made from.
struct Manifest {
  /// What the release says about itself.
  var settings: ReleaseSettings
  /// Id of the store's state the release is made from.
  var stateID: String
  /// Every content file except the manifest, in any order.
  var files: [ContentFile]

  /// The version of this file's form.
  static let version: Int64 = 1

  /// Indented JSON with the files sorted by path.
  var text: String {
    JSONValue.object([
      ("format", .text("throughline-release")),
      ("version", .integer(Manifest.version)),
      ("as_of", .text(InstantText.iso8601(microseconds: settings.asOf.microseconds))),
      ("time_zone", .text(settings.zone.identifier)),
      ("state_id", .text(stateID)),
      ("configuration_fingerprint", .text(settings.configurationFingerprint)),
      ("key_id", .text(settings.keyID)),
      ("versions", .object(settings.versions.map { ($0.name, .text($0.version)) })),
      ("files", .array(files.sorted { $0.path < $1.path }.map(Manifest.entry))),
    ]).indentedText
  }

  private static func entry(_ file: ContentFile) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("path", .text(file.path)), ("sha256", .text(file.sha256)), ("bytes", .integer(file.bytes)),
    ]
    if let rows = file.rows {
      members.append(("table", .text(rows.table)))
      members.append(("rows", .integer(rows.count)))
      members.append(("rows_sha256", .text(rows.sha256)))
      if let day = rows.day { members.append(("date", .text(InstantText.date(dayNumber: day)))) }
    }
    return .object(members)
  }
}
