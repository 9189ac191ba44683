/// Finds the word a user probably meant.
package struct Suggestion {
  /// The candidates and their letters, in their order.
  private let candidates: [(word: String, letters: [Character])]

  /// The most candidates a word is compared with.
  private static let mostCompared = 1000

  /// Finds words among candidates.
  package init(among candidates: [String]) {
    self.candidates = candidates.prefix(Self.mostCompared).map { ($0, Array($0.lowercased())) }
  }

  /// The candidate nearest to a word, as the function of that name finds it.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    Suggestion(among: candidates).nearest(to: word)
  }

  /// The candidate nearest to a word, at most two edits away; ties go to the earlier candidate.
  ///
  /// Edits are insertion, deletion, replacement and the exchange of neighbours
  /// (Damerau-Levenshtein, optimal string alignment).
  package func nearest(to word: String) -> String? {
    let letters = Array(word.lowercased())
    let limit = min(2, max(1, word.count / 2))
    var best: (word: String, distance: Int)?
    for candidate in candidates where candidate.word != word {
      let distance = Self.distance(letters, candidate.letters, limit: limit)
      if let distance, distance < best?.distance ?? .max { best = (candidate.word, distance) }
    }
    return best?.word
  }

  /// "did you mean 'window'?", or the list of candidates if none is near and they are few.
  package static func help(for word: String, among candidates: [String]) -> String? {
    if let nearest = nearest(to: word, among: candidates) { return "did you mean '\(nearest)'?" }
    guard !candidates.isEmpty, candidates.count <= 24 else { return nil }
    return "one of: " + candidates.joined(separator: ", ")
  }

  /// The number of edits between two words; nil if it is above a limit.
  ///
  /// Only the cells within `limit` of the diagonal are computed: all others are above it.
  private static func distance(_ left: [Character], _ right: [Character], limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    let far = limit + 1
    var beforeLast = [Int](repeating: far, count: right.count + 1)
    var last = right.indices.map { min($0, far) } + [min(right.count, far)]
    var current = beforeLast
    for row in left.indices {
      let band = max(0, row - limit)..<min(right.count, row + limit + 1)
      current[band.lowerBound] = band.lowerBound == 0 ? min(row + 1, far) : far
      for column in band {
        let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current[column + 1] = min(best, far)
      }
      if band.upperBound < right.count { current[band.upperBound + 1] = far }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }
}
