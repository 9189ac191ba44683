internal import JourneyAnalysis
internal import JourneyModel

/// Assembled vertices in scratch space, part by part, until their customers are known.
///
/// Symbols of a part are those of its own book; they are exchanged for ranked ones when all texts
/// are known. Memory: the distinct texts, and four bytes for each text of each part.
struct PieceStore {
  private let scratch: ScratchLists
  private var pieces: [Piece] = []
  private var book = WordBook()
  private var symbolCount = 0

  private struct Piece {
    var place: ScratchLists.Place
    var vertices: Int
    /// The symbol in `book` of each of the part's own.
    var symbols: [Symbol]
  }

  /// No parts; the words are those that analysis itself publishes.
  init(_ scratch: any Scratch, words: [String]) {
    self.scratch = ScratchLists(scratch, name: "vertices")
    for word in words { _ = book.symbol(of: word) }
  }

  var count: Int { pieces.count }

  /// The bytes of all parts.
  var byteCount: UInt64 { scratch.byteCount }

  /// How many distinct texts.
  var wordCount: Int { book.count }

  /// Memory that the texts take.
  var wordBytes: Int { book.byteCount + 24 * book.count + 4 * symbolCount }

  /// Keeps a part that was written.
  mutating func append(_ part: AssembledPart) {
    pieces.append(
      Piece(
        place: part.place, vertices: part.tokens.count, symbols: book.unite(part.facts.words)))
    symbolCount += part.facts.words.count + 1
  }

  /// Where parts are written to.
  var room: ScratchLists { scratch }

  /// Ranks the texts and exchanges the parts' symbols; nothing may be appended afterwards.
  mutating func rankWords() -> Words {
    let (words, ranks) = Words.ranking(book)
    book = WordBook()
    for index in pieces.indices {
      pieces[index].symbols = pieces[index].symbols.map { ranks[Int($0.number)] }
    }
    return words
  }

  /// How many vertices a part has.
  func vertexCount(of piece: Int) -> Int { pieces[piece].vertices }

  /// Parts in order, in runs of at most so many bytes; a larger part is a run of its own.
  func runs(ofBytes limit: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var bytes = Int.max
    for (number, piece) in pieces.enumerated() {
      let sum = bytes.addingReportingOverflow(piece.place.count)
      if sum.overflow || sum.partialValue > limit {
        runs.append(number..<number + 1)
        bytes = piece.place.count
      } else {
        runs[runs.count - 1] = runs[runs.count - 1].lowerBound..<number + 1
        bytes = sum.partialValue
      }
    }
    return runs
  }

  /// Appends a part, its symbols ranked.
  func read(_ number: Int, into lists: inout VertexLists) throws(RunFailure) {
    let before = lists.counts
    try scratch.read(pieces[number].place, into: &lists)
    RowSlice.withRows(of: pieces[number].symbols) { lists.exchange(by: $0, behind: before) }
  }
}
