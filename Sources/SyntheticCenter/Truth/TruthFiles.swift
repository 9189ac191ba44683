internal import CivilTime
internal import DurableFiles

/// The tables of truth on their way to disk.
struct TruthFiles: ~Copyable, Sendable {
  private static let bufferBytes = 1 << 20

  private let directory: String
  private var people: File
  private var interactions: File
  private var journeys: File
  private var friction: File
  private var buffers: [[UInt8]] = TruthTable.allCases.map { Array("\($0.header)\n".utf8) }

  /// New tables in a directory that does not exist yet.
  init(in directory: String) throws(FileError) {
    try Directory.createAll(directory, mode: 0o755)
    let people = try TruthFiles.create("people", in: directory)
    let interactions = try TruthFiles.create("interactions", in: directory)
    let journeys = try TruthFiles.create("journeys", in: directory)
    let friction = try TruthFiles.create("friction", in: directory)
    self.init(directory, people, interactions, journeys, friction)
  }

  private init(
    _ directory: String, _ people: consuming File, _ interactions: consuming File,
    _ journeys: consuming File, _ friction: consuming File
  ) {
    self.directory = directory
    self.people = people
    self.interactions = interactions
    self.journeys = journeys
    self.friction = friction
  }

  private static func create(_ name: String, in directory: String) throws(FileError) -> File {
    try File.create("\(directory)/\(name).csv", mode: 0o644)
  }

  /// Adds the rows of a group.
  mutating func append(_ rows: TruthRows) throws(FileError) {
    for (place, bytes) in rows.tables.enumerated() {
      buffers[place].append(contentsOf: bytes)
      if buffers[place].count >= TruthFiles.bufferBytes { try flush(place) }
    }
  }

  private mutating func flush(_ place: Int) throws(FileError) {
    switch TruthTable.allCases[place] {
    case .people: try people.write(buffers[place])
    case .interactions: try interactions.write(buffers[place])
    case .journeys: try journeys.write(buffers[place])
    case .friction: try friction.write(buffers[place])
    }
    buffers[place].removeAll(keepingCapacity: true)
  }

  /// Writes the daily measures and ends all tables.
  consuming func finish(_ measures: MeasureTruth) throws(FileError) {
    for place in buffers.indices { try flush(place) }
    var text: ExportText = "date,measure,channel,numerator,denominator\n"
    for key in measures.cells.keys.sorted() {
      guard let cell = measures.cells[key] else { continue }
      text.append(
        """
        \(DateText.of(key.day)),\(key.measure),\(key.channel),\(cell.numerator),\
        \(cell.denominator)

        """)
    }
    var file = try TruthFiles.create("measures", in: directory)
    try file.write(text.bytes)
    try file.close(synchronizing: false)
    try people.close(synchronizing: false)
    try interactions.close(synchronizing: false)
    try journeys.close(synchronizing: false)
    try friction.close(synchronizing: false)
  }
}

/// Days and instants as the tables of truth write them.
enum DateText {
  /// `2026-03-03` of a day since 1970.
  static func of(_ day: Int32) -> String { InstantText.date(dayNumber: day) }
}
