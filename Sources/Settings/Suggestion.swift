/// Finds the word a user probably meant.
package enum Suggestion {
  /// The candidate nearest to a word, at most two edits away; ties go to the earlier candidate.
  ///
  /// Edits are insertion, deletion, replacement and the exchange of neighbours
  /// (Damerau-Levenshtein, optimal string alignment).
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let limit = min(2, max(1, word.count / 2))
    var best: (word: String, distance: Int)?
    for candidate in candidates where candidate != word {
      let distance = distance(Array(word.lowercased()), Array(candidate.lowercased()))
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// "did you mean 'window'?", or the list of candidates if none is near and they are few.
  package static func help(for word: String, among candidates: [String]) -> String? {
    if let nearest = nearest(to: word, among: candidates) { return "did you mean '\(nearest)'?" }
    guard !candidates.isEmpty, candidates.count <= 24 else { return nil }
    return "one of: " + candidates.joined(separator: ", ")
  }

  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
