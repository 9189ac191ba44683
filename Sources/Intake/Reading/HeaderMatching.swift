/// Finds wanted columns in a header row.
///
/// Names match without regard to case and surrounding blanks. A name that occurs several times
/// means its first column, unless the adapter requires it: then the header cannot be used.
struct HeaderMatching: Sendable, Equatable {
  private let names: [String]

  /// A header of these names, in column order.
  init(names: [String]) { self.names = names.map(Self.normalized) }

  /// A name as it is compared.
  static func normalized(_ name: String) -> String {
    let blanks: Set<Character> = [" ", "\t", "\r", "\n"]
    let start = name.drop { blanks.contains($0) }
    let end = start.lastIndex { !blanks.contains($0) }
    return end.map { start[...$0].lowercased() } ?? ""
  }

  /// How many columns there are.
  var count: Int { names.count }

  /// The first column of a name; nil if there is none.
  func column(_ name: String) -> Int? {
    names.firstIndex(of: Self.normalized(name))
  }

  /// The names that have no column, in the given order.
  func missing(_ required: [String]) -> [String] {
    required.filter { column($0) == nil }
  }

  /// The names that have several columns, in the given order.
  func repeated(_ required: [String]) -> [String] {
    required.filter { name in
      let name = Self.normalized(name)
      return names.count { $0 == name } > 1
    }
  }
}
